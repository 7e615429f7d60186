#!/usr/bin/python3
"""disk_test.py PROGRAM: a disk that is full, read-only or gone: a clear error, exit 73, and parts that stay whole."""

import shutil
import subprocess
import sys

from study import SHORT, Disturbed, main


class SmallDisk(Disturbed):
    """Scripts of the shell with ./disk on a file system of its own; $0 is the program, $1 an undisturbed result."""

    def on_disk(self, size, script):
        (self.folder / "disk").mkdir(exist_ok=True)
        mount = f"mount -t tmpfs -o size={size} none disk"
        own = ["unshare", "-Urm", "sh", "-c"]
        if subprocess.run([*own, mount], cwd=self.folder, capture_output=True, check=False).returncode != 0:
            print("\nSKIPPED: this system lets nobody mount a small disk of their own (unshare -Urm; mount -t tmpfs)",
                  file=sys.stderr)
            self.skipTest("no small disk")
        done = subprocess.run([*own, f"{mount} && set -e && {script}", self.PROGRAM, str(self.reference())],
                              cwd=self.folder, text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr)
        return done

    def test_full_while_flushing(self):
        done = self.on_disk("100k", """
            code=0; "$0" run study.yaml -o disk/out.h5 --quiet --flush 0.05 || code=$?
            [ $code = 73 ]; [ ! -e disk/out.h5 ]; ls disk/out.h5.parts | grep -q '[.]h5$'
            ! ls disk/out.h5.parts | grep tmp
            mount -o remount,size=64m disk
            "$0" run study.yaml -o disk/out.h5 --resume >/dev/null
            "$0" diff "$1" disk/out.h5; [ "$(ls disk)" = out.h5 ]""")
        self.assertIn("No space left on device", done.stderr)
        self.assertIn("holds what is finished", done.stderr)
        self.assertGreater(self.held(done.stderr)[0], 0)
        self.assertNotIn("set aside", done.stderr)

    def test_full_from_the_first_part(self):
        done = self.on_disk("4k", """
            code=0; "$0" run study.yaml -o disk/out.h5 --quiet --flush 0.05 || code=$?
            [ $code = 73 ]; [ -z "$(ls disk)" ]""")
        self.assertIn("No space left on device", done.stderr)
        self.assertNotIn("holds what is finished", done.stderr)

    def test_full_while_merging_and_while_writing_the_result(self):
        done = self.on_disk("64m", """
            for i in 1 2 3; do "$0" run study.yaml -o disk/out.h5 --quiet --shard $i/3; done
            before=$(cd disk/out.h5.parts && sha256sum *)
            head -c 60000000 /dev/zero >disk/filler; cat /dev/zero >disk/rest 2>/dev/null || true
            code=0; "$0" run study.yaml -o disk/out.h5 --quiet --resume || code=$?
            [ $code = 73 ]; [ ! -e disk/out.h5 ]
            code=0; "$0" merge disk/out.h5.parts -o disk/out.h5 --quiet || code=$?
            [ $code = 73 ]; [ ! -e disk/out.h5 ]
            [ "$(cd disk/out.h5.parts && sha256sum *)" = "$before" ]
            rm disk/filler disk/rest
            "$0" merge disk/out.h5.parts -o disk/merged.h5 --quiet
            "$0" diff "$1" disk/merged.h5
            "$0" run study.yaml -o disk/out.h5 --quiet --resume
            "$0" diff "$1" disk/out.h5; [ "$(ls disk | xargs)" = "merged.h5 out.h5" ]""")
        self.assertEqual(done.stderr.count("No space left on device"), 2, done.stderr)

    def test_read_only_from_the_beginning_is_said_before_the_work(self):
        done = self.on_disk("64m", """
            "$0" run study.yaml -o disk/out.h5 --quiet --shard 1/2
            mount -o remount,ro disk
            for more in "" "--resume" "--shard 2/2"; do
              code=0; "$0" run study.yaml -o disk/out.h5 $more || code=$?; [ $code = 73 ]
            done
            code=0; "$0" merge disk/out.h5.parts -o disk/out.h5 --partial || code=$?; [ $code = 73 ]
            "$0" show disk/out.h5.parts | grep -q PARTIAL""")
        self.assertEqual(done.stderr.count("the folder disk cannot be written to"), 4, done.stderr)
        self.assertNotIn("cohorts in", done.stderr)

    def test_read_only_from_some_moment_on(self):
        done = self.on_disk("64m", """
            "$0" run study.yaml -o disk/out.h5 --quiet --flush 0.05 -j 1 & run=$!
            until ls disk/out.h5.parts/*.h5 >/dev/null 2>&1; do sleep 0.01; done
            until mount -o remount,ro disk 2>/dev/null; do :; done # busy while a part is open
            code=0; wait $run || code=$?; [ $code = 73 ]
            mount -o remount,rw disk
            "$0" run study.yaml -o disk/out.h5 --resume >/dev/null
            "$0" diff "$1" disk/out.h5; [ "$(ls disk)" = out.h5 ]""")
        self.assertIn("Read-only file system", done.stderr)
        self.assertIn("holds what is finished", done.stderr)
        self.assertGreater(self.held(done.stderr)[0], 0)


class Gone(Disturbed):
    def test_the_output_folder_vanishes(self):
        (self.folder / "there").mkdir()
        process = subprocess.Popen([self.PROGRAM, "run", "study.yaml", "-o", "there/out.h5", "--quiet", "-j", "1",
                                    *self.FLUSH], cwd=self.folder, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        self.until(lambda: list((self.folder / "there").glob("out.h5.parts/*.h5")), "no part was written")
        while (self.folder / "there").exists():
            shutil.rmtree(self.folder / "there", ignore_errors=True)
        self.assertIn("No such file or directory", self.ends(process, 73))

    def test_parts_vanish_and_are_computed_again(self):
        process = self.start(*self.FLUSH)
        self.first_part(process)
        shutil.rmtree(self.folder / "out.h5.parts", ignore_errors=True)
        self.assertIn("reads the parts again", self.ends(process, 0))
        self.is_as_undisturbed()


class GoneAtTheEnd(Disturbed):
    STUDY = SHORT

    def test_one_of_the_parts_vanishes_before_the_result(self):
        for index in (1, 2, 3):
            self.shard(index, 3, "--quiet")
        self.parts()[1].unlink()
        said = self.resume()
        held, every = self.held(said)
        self.assertLess(held, every)
        self.is_as_undisturbed()


if __name__ == "__main__":
    main()
