#!/usr/bin/python3
"""errors_test.py PROGRAM: each mistake of a user has its words, its exit code, and changes no file."""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
NOBODY = 65534

CONFIG = """title: Nine patients
seed: 1
cohort:
  csv: cohort.csv
  treatment: arm
endpoints:
  os: {time: t, event: d}
propensity:
  terms: [age]
estimators:
  rmst: {tau: 5}
bootstrap: {replicates: 20}
"""
COHORT = """arm,t,d,age,grade
0,5,1,63,low
1,3,0,51,high
1,8,1,47,low
0,2,0,70,mid
0,2.5,0,71,low
1,6,1,66,mid
0,7,1,49,high
1,9,0,58,low
0,4,1,52,mid
"""


class Mistake(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("study.yaml", CONFIG)
        self.write("cohort.csv", COHORT)

    def write(self, name, text):
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def files(self):
        """Every file with its bytes and time of change, every folder with None."""
        return {str(path.relative_to(self.folder)): (path.read_bytes(), path.stat().st_mtime_ns) if path.is_file()
                else None for path in sorted(self.folder.rglob("*"))}

    def call(self, *arguments, code=0, **options):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=self.folder,
                              **options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def refused(self, code, message, *arguments, **options):
        before = self.files()
        done = self.call(*arguments, code=code, **options)
        self.assertEqual(done.stderr, message + "\n")
        self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), before)

    def run_says(self, code, message):
        """The same words from validate and from run, with the default output and with one of our own."""
        for arguments in (["validate", "study.yaml"], ["run", "study.yaml"], ["run", "study.yaml", "-o", "out.h5"]):
            with self.subTest(arguments):
                self.refused(code, message, *arguments)

    def config_says(self, before, after, message):
        self.assertIn(before, CONFIG)
        self.write("study.yaml", CONFIG.replace(before, after, 1))
        self.run_says(78, message)

    def data_says(self, before, after, message):
        self.assertIn(before, COHORT)
        self.write("cohort.csv", COHORT.replace(before, after, 1))
        self.run_says(65, message)


class Config(Mistake):
    def test_not_yaml(self):
        self.config_says("terms: [age]", "terms: [age",
                         "study.yaml:10:11: a [ is opened above and not closed before this, close it with ]")

    def test_unknown_key(self):
        self.config_says("tau: 5", "tao: 5",
                         'study.yaml:11:10: unknown key "tao" (rmst has tau), did you mean "tau"?')

    def test_duplicate_key(self):
        self.config_says("seed: 1", "seed: 1\nseed: 2",
                         'study.yaml:3:1: key "seed" is given twice (first in line 2), keep one of them')

    def test_wrong_type(self):
        self.config_says("tau: 5", "tau: five",
                         'study.yaml:11:15: tau is "five" (a number is needed), write one above 0')

    def test_out_of_range(self):
        self.config_says("replicates: 20", "replicates: 0",
                         "study.yaml:12:25: replicates is 0 (out of range), write a number from 1 to 16777215")

    def test_missing_config(self):
        (self.folder / "study.yaml").unlink()
        self.run_says(66, "study.yaml: cannot be read (No such file or directory), check the path")

    def test_empty_config(self):
        self.write("study.yaml", "# nothing\n")
        self.run_says(78, "study.yaml:1:1: the config is empty, iptwsim init prints one to start from")

    def test_a_config_that_is_data(self):
        self.refused(78, 'cohort.csv:1:1: the file is "arm,t,d,age,grade 0,5,1,63,low 1,3,0,51,..." and not a config '
                     "(a config is a map of keys: title: ..., seed: ..., cohort: ...), a key ends in a colon and a "
                     "blank; iptwsim init prints a config to start from", "validate", "cohort.csv")


SIMULATED = """seed: 1
cohort:
  synthetic:
    n: 85
    covariates:
      size: {distribution: lognormal, median: 4.7, sigma: 0.5}
    treatment: {prevalence: 0.6, log_odds: {size: 0.25}}
    endpoints:
      os:
        marginal:
          control: {distribution: weibull, shape: 1.0, survival: {at: 5, equals: 0.719}}
          treated: {hazard_ratio: 0.2}
    censoring: {follow_up: 2}
propensity: {terms: [size]}
estimators: {cox: {}}
simulation: {cohorts: 5}
sweep:
  cohort.synthetic.n: [85, 120]
  cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio: [0.2, 1]
"""


class Simulation(Mistake):
    def config_says(self, before, after, message):
        self.assertIn(before, SIMULATED)
        self.write("study.yaml", SIMULATED.replace(before, after, 1))
        self.run_says(78, message)

    def test_a_scenario_that_contradicts_itself(self):
        self.config_says("prevalence: 0.6", "prevalence: 0.6, intercept: 1", "study.yaml:7:45: intercept stands beside "
                         "prevalence (each of them says how many are treated), leave one of them")

    def test_no_number_of_cohorts(self):
        self.config_says("simulation: {cohorts: 5}\n", "", 'study.yaml:1:1: the config lacks the key "simulation" (how '
                         "many cohorts are simulated), add simulation: {cohorts: 10000}")

    def test_a_swept_key_that_is_none(self):
        self.config_says("cohort.synthetic.n: [85", "cohort.synthetic.nn: [85", "study.yaml:18:3: unknown key "
                         '"cohort.synthetic.nn" (cohort.synthetic has n, arms, covariates, correlation, components, '
                         'component_correlation, treatment, endpoints, censoring, late_entry, treatment_start, '
                         'unmeasured, positivity, reliability, missing), did you mean "cohort.synthetic.n"?')

    def test_a_swept_value_that_is_none(self):
        self.config_says("[0.2, 1]", "[0.2, -1]", "study.yaml:19:70: scenario n=85, hazard_ratio=-1 and 1 other: "
                         "hazard_ratio is -1 (out of range), write a number of at least 0")

    def test_a_scenario_that_is_there_twice(self):
        self.config_says("[85, 120]", "[85, 120, 85.0]", "study.yaml:18:33: scenario n=85.0, hazard_ratio=0.2 and 1 "
                         "other: n is 85.0 (a whole number has neither point nor exponent), write 85")
        self.config_says("[85, 120]", "[85, 120, +85]", "study.yaml:18:33: scenarios 1 and 5 are both n=85, "
                         "hazard_ratio=0.2 (each scenario of a sweep differs from the others), take one of them out")

    def test_an_endpoint_that_would_survive_longer_than_one_it_contains(self):
        before, after = SIMULATED.split("      os:")[0], SIMULATED[SIMULATED.index("    censoring"):]
        self.write("study.yaml", before + """      os: {minimum_of: death}
      drfs: {minimum_of: [recurrence, death]}
    components:
      death:
        marginal:
          control: {distribution: exponential, survival: {at: 5, equals: 0.719}}
          treated: {hazard_ratio: 0.2}
      recurrence:
        marginal:
          control: {distribution: exponential, survival_of: {endpoint: drfs, at: 5, equals: 0.6}}
          treated: {survival_of: {endpoint: drfs, at: 5, equals: 0.95}}
""" + after.split("sweep:")[0])
        self.run_says(78, "study.yaml:19:34: survival 0.95 of drfs at 5 in the treated arm cannot be had (death alone "
                      "leaves 0.936151, the survival of os, and recurrence can only lower it), choose less than 0.9361, "
                      "or let death happen less often")

    def test_settings(self):
        self.write("study.yaml", SIMULATED)
        says = self.call("validate", "study.yaml", "--set", "sweep=null", "--set", "cohort.synthetic.n=90").stdout
        self.assertEqual(says, "study.yaml: ok; 5 cohorts, 0 replicates\n")
        for code, setting, message in (
                (78, "cohort.synthetic.n=90", "the sweep changes cohort.synthetic.n (no scenario would have the value "
                 "that is set), write --set 'sweep.cohort.synthetic.n=[...]'"),
                (78, "simulation.cohorts=many", 'cohorts is "many" (a whole number is needed), write one from 1 to '
                 "4294967295"),
                (78, "simulation.cohort=9", 'unknown key "simulation.cohort" (simulation has cohorts, keep, truth, '
                 'common_random_numbers), did you mean "simulation.cohorts"?'),
                (64, "seed", "this sets nothing (a key and its value are needed), write --set KEY=VALUE, such as --set "
                 "seed=1")):
            with self.subTest(setting):
                self.refused(code, f"--set {setting}: {message}", "validate", "study.yaml", "--set", setting)


class Data(Mistake):
    def test_missing_csv(self):
        (self.folder / "cohort.csv").unlink()
        self.run_says(66, "cohort.csv: cannot be read (No such file or directory), check the path")

    def test_missing_column(self):
        self.data_says("arm,t,d,age", "arm,t,d,Age",
                       'cohort.csv: there is no column "age" (propensity.terms names it), did you mean "Age"?')

    def test_ragged_row(self):
        self.data_says("1,8,1,47,low", "1,8,1,47", "cohort.csv:4: 4 cells instead of 5 (the header names 5), add the "
                       "cells that lack")

    def test_text_in_a_number_column(self):
        self.data_says("1,3,0,51", "1,3,0,old",
                       'cohort.csv:3: age is "old" (a number is needed), correct it, or write NA if it is missing')

    def test_negative_time(self):
        self.data_says("1,8,1,47", "1,-8,1,47",
                       'cohort.csv:4: t is "-8" (a follow-up time cannot be negative), correct it')

    def test_time_is_nan(self):
        self.data_says("1,8,1,47", "1,NaN,1,47", 'cohort.csv:4: t is "NaN" (a finite number is needed), correct it, or '
                       "write NA if it is missing")

    def test_missing_value(self):
        self.data_says("1,8,1,47", "1,8,1,", "cohort.csv:4: age is missing (every patient needs a value), fill it in, "
                       "or leave such patients out with missing: drop beside csv")

    def test_event_neither_0_nor_1(self):
        self.data_says("1,8,1,47", "1,8,2,47", 'cohort.csv:4: d is "2" (an event is 0 or 1), write 1 if it was seen at '
                       "the time, 0 if follow-up ended without it")

    def test_one_valued_treatment(self):
        self.write("cohort.csv", "".join(line for line in COHORT.splitlines(True) if not line.startswith("1,")))
        self.run_says(65, 'cohort.csv: arm is "0" for every patient (a comparison needs both arms), check the column '
                      "that cohort.treatment names")

    def test_fewer_patients_than_terms(self):
        self.write("study.yaml", CONFIG.replace("[age]", "[age, grade]"))
        self.write("cohort.csv", "".join(COHORT.splitlines(True)[:4]).replace("47,low", "47,mid"))
        self.run_says(65, "cohort.csv: 3 patients for 4 coefficients (an intercept and one for each column of the "
                      "propensity model), shorten propensity.terms")

    def test_empty_file(self):
        self.write("cohort.csv", "")
        self.run_says(65, "cohort.csv: the file is empty, check that this is the right file")

    def test_header_only(self):
        self.write("cohort.csv", COHORT.splitlines()[0] + "\n")
        self.run_says(65, "cohort.csv: no patients (nothing follows the header), check that this is the right file")

    def test_a_workbook(self):
        self.write("cohort.csv", b"PK\x03\x04 and more")
        self.run_says(65, "cohort.csv: the file is a workbook or a ZIP archive (plain text is needed), save the sheet "
                      "as CSV (UTF-8)")


class Output(Mistake):
    def test_missing_folder(self):
        self.refused(73, "nowhere/out.h5: cannot write the result (the folder nowhere is not there), create it, or "
                     "choose another place with -o", "run", "study.yaml", "-o", "nowhere/out.h5")

    def test_read_only_folder(self):
        (self.folder / "locked").mkdir()
        (self.folder / "locked").chmod(0o555)
        self.folder.chmod(0o755)
        somebody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        if somebody and subprocess.run(["/bin/sh", "-c", 'test -x "$0"', PROGRAM], **somebody).returncode != 0:
            self.skipTest("the program is in a folder that only root can open, and root can write anywhere")
        self.refused(73, "locked/out.h5: cannot write the result (the folder locked cannot be written to), choose "
                     "another place with -o", "run", "study.yaml", "-o", "locked/out.h5", **somebody)

    def test_file_size_limit(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.refused(73, "out.h5: cannot be written (File too large), raise the limit of file sizes (ulimit -f) or "
                     "choose another folder with -o", "run", "study.yaml", "--quiet", "-o", "out.h5", preexec_fn=limit)

    def test_disk_full(self):
        (self.folder / "full").mkdir()
        mount = ["unshare", "-Urm", "sh", "-c", 'mount -t tmpfs -o size=8k none full && "$0" "$@"; code=$?; ls full; '
                 "exit $code"]
        if subprocess.run([*mount, "true"], cwd=self.folder, capture_output=True).returncode != 0:
            self.skipTest("this system lets nobody mount a small file system of their own")
        before = self.files()
        done = subprocess.run([*mount, PROGRAM, "run", "study.yaml", "--quiet", "-o", "full/out.h5"], cwd=self.folder,
                              text=True, capture_output=True)
        self.assertEqual(done.returncode, 73, done.stderr)
        self.assertEqual(done.stderr, "full/out.h5: cannot be written (No space left on device), make room or choose "
                         "another folder with -o\n")
        self.assertEqual(done.stdout, "")  # of ls, too: nothing is left
        self.assertEqual(self.files(), before)


NOT_OURS = "not a result of iptwsim, or damaged (the digest at its end is missing)"
DAMAGED = "damaged (its bytes do not match its digest)"
FORCE = "write elsewhere with -o, or overwrite it with --force"
KEPT = "cannot write the result (a file that is no result of iptwsim is there), choose another place with -o"


class Existing(Mistake):
    def setUp(self):
        super().setUp()
        self.call("run", "study.yaml", "-o", "out.h5", "--quiet")

    def test_a_different_result(self):
        self.write("study.yaml", CONFIG.replace("seed: 1", "seed: 2"))
        self.refused(73, "out.h5: a different result is there (it is of another config, or this one has changed "
                     f"since), {FORCE}", "run", "study.yaml", "-o", "out.h5")

    def test_a_result_of_other_data(self):
        self.write("cohort.csv", COHORT.replace("63", "64"))
        self.refused(73, "out.h5: a different result is there (the cohort's file has changed since), write "
                     "elsewhere with -o, or overwrite it with --force", "run", "study.yaml", "-o", "out.h5")

    def neither_shown_nor_overwritten(self, what, run_says):
        self.refused(65, f"out.h5: {what}, copy it again from where it was written, or run again", "show", "out.h5")
        self.refused(73, f"out.h5: {run_says}", "run", "study.yaml", "-o", "out.h5")

    def test_not_ours(self):
        self.write("out.h5", "somebody's thesis\n")
        self.neither_shown_nor_overwritten(NOT_OURS, KEPT)

    def test_an_hdf5_file_that_is_not_ours(self):
        import h5py
        with h5py.File(self.folder / "out.h5", "w") as file:
            file["x"] = [1.0]
        self.neither_shown_nor_overwritten(NOT_OURS, f"{NOT_OURS}, {FORCE}")

    def test_damaged(self):
        damaged = bytearray((self.folder / "out.h5").read_bytes())
        damaged[len(damaged) // 2] ^= 1
        self.write("out.h5", bytes(damaged))
        self.neither_shown_nor_overwritten(DAMAGED, f"{DAMAGED}, {FORCE}")

    def test_cut_short(self):
        self.write("out.h5", (self.folder / "out.h5").read_bytes()[:-100])
        self.neither_shown_nor_overwritten(NOT_OURS, f"{NOT_OURS}, {FORCE}")

    def test_missing(self):
        self.refused(66, "no.h5: cannot be read (No such file or directory), check the path and its permissions",
                     "show", "no.h5")


if __name__ == "__main__":
    unittest.main()
