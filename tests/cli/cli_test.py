#!/usr/bin/python3
"""cli_test.py PROGRAM: the commands as a user types them: output, exit codes, what is left on disk."""

import csv
import io
import json
import os
import pathlib
import pty
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
ROOT = pathlib.Path(__file__).resolve().parents[2]
OVARIAN = ROOT / "configs" / "ovarian.yaml"


class Cli(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def call(self, *arguments, code=0, cwd=None, env=None):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cwd or self.folder,
                              env={**os.environ, **(env or {})})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def run_ovarian(self, name="out.h5", *more):
        self.call("run", OVARIAN, "-o", name, *more)
        return self.folder / name

    def config(self, text):
        file = self.folder / "study.yaml"
        shutil.copy(ROOT / "tests/data/ovarian.csv", self.folder / "ovarian.csv")
        file.write_text(text)
        return file

    def test_run_prints_the_tables_of_show_and_says_where_the_result_is(self):
        printed = self.call("run", OVARIAN, "-o", "out.h5").stdout
        shown = self.call("show", "out.h5").stdout
        self.assertEqual(printed, shown + "\nresult: out.h5\n")
        for words in ("26 patients: 13 control, 13 treated", "hazard ratio", "crude", "Effective patients"):
            self.assertIn(words, shown)

    def test_show_names_what_the_propensity_model_has(self):
        text = OVARIAN.read_text().replace("../tests/data/", "")
        for terms, missing, said in (("[]", "error", "logistic model without terms.\n"),
                                     ("[age, resid.ds]", "error", "logistic model of age, resid.ds.\n"),
                                     ("[age, resid.ds]", "indicator", "logistic model of age, resid.ds, missing(age).\n")):
            file = self.config(text.replace("[age, resid.ds]", terms))
            cohort = self.folder / "ovarian.csv"
            if missing == "indicator":
                lines = cohort.read_text().splitlines(keepends=True)
                for line in (3, 8, 20, 22):  # two of each arm
                    cells = lines[line].split(",")
                    lines[line] = ",".join(cells[:2] + [""] + cells[3:])
                cohort.write_text("".join(lines))
            self.call("run", file, "-o", "out.h5", "--quiet", "--force", "--set", f"cohort.missing={missing}",
                      "--set", "bootstrap=null")
            self.assertIn(f"Propensity score: {said}", self.call("show", "out.h5").stdout)

    def test_default_output_is_in_results_and_named_after_the_config(self):
        self.call("run", OVARIAN, "--quiet")
        self.assertTrue((self.folder / "results" / "ovarian.h5").exists())

    def test_every_instruction_set_gives_the_same_bits(self):
        self.call("run", OVARIAN, "-o", "best.h5", "--quiet")
        self.call("run", OVARIAN, "-o", "baseline.h5", "--isa", "baseline", "--quiet")
        self.call("diff", "best.h5", "baseline.h5")
        self.call("run", OVARIAN, "-o", "no.h5", "--isa", "sse9", code=64)

    def test_quiet_prints_nothing(self):
        done = self.call("run", OVARIAN, "-o", "out.h5", "--quiet")
        self.assertEqual(done.stdout + done.stderr, "")

    def test_a_complete_result_is_printed_again_and_left_alone(self):
        file = self.run_ovarian()
        before = file.read_bytes()
        again = self.call("run", OVARIAN, "-o", file)
        self.assertIn("is complete already", again.stderr)
        self.assertIn("hazard ratio", again.stdout)
        self.assertEqual(file.read_bytes(), before)

    def test_a_different_result_is_not_overwritten_without_force(self):
        file = self.run_ovarian()
        before = file.read_bytes()
        other = self.config(OVARIAN.read_text().replace("seed: 1979", "seed: 1980").replace("../tests/data/", ""))
        refused = self.call("run", other, "-o", file, code=73)
        self.assertIn("a different result is there", refused.stderr)
        self.assertIn("--force", refused.stderr)
        self.assertEqual(file.read_bytes(), before)
        self.call("run", other, "-o", file, "--force", "--quiet")
        self.assertNotEqual(file.read_bytes(), before)

    def test_a_damaged_result_is_reported_and_not_touched(self):
        file = self.run_ovarian()
        damaged = bytearray(file.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        file.write_bytes(damaged)
        self.assertIn("damaged", self.call("show", file, code=65).stderr)
        self.assertIn("damaged", self.call("run", OVARIAN, "-o", file, code=73).stderr)
        self.assertEqual(file.read_bytes(), bytes(damaged))

    def test_missing_output_folder_is_said_before_the_work(self):
        refused = self.call("run", OVARIAN, "-o", "nowhere/out.h5", code=73)
        self.assertIn("nowhere", refused.stderr)
        self.assertNotIn("replicates", refused.stderr)

    def test_exit_codes(self):
        self.call("--help")
        self.call(code=64)
        self.call("run", code=64)
        self.call("frobnicate", code=64)
        self.call("run", OVARIAN, "-j", "0", code=64)
        self.call("show", "missing.h5", code=66)
        self.call("show", OVARIAN, code=65)
        self.call("validate", "missing.yaml", code=66)
        self.call("validate", self.config("seed: [1"), code=78)
        missing_csv = self.config(OVARIAN.read_text())
        self.call("validate", missing_csv, code=66)

    def test_every_problem_of_a_config_is_reported_at_once(self):
        text = OVARIAN.read_text().replace("../tests/data/", "")
        text = text.replace("seed: 1979", "seed: -1").replace("replicates: 2000", "replicats: 2000")
        text = text.replace("tau: 730.5", "tau: 0").replace("estimand: [ate, overlap]", "estimand: [ate, entropie]")
        done = self.call("validate", self.config(text), code=78)
        self.assertEqual(len(done.stderr.strip().splitlines()), 4, done.stderr)
        self.assertIn("study.yaml:2:", done.stderr)
        self.assertIn("replicates", done.stderr)
        self.assertIn("entropy", done.stderr)
        self.assertFalse(list(self.folder.glob("*.h5")))

    def test_every_config_of_the_project_is_valid(self):
        configs = sorted((ROOT / "configs").rglob("*.yaml"))
        self.assertGreater(len(configs), 5)
        for config in configs:
            with self.subTest(config.name):
                self.call("validate", config)

    def test_init_prints_a_config_that_is_valid(self):
        shutil.copy(ROOT / "tests/data/ovarian.csv", self.folder / "cohort.csv")
        text = self.call("init").stdout
        for ours, theirs in (("treatment: treated ", "treatment: treated "), ("time: time", "time: futime"),
                             ("event: death", "event: fustat"), ("[age, stage]", "[age, resid.ds]")):
            self.assertIn(ours, text)
            text = text.replace(ours, theirs)
        (self.folder / "study.yaml").write_text(text)
        self.call("validate", "study.yaml")
        text = self.call("init", "plasmode").stdout
        for ours, theirs in (("time: time", "time: futime"), ("event: death", "event: fustat"),
                             ("terms: [age, stage]", "terms: [age, resid.ds]")):
            self.assertIn(ours, text)
            text = text.replace(ours, theirs)
        (self.folder / "study.yaml").write_text(text)
        self.assertEqual(self.call("validate", "study.yaml").stdout, "study.yaml: ok; 1000 cohorts, 0 replicates\n")
        for kind, says in (("simulation", "1000 cohorts"), ("sweep", "9 scenarios, 1000 cohorts")):
            (self.folder / "study.yaml").write_text(self.call("init", kind).stdout)
            self.assertEqual(self.call("validate", "study.yaml").stdout, f"study.yaml: ok; {says}, 0 replicates\n")

    def test_tidy_csv_and_json_hold_the_same_records(self):
        file = self.run_ovarian()
        table = list(csv.DictReader(io.StringIO(self.call("show", file, "--format", "csv").stdout)))
        records = json.loads(self.call("show", file, "--format", "json").stdout)
        self.assertEqual(len(table), len(records))
        self.assertEqual(list(table[0]), ["scenario", "endpoint", "estimand", "quantity", "arm", "time", "statistic",
                                          "method", "value", "mcse", "status", "level"])
        for row, record in zip(table, records):
            for key in ("scenario", "endpoint", "estimand", "quantity", "arm", "statistic", "method", "status"):
                self.assertEqual(row[key], record[key])
            if record["value"] is None:
                self.assertEqual(row["value"], "NaN")
            elif isinstance(record["value"], float | int):
                self.assertEqual(float(row["value"]), record["value"])

    def test_diff_is_silent_about_equal_results_and_names_the_first_difference(self):
        one = self.run_ovarian("one.h5", "-j", "1")
        two = self.run_ovarian("two.h5", "-j", "2")
        self.assertEqual(self.call("diff", one, two).stdout, "")
        other = self.config(OVARIAN.read_text().replace("seed: 1979", "seed: 1980").replace("../tests/data/", ""))
        self.call("run", other, "-o", "other.h5", "--quiet")
        self.assertIn("config_sha256", self.call("diff", one, "other.h5", code=1).stdout)
        self.call("diff", one, "missing.h5", code=66)

    def test_the_config_in_a_result_gives_the_same_result(self):
        import h5py
        file = self.run_ovarian()
        with h5py.File(file) as result:
            text = result["config"][()].decode()
        (self.folder / "tests/data").mkdir(parents=True)
        shutil.copy(ROOT / "tests/data/ovarian.csv", self.folder / "tests/data/ovarian.csv")
        (self.folder / "configs").mkdir()
        (self.folder / "configs/again.json").write_text(text)
        self.call("run", "configs/again.json", "-o", "again.h5", "--quiet")
        self.call("diff", file, "again.h5")

    def test_slurm_sets_the_number_of_threads_and_nothing_else_is_taken_from_it(self):
        import h5py
        environment = {"SLURM_CPUS_PER_TASK": "2", "SLURM_ARRAY_TASK_ID": "3", "SLURM_NTASKS": "5"}
        self.call("run", OVARIAN, "-o", "slurm.h5", "--quiet", env=environment)
        with h5py.File(self.folder / "slurm.h5") as result:
            self.assertEqual(result["provenance"].attrs["threads"], "2")
        self.call("diff", self.run_ovarian(), "slurm.h5")

    def test_a_terminal_gets_a_bar_with_rate_and_time_left(self):
        # More work than any machine finishes before its first bar (0.1 s); stopped as soon as one was seen.
        config = self.config(OVARIAN.read_text().replace("replicates: 2000", "replicates: 8000000")
                             .replace("../tests/data/", ""))
        parent, child = pty.openpty()
        process = subprocess.Popen([PROGRAM, "run", str(config), "-o", str(self.folder / "bar.h5"), "-j", "1"],
                                   stdout=subprocess.DEVNULL, stderr=child)
        os.close(child)
        self.addCleanup(process.kill)
        seen = b""
        while b" left" not in seen:
            seen += os.read(parent, 4096)  # raises at the end of the program: no bar was drawn
        process.terminate()
        self.assertRegex(seen.decode(), r"\[[#.]{24}\] \d+ of 8000000 replicates \(\d+%\), \d+ a second, .* left")
        while True:
            try:
                seen += os.read(parent, 4096)
            except OSError:
                break
        self.assertEqual(process.wait(), 75)
        self.assertRegex(seen.decode(), r"\d+ replicates in [\d.]+ s \(\d+ a second\)")


if __name__ == "__main__":
    unittest.main()
