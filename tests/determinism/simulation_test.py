#!/usr/bin/python3
"""simulation_test.py PROGRAM: what must not change the numbers of simulated cohorts does not change one bit: threads,
what is kept, how well the truth is known, what else is estimated, how many cohorts and scenarios there are."""

import copy
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())

# Blocks of 32, 16 and 8 cohorts, the last of each scenario shorter: work is uneven within and between scenarios.
CONFIG = {
    "seed": 11,
    "cohort": {"synthetic": {
        "n": 60,
        "covariates": {"age": {"distribution": "normal", "mean": 60, "sd": 10},
                       "stage": {"distribution": "categorical", "levels": {"early": 0.6, "late": 0.4}}},
        "treatment": {"prevalence": 0.45, "log_odds": {"age": 0.03, "stage:late": 0.5}},
        "endpoints": {"os": {"marginal": {"control": {"distribution": "weibull", "shape": 1.2, "median": 3},
                                          "treated": {"hazard_ratio": 0.6}},
                             "dependence": {"age": -0.3}}},
        "censoring": {"accrual": 2, "follow_up": 4}}},
    "propensity": {"terms": ["age", "stage"]},
    "weights": {"estimand": ["ate", "att"]},
    "estimators": {"survival": {"times": 3}, "rmst": {"tau": 3}, "cox": {}, "log_rank": {}},
    "bootstrap": {"replicates": 99},
    "simulation": {"cohorts": 19, "truth": {"points_log2": 10, "shifts": 16}},
    "sweep": {"cohort.synthetic.n": [60, 90, 250]},
}
NEEDS_COHORTS = ("median_bias", "robust_empirical_se", "bias_eliminated_coverage", "bias_eliminated_coverage_defined")


def bits(values):
    """NaN equals NaN, 0 differs from -0."""
    values = numpy.ascontiguousarray(values)
    return values.view(numpy.uint64) if values.dtype == numpy.float64 else values


class Result:
    """Every array of a result below one group, with its labels."""

    def __init__(self, file):
        self.arrays, self.labels = {}, {}
        with h5py.File(file) as opened:
            opened.visititems(self.read)

    def read(self, path, thing):
        if not isinstance(thing, h5py.Dataset) or path.startswith("provenance"):
            return
        text = h5py.check_string_dtype(thing.dtype)
        values = thing.asstr()[()] if text else thing[()]
        if h5py.h5ds.is_scale(thing.id):
            self.labels[path] = values.tolist()
        else:
            axes = [thing.dims[k][0].name.rsplit("/", 1)[-1] for k in range(thing.ndim)]
            self.arrays[path] = (axes, values)

    def of(self, top):
        return {path for path in self.arrays if path.startswith(top + "/")}

    def take(self, path, **wanted):
        """An array where axes have these labels, each a list."""
        axes, values = self.arrays[path]
        for axis, labels in wanted.items():
            if axis not in axes:
                continue
            known = self.labels[f"{path.rsplit('/', 1)[0]}/{axis}"]
            values = numpy.take(values, [known.index(label) for label in labels], axes.index(axis))
        return values


class Simulation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.known = {}
        cls.reference = cls.run_with("reference", threads=1)

    @classmethod
    def call(cls, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=cls.folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @classmethod
    def run_with(cls, name, threads=2, change=None):
        config = copy.deepcopy(CONFIG)
        if change:
            change(config)
        (cls.folder / f"{name}.yaml").write_text(json.dumps(config))
        cls.call("run", f"{name}.yaml", "-o", f"{name}.h5", "-j", threads, "--quiet")
        return Result(cls.folder / f"{name}.h5")

    @classmethod
    def short(cls, name, change=None, **more):
        """Without a bootstrap, of five cohorts."""

        def shorten(config):
            del config["bootstrap"]
            config["simulation"]["cohorts"] = 5
            if change:
                change(config)

        if name not in cls.known:
            cls.known[name] = cls.run_with(name, change=shorten, **more)
        return cls.known[name]

    def assert_same(self, one, other, paths, **wanted):
        self.assertGreater(len(paths), 0)
        for path in sorted(paths):
            a, b = one.take(path, **wanted), other.take(path, **wanted)
            numpy.testing.assert_array_equal(bits(a), bits(b), path)

    def test_any_number_of_threads_gives_the_same_file(self):
        for threads in (2, 3, 8):
            self.run_with(f"threads{threads}", threads)
            self.assertEqual(self.call("diff", "reference.h5", f"threads{threads}.h5"), "")

    def test_sums_alone_give_the_same_measures(self):
        summary = self.run_with("summary", change=lambda c: c["simulation"].update(keep="summary"))
        self.assertEqual(summary.of("cohorts"), set())
        self.assertEqual(summary.of("performance"), self.reference.of("performance"))
        needy = {p for p in summary.of("performance")
                 if p.rsplit("/", 1)[-1].removesuffix("_status").removesuffix("_mcse") in NEEDS_COHORTS}
        self.assert_same(self.reference, summary, summary.of("performance") - needy)
        names = {}
        with h5py.File(self.folder / "summary.h5") as opened:
            for path in needy:
                if path.endswith("_status"):
                    names[path] = opened[path].attrs["flag_meanings"].split()
        self.assertEqual({p.rsplit("/", 1)[-1] for p in names}, {f"{n}_status" for n in NEEDS_COHORTS})
        for path, words in names.items():
            statuses = {words[code] for code in numpy.unique(summary.arrays[path][1])}
            self.assertEqual(statuses - {"not_requested"}, {"needs_cohorts"}, path)
            self.assertTrue(numpy.isnan(summary.arrays[path.removesuffix("_status")][1]).all(), path)
            kept = {words[code] for code in numpy.unique(self.reference.arrays[path][1])}
            self.assertNotIn("needs_cohorts", kept, path)

    def test_the_precision_of_the_truth_changes_no_cohort(self):
        usual = self.short("usual")
        coarse = self.short("coarse", lambda c: c["simulation"].update(truth={"points_log2": 6, "shifts": 2}))
        none = self.short("none", lambda c: c["simulation"].update(truth="none"))
        for other in (coarse, none):
            self.assertEqual(usual.of("cohorts"), other.of("cohorts"))
            self.assert_same(usual, other, usual.of("cohorts"))
            self.assert_same(usual, other, {"scenarios/treatment_intercept", "scenarios/treatment_intercept_error"})
        truth = "performance/rmst_difference/truth"  # of the ATE it is exact, of the ATT integrated
        self.assertFalse(numpy.array_equal(usual.take(truth, estimand=["att"]), coarse.take(truth, estimand=["att"])))
        self.assertTrue(numpy.isnan(none.arrays[truth][1]).all())

    def test_the_same_cohorts_whatever_is_asked_of_them(self):
        def only_cox(config):
            config["estimators"] = {"cox": {}}
            config["weights"]["estimand"] = "ate"
            config["level"] = 0.9

        paths = {"cohorts/log_hazard_ratio/estimate", "cohorts/log_hazard_ratio/std_error", "cohorts/n/estimate",
                 "cohorts/events/estimate", "cohorts/propensity_coefficient/estimate", "cohorts/smd_before/estimate"}
        few = self.short("only_cox", only_cox)
        self.assert_same(self.short("usual"), few, paths, estimand=["ate", "unweighted"])

        def with_bootstrap(config):
            only_cox(config)
            config["level"] = 0.95

        wide = {"cohorts/log_hazard_ratio/ci_lower", "cohorts/log_hazard_ratio/ci_upper"}
        self.assert_same(self.reference, self.run_with("only_cox_bootstrap", change=with_bootstrap), wide | paths,
                         estimand=["ate"], method=["robust", "bootstrap"], interval=["percentile"])

    def test_more_cohorts_begin_with_the_fewer(self):
        few = self.short("few", lambda c: c["simulation"].update(cohorts=3))
        self.assert_same(self.short("usual"), few, few.of("cohorts"), cohort=[1, 2, 3])

        def cut(config):  # across a border of blocks, bootstrap included
            config["simulation"]["cohorts"] = 5
            config["sweep"]["cohort.synthetic.n"] = [250]

        cut_off = self.run_with("cut", change=cut)
        self.assert_same(self.reference, cut_off, cut_off.of("cohorts"), cohort=[1, 2, 3, 4, 5], scenario=["n=250"])

    def test_a_scenario_more_changes_no_other(self):
        usual = self.short("usual")
        more = self.short("more", lambda c: c["sweep"].update({"cohort.synthetic.n": [250, 75, 60, 90]}))
        both = usual.of("cohorts") | usual.of("performance")
        self.assert_same(usual, more, both - {p for p in both if p.endswith("count")}, scenario=["n=60", "n=90", "n=250"])

    def test_scenarios_share_their_draws_unless_told_not_to(self):
        def effects(config):
            config["sweep"] = {"cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio": [0.5, 1, 2]}

        def apart(config):
            effects(config)
            config["simulation"]["common_random_numbers"] = False

        def apart_and_more(config):
            apart(config)
            config["sweep"]["cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio"].insert(0, 3)

        together, own, more = self.short("together", effects), self.short("apart", apart), self.short("more_apart", apart_and_more)
        coefficients = "cohorts/propensity_coefficient/estimate"  # of covariates and treatment, which no effect changes
        one, two, three = together.arrays[coefficients][1]
        numpy.testing.assert_array_equal(bits(one), bits(two))
        numpy.testing.assert_array_equal(bits(one), bits(three))
        drawn = [*own.arrays[coefficients][1], one]
        for i, a in enumerate(drawn):
            for b in drawn[:i]:
                self.assertFalse(numpy.isin(a, b).any(), "two scenarios share a cohort")
        groups = more.arrays["scenarios/stream_group"][1].tolist()
        self.assertEqual(len(set(groups)), 4)
        self.assertNotIn(0, groups)
        self.assert_same(own, more, own.of("cohorts"), scenario=own.labels["cohorts/n/scenario"])

    def test_a_larger_cohort_begins_with_the_smaller(self):
        self.short("usual")
        for number in (1, 3):
            self.call("replay", "usual.h5", "--scenario", number, "--cohort", 2, "--csv", f"n{number}.csv")
        small, large = ((self.folder / f"n{number}.csv").read_text().splitlines() for number in (1, 3))
        self.assertEqual((len(small), len(large)), (61, 251))
        self.assertEqual(small, large[:61])


if __name__ == "__main__":
    unittest.main()
