#!/usr/bin/python3
"""replay_test.py PROGRAM: a simulated cohort, written to a file and analysed from there, gives every number again to
the bit, its bootstrap included; plan says what will be done without doing it."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy
import xarray

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"
PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())

CONFIG = """
title: Replayed
seed: 7
cohort:
  synthetic:
    n: 40
    covariates:
      age: {distribution: normal, mean: 60, sd: 10}
      stage: {distribution: categorical, levels: {early: 0.6, late: 0.35, rare: 0.05}}
      male: {distribution: bernoulli, probability: 0.03}
    treatment: {prevalence: 0.4, log_odds: {age: 0.03, stage:late: 0.5}}
    endpoints:
      os:
        marginal:
          control: {distribution: weibull, shape: 1.2, median: 3}
          treated: {hazard_ratio: 0.6}
        dependence: {age: -0.3}
    censoring: {follow_up: 5}
propensity: {terms: [age, stage, male]}
weights: {estimand: [ate, att]}
estimators: {survival: {times: 3}, rmst: {tau: 3}, cox: {}, log_rank: {}}
variance: [robust, stacked, jackknife]
bootstrap: {replicates: 25, intervals: [percentile, bca], bca: {acceleration: influence}}
simulation: {cohorts: 4, common_random_numbers: false}
sweep:
  cohort.synthetic.n: [40, 55]
  bootstrap.resample: [patient, within_arm]
"""


COMPONENTS = """    components:
      disease_death:
        marginal:
          control: {distribution: weibull, shape: 1.2, survival: {at: 3, equals: 0.6}}
          treated: {hazard_ratio: 0.6}
        dependence: {age: -0.3}
      other_death:
        marginal:
          control: {distribution: exponential, survival_of: {endpoint: os, at: 3, equals: 0.5}}
          treated: {survival_of: {endpoint: os, at: 3, equals: 0.6}}
        dependence: {age: -0.5}
    component_correlation: {pairs: {disease_death:other_death: 0.5}}
    endpoints:
      os: {minimum_of: [disease_death, other_death]}
      dss: {minimum_of: disease_death, censored_by: other_death}
      cause: {minimum_of: disease_death, competing: other_death}
"""


PLASMODE = """
title: Drawn from a real cohort
seed: 7
cohort:
  plasmode:
    csv: data/rotterdam.csv
    treatment: hormon
    n: 150
    endpoint: {time: dtime, event: death}
    effect: -0.5
    baseline: piecewise_exponential
propensity: {terms: [age, size, "grade", "log(age)", "age:meno", "rcs(nodes, 3)"], omit: "age:meno"}
weights: {estimand: [ate, overlap]}
estimators: {survival: {times: 1500}, rmst: {tau: 1500}, cox: {}, log_rank: {}}
variance: [robust, stacked]
simulation: {cohorts: 9}
"""


class Replay(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "c.yaml").write_text(CONFIG)
        cls.call("run", "c.yaml", "-o", "c.h5", "--quiet")

    @classmethod
    def call(cls, *arguments, code=0, cwd=None):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cwd or cls.folder)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def quantities(self, file, folder):
        with h5py.File(self.folder / file) as opened:
            return list(opened[folder])

    def replayed(self, result, scenario, cohort):
        """How many numbers of a cohort were compared with those of its file, all of them equal to the bit."""
        name = f"{result}{scenario}c{cohort}"
        compared = 0
        said = self.call("replay", f"{result}.h5", "--scenario", scenario, "--cohort", cohort, "--csv", f"{name}.csv")
        self.assertIn("to the bit", said)
        self.call("run", f"{name}.yaml", "-o", f"{name}.h5", "--quiet")
        kept_quantities = self.quantities(f"{result}.h5", "cohorts")
        for quantity in set(self.quantities(f"{name}.h5", "estimates")) & set(kept_quantities):
            kept = xarray.open_dataset(self.folder / f"{result}.h5", group=f"/cohorts/{quantity}")
            own = xarray.open_dataset(self.folder / f"{name}.h5", group=f"/estimates/{quantity}")
            for statistic in set(own.data_vars) & set(kept.data_vars):
                now = own[statistic].isel(scenario=0).drop_vars("scenario")
                then = kept[statistic].isel(scenario=scenario - 1).sel(cohort=cohort)
                then = then.drop_vars(["scenario", "cohort"]).transpose(*now.dims)
                now, then = xarray.align(now, then, join="inner")
                self.assertGreater(now.size, 0)
                numpy.testing.assert_array_equal(now.values, then.values, f"{name} {quantity} {statistic}")
                compared += now.size
        return compared

    def test_a_cohort_from_its_file_is_the_simulated_one_to_the_bit(self):
        self.assertGreater(self.replayed("c", 1, 3) + self.replayed("c", 4, 3), 300)

    def test_the_file_has_what_the_analysis_sees(self):
        broken = {"unmeasured": "{prevalence: 0.4, log_odds: 1, dependence: -0.5}", "reliability": "{age: 0.6}",
                  "positivity": "{where: age > 70, probability: 0.1}",
                  "missing": "{age: 0.2, stage: {share: 0.1, log_odds: {stage:late: 1}}}"}
        keys = [part for key, value in broken.items() for part in ("--set", f"cohort.synthetic.{key}={value}")]
        for method in ("drop", "indicator"):
            self.call("run", "c.yaml", "-o", f"{method}.h5", "--quiet", "--set", f"cohort.missing={method}",
                      "--set", "propensity.omit=male", *keys)
            self.assertGreater(self.replayed(method, 2, 4), 150)
            header = (self.folder / f"{method}2c4.csv").read_text().splitlines()[0]
            self.assertEqual(header, "age,stage,male,unmeasured,age_true,stage_true,treatment,true_score,os_time,os_event")

    def test_times_to_several_causes(self):
        head, tail = CONFIG.split("    endpoints:")[0], CONFIG[CONFIG.index("    censoring:"):]
        text = head + COMPONENTS + tail.replace("cox: {}", "cox: {}, cumulative_incidence: {times: 3}")
        (self.folder / "m.yaml").write_text(text)
        self.call("run", "m.yaml", "-o", "m.h5", "--quiet")
        self.assertGreater(self.replayed("m", 1, 3), 300)
        scenarios = xarray.open_dataset(self.folder / "m.h5", group="/scenarios")
        self.assertEqual(scenarios.component.values.tolist(), ["other_death, control", "other_death, treated"])
        self.assertTrue((scenarios.component_time == 3).all())
        self.assertTrue((scenarios.component_survival > 0.7).all())
        self.assertLess(scenarios.component_survival_error.max(), 1e-10)
        truth = xarray.open_dataset(self.folder / "m.h5", group="/performance/survival").isel(scenario=0)
        os = truth.truth.sel(endpoint="os", estimand="ate", time=3).values
        numpy.testing.assert_allclose(os, [0.5, 0.6], atol=1e-10)
        dss = truth.sel(endpoint="dss", estimand="ate", time=3)
        self.assertTrue((dss.truth_net < dss.truth).all() and (dss.truth < dss.truth_crude).all())
        self.assertTrue(numpy.isnan(truth.truth_net.sel(endpoint="os")).all())
        shown = self.call("show", "m.h5")
        self.assertIn("True survival 3 by what is meant by it", shown)
        self.assertIn("Survival of components, solved for", shown)

    def test_patients_who_come_late_come_late_in_the_file(self):
        for analysis, entry in (("naive", False), ("landmark", True)):
            keys = {"treatment_start": f"{{latest: 0.5, analysis: {analysis}}}",
                    "censoring": "{follow_up: 5, dropout_rate: 0.02, dropout_log_hazard: {age: 0.02, treatment: 1}}"}
            if entry:
                keys["late_entry"] = "{latest: 1}"
            self.call("run", "c.yaml", "-o", f"{analysis}.h5", "--quiet",
                      *[part for key, value in keys.items() for part in ("--set", f"cohort.synthetic.{key}={value}")])
            self.assertGreater(self.replayed(analysis, 3, 2), 150)
            header = (self.folder / f"{analysis}3c2.csv").read_text().splitlines()[0]
            self.assertIn("male,planned,treatment", header)
            self.assertEqual("os_entry" in header, entry)

    def test_patients_drawn_from_a_real_cohort(self):
        (self.folder / "data").mkdir()
        shutil.copy(DATA / "rotterdam.csv", self.folder / "data")
        (self.folder / "p.yaml").write_text(PLASMODE)
        for name, more in (("p", []), ("b", ["--set", "bootstrap.replicates=20"])):
            self.call("run", "p.yaml", "-o", f"{name}.h5", "--quiet", *more)
            self.assertGreater(self.replayed(name, 1, 3), 50)
            header = (self.folder / f"{name}1c3.csv").read_text().splitlines()[0]
            self.assertTrue(header.endswith(",age:meno,treatment,true_score,death_time,death_event"), header)
        (self.folder / "elsewhere").mkdir()
        shutil.copy(self.folder / "p.h5", self.folder / "elsewhere")
        where = {"cwd": self.folder / "elsewhere"}
        said = self.call("replay", "p.h5", "--cohort", 1, code=66, **where)
        self.assertIn("the real cohort's file is not there (patients are drawn from it; its path is relative to the "
                      "config that was run), give the folder of that config with --folder", said)
        self.assertIn("to the bit", self.call("replay", "p.h5", "--cohort", 1, "--folder", "..", **where))
        with (self.folder / "data/rotterdam.csv").open("a") as file:
            file.write("\n")
        self.assertIn("the real cohort's file has changed since", self.call("replay", "p.h5", "--cohort", 1, code=65))

    def test_one_replicate_is_copied_rows(self):
        said = self.call("replay", "c.h5", "--scenario", 1, "--cohort", 2, "--replicate", 5, "--csv", "r.csv")
        self.assertIn("Replicate 5", said)
        rows = (self.folder / "r.csv").read_text().splitlines()
        self.assertEqual(len(rows), 41)
        self.assertLess(len(set(rows)), 41)

    def test_a_replicate_of_complete_cases_is_copied_rows_of_those(self):
        self.call("run", "c.yaml", "-o", "i.h5", "--quiet", "--set", "cohort.missing=drop",
                  "--set", "cohort.synthetic.missing={age: 0.3}")
        where = ("replay", "i.h5", "--scenario", 1, "--cohort", 1)
        self.call(*where, "--csv", "i.csv")
        said = self.call(*where, "--replicate", 1, "--csv", "i1.csv")
        complete = [row for row in (self.folder / "i.csv").read_text().splitlines()[1:] if not row.startswith("NA,")]
        rows = (self.folder / "i1.csv").read_text().splitlines()[1:]
        self.assertLess(len(complete), 40)
        self.assertEqual(len(rows), len(complete))
        self.assertLessEqual(set(rows), set(complete))
        text = (self.folder / "i.yaml").read_text()
        self.assertIn("i.csv", text)
        (self.folder / "i1.yaml").write_text(text.replace("i.csv", "i1.csv"))
        self.call("run", "i1.yaml", "-o", "i1.h5", "--quiet")
        with h5py.File(self.folder / "i1.h5") as own:
            estimates = own["estimates/log_hazard_ratio/estimate"][0, 0]
        for estimand, now in zip(("ate", "att"), estimates):
            line = next(line for line in said.splitlines() if line.split()[:3] == ["os", estimand, "log_hazard_ratio"])
            self.assertTrue(numpy.isfinite(now))
            self.assertAlmostEqual(float(line.split()[-2]), now, delta=1e-9)

    def test_what_is_not_there_is_said(self):
        self.assertIn("which scenario?", self.call("replay", "c.h5", "--cohort", 1, code=64))
        self.assertIn("there is no scenario \"n=9\"", self.call("replay", "c.h5", "--scenario", "n=9", "--cohort", 1,
                                                              code=64))
        self.assertIn("cohorts of this scenario are 1 to 4", self.call("replay", "c.h5", "--scenario", 1, "--cohort", 5,
                                                                       code=64))
        self.assertIn("replicates are 1 to 25", self.call("replay", "c.h5", "--scenario", 1, "--cohort", 1,
                                                          "--replicate", 26, code=64))
        (self.folder / "there.csv").write_text("mine")
        said = self.call("replay", "c.h5", "--scenario", 1, "--cohort", 1, "--csv", "there.csv", code=73)
        self.assertIn("a file is there already", said)
        self.assertEqual((self.folder / "there.csv").read_text(), "mine")

    def test_known_scores_are_those_of_the_mechanism(self):
        known = ["--set", "propensity={model: {known: true_score}}", "--set", "variance=robust"]
        self.call("run", "c.yaml", "-o", "k.h5", "--quiet", *known)
        self.call("replay", "k.h5", "--scenario", 1, "--cohort", 1, "--csv", "k1.csv")
        self.call("run", "k1.yaml", "-o", "k1.h5", "--quiet")
        with h5py.File(self.folder / "k.h5") as many, h5py.File(self.folder / "k1.h5") as one:
            kept = many["cohorts/log_hazard_ratio/estimate"][0, 0, 0, 0]
            self.assertEqual(kept, one["estimates/log_hazard_ratio/estimate"][0, 0, 0])
            self.assertNotIn("propensity_coefficient", many["cohorts"])

    def test_plan_counts_and_computes_nothing(self):
        said = self.call("plan", "c.yaml", "-j", 2)
        self.assertIn("4 scenarios, 16 cohorts, 416 analyses", said)
        self.assertRegex(said, r"CPU time about \S+ \w+ of one core of this machine \((less than 0\.01|\d+\.\d+) core-hours\)")
        self.assertRegex(said, r"shards of 2 threads each, the longest: \S+ \w+ of 10, \S+ \w+ of 100\nmemory about ")
        said = self.call("plan", "c.yaml", "-j", 1, "--shards", 50)
        self.assertRegex(said, r"shards of 1 thread each, the longest: \S+ \w+ of 50\nmore than 4 shards have nothing")
        self.assertEqual(self.call("plan", "c.yaml", "--set", "simulation.cohorts=8").count("n=40"), 2)


if __name__ == "__main__":
    unittest.main()
