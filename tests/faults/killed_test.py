#!/usr/bin/python3
"""killed_test.py PROGRAM [--kills N]: kill -9 at random moments, and go on each time.

That nothing older than the last flush is computed again is counted block by block in kill_count_test.cpp."""

import random
import signal
import sys
import time
import unittest

from study import Disturbed, main

KILLS = 20


class Killed(Disturbed):
    def test_at_random_moments(self):
        moments = random.Random(20261123)
        kills, finished, held_before = 0, 0, 0
        while kills < KILLS:
            process = self.start("--resume", *self.FLUSH)
            time.sleep(moments.uniform(0.0, 0.5))
            process.kill()
            _, errors = process.communicate(timeout=300)
            self.assertNotIn("set aside", errors, "a kill has left a bad part")
            if process.returncode == 0:  # it was faster: once more from the beginning
                self.is_as_undisturbed()
                (self.folder / "out.h5").unlink()
                finished, held_before = finished + 1, 0
                continue
            self.assertEqual(process.returncode, -signal.SIGKILL, errors)
            kills += 1
            if (self.folder / "out.h5").exists():  # killed between the result and the end: nothing is left to do
                self.resume()
                self.is_as_undisturbed()
                (self.folder / "out.h5").unlink()
                finished, held_before = finished + 1, 0
            elif "going on" in errors:
                held, _ = self.held(errors)
                self.assertGreaterEqual(held, held_before, "a part was lost")
                held_before = held
        self.resume()
        self.is_as_undisturbed()
        print(f"{kills} kills; {finished} times a run was done before the next one", file=sys.stderr)

    def test_a_run_that_goes_on_computes_only_what_is_missing(self):
        process = self.start(*self.FLUSH)
        self.first_part(process)
        process.kill()
        self.ends(process, -signal.SIGKILL)
        parts = self.parts()
        before = sum(self.blocks_of(parts), [])
        said = self.shard(1, 1, "--resume").stderr
        self.assertIn(f"going on: {len(before)} of ", said)
        held, every = self.held(said)
        self.assertEqual(held, every)
        self.assertTrue(set(parts) <= set(self.parts()))
        blocks = sum(self.blocks_of(self.parts()), [])
        self.assertEqual(sorted(blocks), list(range(every)), "a block was computed twice, or not at all")

    def blocks_of(self, parts):
        try:
            import h5py
        except ImportError:
            self.skipTest("h5py is not installed")
        for part in parts:
            with h5py.File(part) as file:
                yield file["/blocks/index"][()].tolist()


if __name__ == "__main__":
    if "--kills" in sys.argv:
        at = sys.argv.index("--kills")
        KILLS = int(sys.argv.pop(at + 1))
        sys.argv.pop(at)
    main()
