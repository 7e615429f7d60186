#!/usr/bin/python3
"""together_test.py PROGRAM [--processes N]: many processes at once on one sweep in one folder."""

import sys

from study import SHORT, Disturbed, main

PROCESSES = 20


class Together(Disturbed):
    STUDY = SHORT

    def test_shards_and_their_doubles_in_one_folder(self):
        shards = PROCESSES // 2
        processes = [self.start("--shard", f"{1 + i % shards}/{shards}", "--quiet", *self.FLUSH)
                     for i in range(PROCESSES)]
        for process in processes:
            self.assertEqual(self.ends(process, 0, seconds=3000), "")
        left = [path.name for path in (self.folder / "out.h5.parts").iterdir() if path.suffix != ".h5"]
        self.assertEqual(left, [])
        self.call("merge", "out.h5.parts", "-o", "merged.h5", "--quiet")
        self.is_as_undisturbed("merged.h5")

    def test_the_same_run_many_times_at_once(self):
        processes = [self.start("--resume", "--quiet", *self.FLUSH) for _ in range(PROCESSES)]
        for process in processes:
            self.ends(process, 0, seconds=3000)
        self.is_as_undisturbed()


if __name__ == "__main__":
    if "--processes" in sys.argv:
        at = sys.argv.index("--processes")
        PROCESSES = int(sys.argv.pop(at + 1))
        sys.argv.pop(at)
    main()
