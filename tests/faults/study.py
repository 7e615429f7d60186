"""What the tests of interrupted runs share: two studies, and calls of the program in a folder of the test's own."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

# Blocks of two cohorts, a hundredth of a second each: on one thread it can be disturbed for more than a second.
LONG = """title: A study that is disturbed
seed: 7
cohort:
  synthetic:
    n: 50
    covariates:
      age: {distribution: normal, mean: 60, sd: 10}
    treatment: {prevalence: 0.5, log_odds: {age: 0.02}}
    endpoints:
      os:
        marginal:
          control: {distribution: exponential, survival: {at: 5, equals: 0.5}}
          treated: {hazard_ratio: 0.6}
    censoring: {accrual: 3, follow_up: 3}
propensity: {terms: [age]}
estimators: {cox: {}, rmst: {tau: 3}}
bootstrap: {replicates: 1999, intervals: percentile}
simulation: {cohorts: 320, truth: {points_log2: 8, shifts: 2}}
sweep:
  cohort.synthetic.n: [40, 50]
"""
# The same of three scenarios and more, shorter blocks.
SHORT = (LONG.replace("replicates: 1999", "replicates: 99").replace("cohorts: 320", "cohorts: 640")
         .replace("[40, 50]", "[30, 40, 60]"))


class Disturbed(unittest.TestCase):
    """A test with a folder that holds study.yaml; PROGRAM is set by main()."""
    PROGRAM = ""
    FLUSH = ("--flush", "0.1")
    STUDY = LONG
    _references = {}

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.study()

    def study(self, *replacements):
        """Writes study.yaml, with each (old, new) replaced."""
        text = self.STUDY
        for old, new in replacements:
            self.assertIn(old, text)
            text = text.replace(old, new)
        (self.folder / "study.yaml").write_text(text)

    @classmethod
    def reference(cls):
        """The result of an undisturbed run, made once."""
        if cls.STUDY not in cls._references:
            holder = tempfile.TemporaryDirectory()
            folder = pathlib.Path(holder.name)
            (folder / "study.yaml").write_text(cls.STUDY)
            subprocess.run([cls.PROGRAM, "run", "study.yaml", "-o", "out.h5", "--quiet"], cwd=folder, check=True)
            cls._references[cls.STUDY] = (holder, folder / "out.h5")
        return cls._references[cls.STUDY][1]

    def call(self, *arguments, code=0, env=None, **options):
        done = subprocess.run([self.PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder,
                              env={**os.environ, **(env or {})}, check=False, **options)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout[-2000:] + done.stderr)
        return done

    def start(self, *arguments, **options):
        """`run` on one thread in the background; ended when the test ends."""
        process = subprocess.Popen([self.PROGRAM, "run", "study.yaml", "-o", "out.h5", "-j", "1",
                                    *map(str, arguments)], cwd=self.folder, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True, **options)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def parts(self, name="out.h5"):
        return sorted((self.folder / (name + ".parts")).glob("*.h5"))

    def until(self, condition, what, seconds=120):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.005)

    def first_part(self, process):
        self.until(lambda: self.parts() or process.poll() is not None, "no part was written")
        self.assertIsNone(process.poll(), "the run was over too soon")

    def ends(self, process, code, seconds=300):
        _, errors = process.communicate(timeout=seconds)
        self.assertEqual(process.returncode, code, errors)
        return errors

    def held(self, text):
        """(held, all) of the last `held of all blocks are in`."""
        found = re.findall(r"(\d+) of (\d+) blocks are in", text)
        self.assertTrue(found, text)
        return tuple(map(int, found[-1]))

    def resume(self, code=0):
        return self.call("run", "study.yaml", "-o", "out.h5", "--resume", code=code).stderr

    def shard(self, index, count, *more, code=0, name="out.h5"):
        return self.call("run", "study.yaml", "-o", name, "--shard", f"{index}/{count}", *more, code=code)

    def is_as_undisturbed(self, name="out.h5"):
        self.call("diff", self.reference(), name)
        left = sorted(path.name for path in self.folder.iterdir() if path.name.startswith(name + "."))
        self.assertEqual(left, [], "temporary files of a finished run")


def main(program=None):
    """The tests of the calling script; without `program`, that is its first argument."""
    Disturbed.PROGRAM = str(pathlib.Path(program or sys.argv.pop(1)).resolve())
    unittest.main(module="__main__")
