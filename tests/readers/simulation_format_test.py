#!/usr/bin/python3
"""simulation_format_test.py PROGRAM: FORMAT.md describes the results of simulations, and other programs read them."""

import csv
import io
import math
import re
import unittest
import warnings

import h5py
import numpy

import check_readers
import format_test as real

# Everything at once; the second scenario has another estimand.
EVERYTHING = """
title: everything simulated
seed: 7
cohort:
  synthetic:
    n: 60
    covariates:
      age: {distribution: normal, mean: 60, sd: 10}
      stage: {distribution: categorical, levels: {early: 0.6, late: 0.4}}
    treatment: {prevalence: 0.45, log_odds: {age: 0.03, stage:late: 0.5}}
    components:
      disease_death: {marginal: {control: {distribution: exponential, rate: 0.3}, treated: {hazard_ratio: 0.7}}}
      other_death:
        marginal:
          control: {distribution: exponential, survival_of: {endpoint: dead, at: 3, equals: 0.3}}
          treated: {hazard_ratio: 1}
    endpoints:
      dead: {minimum_of: [disease_death, other_death]}
      dss: {minimum_of: disease_death, censored_by: other_death}
      os:
        marginal: {control: {distribution: weibull, shape: 1.2, median: 3}, treated: {hazard_ratio: 0.6}}
        dependence: {age: -0.3}
      progression:
        conditional:
          baseline: {distribution: exponential, rate: 0.4}
          treatment: {marginal: {hazard_ratio: {equals: 1, limit: design}}}
          event_fraction: 0.5
    censoring: {accrual: 2, follow_up: 4}
propensity: {terms: [age, stage]}
weights: {estimand: ate}
estimators:
  survival: {times: [1, 3]}
  rmst: {tau: 3}
  cox: {}
  log_rank: {}
  median: {}
  cumulative_incidence: {times: 3}
variance: [naive, robust, stacked, jackknife]
bootstrap: {replicates: 19, intervals: [normal, basic, percentile, bca]}
level: [0.8, 0.95]
simulation: {cohorts: 6, truth: {points_log2: 6, shifts: 2}}
sweep:
  weights.estimand: [ate, att]
"""
# What only cohorts drawn from a real one have.
DRAWN = """
title: drawn from a real cohort
seed: 7
cohort:
  plasmode:
    csv: real.csv
    treatment: {column: sex, treated: M}
    missing: drop
    n: 60
    endpoint: {time: time, event: either}
    effect: 0
propensity: {terms: [age, hgb]}
estimators: {cox: {}}
simulation: {cohorts: 6}
"""
REAL = ("real_patients", "real_patients_dropped")
SUMMARY = EVERYTHING.replace("{cohorts: 6,", "{cohorts: 6, keep: summary,").replace("everything", "summary")


def paragraph(start):
    return real.section("Groups and arrays").split(start, 1)[1].split("\n\n", 1)[0]


def measures():
    """Every measure: its further axes, and for method and interval their labels."""
    found = {}
    for names, axes, _ in real.table("measure"):
        further = {}
        for axis in axes.split(";"):
            name, _, labels = axis.strip().partition(":")
            listed = real.words(labels.replace("as model_se, or", "as model_se,"))
            if "as model_se" in listed:
                listed = found["model_se"]["method"] + tuple(label for label in listed if label != "as model_se")
            if name:
                further[name] = listed
        for name in real.words(names):
            found[name] = further
    return found


MEASURES = measures()
LEFT_OUT = set(re.findall(r"\w+", paragraph("above without ").split(".")[0]))
QUANTITIES = {name: axes for name, axes in real.QUANTITIES.items() if name not in LEFT_OUT}
DIMENSIONS = {"scenario", "component", "solved_endpoint"}
RESULTS = {}


def setUpModule():
    RESULTS.update(everything=real.Opened("everything", EVERYTHING), summary=real.Opened("summary", SUMMARY))
    patients = (real.ROOT / "tests/data/mgus2.csv").read_text().splitlines(keepends=True)
    (real.FOLDER / "real.csv").write_text("".join(patients[:101]) + ",,M,,12.5,,,30,2,1\n")


class Described(unittest.TestCase):
    def test_every_group_is_named(self):
        groups = {"config", "scenarios", "performance", "cohorts", "provenance"}
        for name, expected in (("everything", groups), ("summary", groups - {"cohorts"})):
            with h5py.File(RESULTS[name].file) as h5:
                self.assertEqual(set(h5), expected)
                self.assertEqual(set(h5.attrs), real.attributes_after("**`/` of a simulation**"))
                self.assertEqual(h5.attrs["scenarios"], 2)

    def test_quantities_are_those_that_are_named(self):
        self.assertEqual(len(LEFT_OUT), 10)
        self.assertEqual(RESULTS["everything"].quantities("performance"), set(QUANTITIES))
        self.assertEqual(RESULTS["everything"].quantities("cohorts"), set(QUANTITIES))
        self.assertEqual(RESULTS["summary"].quantities("performance"), set(QUANTITIES))

    def test_scenarios_have_the_arrays_of_the_table(self):
        with h5py.File(RESULTS["everything"].file) as h5:
            group = h5["scenarios"]
            arrays = {"swept.KEY" if name.startswith("swept.") else name for name in group} - DIMENSIONS
            self.assertEqual(arrays, {names for names, _ in real.table("array of scenarios")} - set(REAL))
            self.assertEqual(group["cohorts"][()].tolist(), [6, 6])
            self.assertEqual(group["swept.weights.estimand"].asstr()[()].tolist(), ["ate", "att"])
            for name in set(group) - DIMENSIONS:
                self.assertEqual(set(check_readers.attributes_of(group[name])), real.ATTRIBUTES["array of /scenarios"])

    def test_a_real_cohort_is_counted(self):
        file = real.run_config("drawn", DRAWN)
        rows = list(csv.DictReader(io.StringIO((real.FOLDER / "real.csv").read_text())))
        complete = [row for row in rows if row["age"] and row["hgb"]]
        with h5py.File(file) as h5:
            group = h5["scenarios"]
            named = {names for names, _ in real.table("array of scenarios")}
            self.assertEqual(set(group) & set(REAL), set(REAL))
            self.assertLessEqual(set(group) - DIMENSIONS, named)
            for name, count in zip(REAL, (len(complete), len(rows) - len(complete))):
                self.assertEqual((group[name].dtype, group[name][()].tolist()), (numpy.int64, [count]))
                self.assertEqual(set(check_readers.attributes_of(group[name])), real.ATTRIBUTES["array of /scenarios"])
        said = " ".join(real.call(real.PROGRAM, "show", file).split())
        self.assertIn(f"drawn with replacement from {len(complete)} patients of real.csv "
                      f"({len(rows) - len(complete)} with a missing value left out); ", said)

    def test_every_measure_and_method_is_in_the_file_and_no_other(self):
        seen = {}
        for where, quantity, data, name in RESULTS["everything"].arrays("performance"):
            measure = name.removesuffix("_status").removesuffix("_mcse")
            self.assertIn(measure, MEASURES, f"not in FORMAT.md: {where}")
            own = tuple(axis for axis in QUANTITIES[quantity] if axis not in MEASURES[measure])
            self.assertEqual(data[name].dims, own + tuple(a for a in real.FURTHER if a in MEASURES[measure]), where)
            if name == measure:
                labels = seen.setdefault(name, {axis: set() for axis in MEASURES[name]})
                for axis in set(labels) & {"method", "interval"}:
                    filled = numpy.ones(data[name].shape, bool)
                    if name + "_status" in data:
                        filled = data[name + "_status"].values != 1
                    others = tuple(k for k, other in enumerate(data[name].dims) if other != axis)
                    labels[axis] |= set(data[axis].values[filled.any(axis=others)].tolist())
        self.assertEqual(set(seen), set(MEASURES))
        for name, labels in seen.items():
            for axis in set(labels) & {"method", "interval"}:
                self.assertEqual(labels[axis], set(MEASURES[name][axis]), f"{name}: {axis}")

    def test_every_measure_but_counts_has_status_and_error(self):
        for result in RESULTS.values():
            for where, _, data, name in result.arrays("performance"):
                if name.endswith(("_status", "_mcse", "count")):
                    continue
                for suffix in ("_status", "_mcse"):
                    self.assertEqual(data[name].dims, data[name + suffix].dims, where)

    def test_cohorts_have_the_statistics_of_estimates(self):
        for where, quantity, data, name in RESULTS["everything"].arrays("cohorts"):
            statistic = name.removesuffix("_status")
            own = tuple(axis for axis in QUANTITIES[quantity] if axis not in real.STATISTICS[statistic])
            further = tuple(axis for axis in real.FURTHER if axis in real.STATISTICS[statistic])
            self.assertEqual(data[name].dims, own + further + ("cohort",), where)
            self.assertNotEqual(name, "count")
            self.assertEqual(data["cohort"].values.tolist(), [1, 2, 3, 4, 5, 6])

    def test_attributes_are_those_of_the_tables(self):
        for result in RESULTS.values():
            for where, _, data, name in result.arrays():
                kind = "array of statuses" if name.endswith("_status") else "array"
                self.assertEqual(set(data.attrs), real.ATTRIBUTES["group of a quantity"], where)
                self.assertEqual(set(data[name].attrs), real.ATTRIBUTES[kind], where)
        counts = RESULTS["everything"].groups["/performance/rmst"]
        self.assertIn("cohorts", counts["count"].attrs["long_name"])
        self.assertIn("replicates", counts["replicate_count"].attrs["long_name"])

    def test_nan_is_never_ok_and_not_requested_is_always_nan(self):
        for result in RESULTS.values():
            for where, _, data, name in result.arrays():
                if name.endswith("_status"):
                    value, status = data[name.removesuffix("_status")].values, data[name].values
                    self.assertFalse(numpy.any(numpy.isnan(value) & (status == 0)), where)
                    self.assertTrue(numpy.all(numpy.isnan(value[status == 1])), where)

    def test_counts_are_of_all_cohorts_and_all_their_replicates(self):
        for quantity in ("log_hazard_ratio", "rmst_difference", "survival"):
            data = RESULTS["everything"].groups[f"/performance/{quantity}"]
            for scenario, estimand in ((0, "ate"), (1, "att")):
                own = data.isel(scenario=scenario).sel(estimand=estimand)
                self.assertTrue((own["count"].sum("status") == 6).all(), quantity)
                self.assertTrue((own["replicate_count"].sum("status") == 6 * 19).all(), quantity)


class Read(unittest.TestCase):
    def test_xarray_h5py_and_h5dump_see_labels(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", category=DeprecationWarning)
            check_readers.check(RESULTS["everything"].file)

    def test_measures_can_be_computed_again_from_the_cohorts(self):
        kept = RESULTS["everything"].groups["/cohorts/rmst_difference"].isel(scenario=0)
        ours = RESULTS["everything"].groups["/performance/rmst_difference"].isel(scenario=0)
        estimates = kept.estimate.sel(estimand="ate")
        own = ours.sel(estimand="ate")
        near = numpy.testing.assert_allclose
        near(own["mean"], estimates.mean("cohort"), rtol=1e-12)
        near(own["bias"], estimates.mean("cohort") - own["truth"], atol=1e-12)
        near(own["empirical_se"], estimates.std("cohort", ddof=1), rtol=1e-12)
        interval = {"estimand": "ate", "interval": "percentile", "level": 0.8}
        lower, upper = kept.ci_lower.sel(interval), kept.ci_upper.sel(interval)
        covered = (lower <= own["truth"]) & (own["truth"] <= upper)
        near(own["coverage"].sel(interval="percentile", level=0.8), covered.mean("cohort"), rtol=1e-12)
        p = kept.p_value.sel({"estimand": "ate", "method": "bootstrap"})
        chosen = {"method": "bootstrap", "level": 0.8}
        near(own["power"].sel(chosen), (p <= 0.2).mean("cohort"), rtol=1e-12)
        share = own["power"].sel(chosen)
        near(own["power_mcse"].sel(chosen), numpy.sqrt(share * (1 - share) / 6), rtol=1e-12)

    def test_show_tells_every_measure_of_the_file_and_no_other(self):
        result = RESULTS["everything"]
        arrays, expected = {}, 0
        for _, quantity, data, name in result.arrays("performance"):
            if name.endswith("_status"):
                expected += int((data[name] != 1).sum())
            elif name.endswith("count"):
                expected += int((data[name] > 0).sum())
            if not name.endswith(("_status", "_mcse")):
                errors = None if name.endswith("count") else data[name + "_mcse"].values
                arrays[quantity, name] = data[name].values, errors, real.places(data, name)
        told = 0
        for row in csv.DictReader(io.StringIO(real.call(real.PROGRAM, "show", result.file, "--format", "csv"))):
            values, errors, axes = arrays[row["quantity"], row["statistic"]]
            cell = real.position(axes, row)
            value, shown = float(values[cell]), float(row["value"])
            self.assertTrue(value == shown or (math.isnan(value) and math.isnan(shown)), f"{row}: {value} in the file")
            if errors is not None:
                error = float(errors[cell])
                self.assertTrue(error == float(row["mcse"] or "nan") or (math.isnan(error) and not row["mcse"]), row)
            told += 1
        self.assertEqual(told, expected)


if __name__ == "__main__":
    unittest.main()
