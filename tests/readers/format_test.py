#!/usr/bin/python3
"""format_test.py PROGRAM: FORMAT.md describes result files, its snippets run, `show` tells the same numbers."""

import ast
import csv
import io
import math
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5py
import numpy
import xarray

import check_readers

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMAT = (ROOT / "engine/results/FORMAT.md").read_text()
FURTHER = ("status", "method", "interval", "level", "replicate")

# Everything at once: what FORMAT.md names has to turn up here.
EVERYTHING = """
title: everything
seed: 7
cohort: {csv: patients.csv, treatment: {column: sex, treated: M}, missing: drop}
endpoints:
  progression: {time: time, event: {column: cause, event: 1, competing: [2]}}
  either: {time: time, event: either}
propensity: {model: logistic, terms: [age, "rcs(hgb, 3)"]}
weights: {estimand: [ate, overlap]}
estimators:
  survival: {times: [60, 120], curve: true}
  rmst: {tau: 120}
  cox: {ties: efron}
  log_rank: {}
  median: {}
  cumulative_incidence: {times: [60, 120]}
variance: [naive, robust, stacked, jackknife]
bootstrap: {replicates: 40, intervals: [normal, basic, percentile, bca]}
level: [0.8, 0.95]
"""

# Firth, fractional frequencies, times before the first event and beyond follow-up.
SPARSE = """
title: sparse
seed: 7
cohort: {csv: patients.csv, treatment: {column: sex, treated: M}, missing: drop}
endpoints: {progression: {time: time, event: {column: cause, event: 1, competing: [2]}}}
propensity: {model: firth, terms: [age]}
weights: {estimand: att}
estimators: {survival: {times: [1, 1000]}, cox: {ties: breslow}, median: {}}
bootstrap: {replicates: 20, resample: bayesian}
"""


def section(title):
    return FORMAT.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def table(head):
    """Rows of the table of "Groups and arrays" whose first heading is `head`."""
    lines = section("Groups and arrays").splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith(f"| {head} |"))
    rows = []
    for line in lines[first + 2:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def words(text):
    return tuple(word.strip() for word in text.split(",") if word.strip())


def attributes_after(start):
    """The names in backquotes of the paragraph of attributes that begins with `start`, up to its arrays."""
    text = section("Groups and arrays").split(start + " attributes", 1)[1].split("\n\n", 1)[0]
    return set(re.findall(r"`(\w+)`(?!`)", re.sub(r"\([^)]*\)", "", text.split("Array `")[0]).split(": all that")[0]))


QUANTITIES = {name: words(axes) for names, axes, _ in table("quantity") for name in words(names)}


def documented_statistics():
    """Every statistic: its further axes, and for method and interval their labels."""
    found = {}
    for names, axes, _ in table("statistic"):
        further = {}
        for axis in axes.split(";"):
            name, _, labels = axis.strip().partition(":")
            if not name:
                continue
            listed = words(re.sub(r"as std_error, or", "as std_error,", labels))
            if "as std_error" in listed:
                listed = found["std_error"]["method"] + tuple(label for label in listed if label != "as std_error")
            further[name] = listed
        for name in words(names):
            found[name] = further
    return found


STATISTICS = documented_statistics()
ATTRIBUTES = {name: set(words(attributes)) for names, attributes in table("object") for name in names.split("; ")}


FOLDER = pathlib.Path(tempfile.mkdtemp())
unittest.addModuleCleanup(shutil.rmtree, FOLDER)


def call(*arguments, env=None):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, cwd=FOLDER,
                          env={**os.environ, **(env or {})}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_config(name, text):
    (FOLDER / f"{name}.yaml").write_text(text)
    call(PROGRAM, "run", f"{name}.yaml", "-o", f"{name}.h5", "--quiet")
    return FOLDER / f"{name}.h5"


class Opened:
    """A result, read once: every group of a quantity with its labels."""

    def __init__(self, name, text):
        self.name, self.file = name, run_config(name, text)
        self.groups = {}
        for group in check_readers.read_by_h5py(self.file):
            if group.path.count("/") == 2:
                arrays = {name: (m.dims, m.values, m.attributes) for name, m in group.members.items()}
                self.groups[group.path] = xarray.Dataset(arrays, attrs=group.attributes)

    def quantities(self, top):
        return {path.split("/")[2] for path in self.groups if path.startswith(f"/{top}/")}

    def arrays(self, top=""):
        """(where it is, its quantity, its group's data, its name) of every array below a top group."""
        for path, data in self.groups.items():
            for name in data.data_vars if path.startswith(f"/{top}") else ():
                yield f"{self.name} {path}/{name}", path.split("/")[2], data, name


def setUpModule():
    patients = (ROOT / "tests/data/mgus2.csv").read_text().splitlines(keepends=True)
    (FOLDER / "patients.csv").write_text("".join(patients[:151]))
    RESULTS.update(everything=Opened("everything", EVERYTHING), sparse=Opened("sparse", SPARSE))


RESULTS = {}


class Described(unittest.TestCase):
    def test_every_group_is_named(self):
        for result in RESULTS.values():
            with h5py.File(result.file) as h5:
                self.assertEqual(set(h5), {"config", "estimates", "replicates", "provenance"})
            for top in ("estimates", "replicates"):
                self.assertEqual(result.quantities(top) - set(QUANTITIES), set(), f"not in FORMAT.md: {top}")

    def test_every_named_quantity_is_in_the_file_with_everything(self):
        self.assertEqual(RESULTS["everything"].quantities("estimates"), set(QUANTITIES))

    def test_every_named_statistic_and_method_is_in_the_file_with_everything(self):
        seen = {}
        for _, _, data, name in RESULTS["everything"].arrays("estimates"):
            if not name.endswith("_status"):
                labels = seen.setdefault(name, {axis: set() for axis in STATISTICS[name]})
                for axis in labels:
                    labels[axis] |= set(data[axis].values.tolist())
        self.assertEqual(set(seen), set(STATISTICS))
        self.assertEqual(seen["p_value"]["method"], set(STATISTICS["p_value"]["method"]))
        self.assertEqual(seen["ci_lower"]["interval"], set(STATISTICS["ci_lower"]["interval"]))

    def test_every_array_has_the_axes_of_the_table(self):
        for result in RESULTS.values():
            for where, quantity, data, name in result.arrays():
                statistic = name.removesuffix("_status")
                self.assertIn(statistic, STATISTICS, f"not in FORMAT.md: {where}")
                own = tuple(axis for axis in QUANTITIES[quantity] if axis not in STATISTICS[statistic])
                further = {*STATISTICS[statistic], *(["replicate"] if "/replicates/" in where else [])}
                self.assertEqual(data[name].dims, own + tuple(axis for axis in FURTHER if axis in further), where)

    def test_every_array_but_counts_has_its_statuses(self):
        for result in RESULTS.values():
            for where, _, data, name in result.arrays():
                if name != "count" and not name.endswith("_status"):
                    self.assertIn(name + "_status", data, where)
                    self.assertEqual(data[name].dims, data[name + "_status"].dims, where)

    def test_attributes_are_those_of_the_tables(self):
        for result in RESULTS.values():
            with h5py.File(result.file) as h5:
                self.assertEqual(set(h5.attrs), attributes_after("**`/`**"))
                self.assertEqual(set(h5["provenance"].attrs), attributes_after("**`/provenance`**"))
                self.assertEqual(set(check_readers.attributes_of(h5["config"])), ATTRIBUTES["array config"])
            for where, _, data, name in result.arrays():
                kind = "array of statuses" if name.endswith("_status") else "array"
                self.assertEqual(set(data.attrs), ATTRIBUTES["group of a quantity"], where)
                self.assertEqual(set(data[name].attrs), ATTRIBUTES[kind], where)
                for axis in data[name].dims:
                    self.assertEqual(set(data[axis].attrs), ATTRIBUTES["axis time"] if axis == "time" else set(), axis)

    def test_statuses_have_the_codes_and_names_of_the_program(self):
        header = (ROOT / "engine/core/status.hpp").read_text()
        codes = {int(code): name for name, code in re.findall(r"^\s*(\w+) = (\d+),", header, re.MULTILINE)}
        for result in RESULTS.values():
            for where, _, data, name in result.arrays():
                if name.endswith("_status"):
                    self.assertEqual(names_of(data[name]), codes, where)
                    self.assertLessEqual(set(numpy.unique(data[name]).tolist()), set(codes), where)

    def test_nan_is_never_ok_and_not_requested_is_always_nan(self):
        for result in RESULTS.values():
            for where, _, data, name in result.arrays():
                if name.endswith("_status"):
                    value, status = data[name.removesuffix("_status")].values, data[name].values
                    self.assertFalse(numpy.any(numpy.isnan(value) & (status == 0)), where)
                    self.assertTrue(numpy.all(numpy.isnan(value[status == 1])), where)


class Read(unittest.TestCase):
    def test_xarray_h5py_and_h5dump_see_labels(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.filterwarnings("ignore", category=DeprecationWarning)
            check_readers.check(RESULTS["everything"].file)

    def test_labels_are_the_configs(self):
        data = RESULTS["everything"].groups["/estimates/cumulative_incidence"]
        self.assertEqual(data.endpoint.values.tolist(), ["progression", "either"])
        self.assertEqual(data.estimand.values.tolist(), ["ate", "overlap", "unweighted"])
        self.assertEqual(data.arm.values.tolist(), ["control", "treated"])
        self.assertEqual(data.time.values.tolist(), [60, 120])
        self.assertEqual(data.level.values.tolist(), [0.8, 0.95])
        data = RESULTS["everything"].groups["/replicates/survival"]
        self.assertEqual(data.replicate.values.tolist(), list(range(1, 41)))
        self.assertEqual(data.estimand.values.tolist(), ["ate", "overlap"])

    def test_show_tells_every_number_of_the_file_and_no_other(self):
        for result in RESULTS.values():
            with self.subTest(result.name):
                self.compare_with_show(result)

    def compare_with_show(self, result):
        arrays, expected = {}, 0
        for _, quantity, data, name in result.arrays("estimates"):
            if name.endswith("_status"):
                expected += int((data[name] != 1).sum())
                continue
            if name == "count":
                expected += int((data[name] > 0).sum())
            arrays[quantity, name] = data[name].values, status_names(data, name), places(data, name)
        told = 0
        for row in csv.DictReader(io.StringIO(call(PROGRAM, "show", result.file, "--format", "csv"))):
            values, status, axes = arrays[row["quantity"], row["statistic"]]
            cell = position(axes, row)
            value, shown = float(values[cell]), float(row["value"])
            self.assertTrue(value == shown or (math.isnan(value) and math.isnan(shown)), f"{row}: {value} in the file")
            if row["statistic"] == "count":
                told += value > 0
                continue
            self.assertEqual(status[cell], row["status"], row)
            told += row["status"] != "not_requested"
        self.assertEqual(told, expected)


def names_of(status):
    return dict(zip(status.flag_values.tolist(), status.flag_meanings.split(), strict=True))


def status_names(data, name):
    """The statuses of an array as words."""
    if name == "count":
        return None
    names = names_of(data[name + "_status"])
    return numpy.array([names[code] for code in sorted(names)])[data[name + "_status"].values]


def places(data, name):
    """For every axis of an array, where each of its labels is."""
    return {axis: {label: k for k, label in enumerate(data[axis].values.tolist())} for axis in data[name].dims}


def position(axes, row):
    """Where the cell of a row of `show` is in the array of its statistic."""
    label = {**row, "term": row["arm"], "covariate": row["arm"], "interval": row["method"]}
    return tuple(places_of[float(label[axis]) if axis in ("time", "level") else label[axis]]
                 for axis, places_of in axes.items())


class Snippets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        text = (ROOT / "configs/ovarian.yaml").read_text()  # its endpoint is the snippets': os
        text = text.replace("../tests/data", str(ROOT / "tests/data")).replace("2000", "50")
        shutil.copy(run_config("ovarian", text), FOLDER / "out.h5")
        (FOLDER / "iptwsim").symlink_to(PROGRAM)
        cls.path = {"PATH": f"{FOLDER}:{os.environ['PATH']}"}

    def blocks(self, language):
        return re.findall(rf"```{language}\n(.*?)```", section("Opening it"), re.DOTALL)

    def test_python(self):
        for engine in ("netcdf4", "h5netcdf"):
            shown = []
            for statement in ast.parse("\n".join(self.blocks("python"))).body:
                code = ast.unparse(statement).replace("group=", f"engine={engine!r}, group=")
                shown.append(f"print({code})" if isinstance(statement, ast.Expr) else code)
            printed = call("/usr/bin/python3", "-c", "\n".join(shown))
            for label in ("estimand", "'ate'", "'control'", "365.2", "endpoint", "'os'"):
                self.assertIn(label, printed)

    def test_the_line_of_the_readme(self):
        line = re.search(r"^ +(/usr/bin/python3 -c .*)$", (ROOT / "README.md").read_text(), re.MULTILINE).group(1)
        named = FOLDER / re.search(r'open_dataset\("(.*?)"', line).group(1)
        named.parent.mkdir(exist_ok=True)
        shutil.copy(FOLDER / "out.h5", named)
        printed = call("bash", "-c", line)
        for label in ("endpoint", "'os'", "estimand", "'ate'", "std_error", "definition"):
            self.assertIn(label, printed)

    def test_shell(self):
        printed = call("bash", "-c", "set -e\n" + "\n".join(self.blocks("sh")), env=self.path)
        for text in ('GROUP "survival"', 'DATASET "estimate"', "scenario,endpoint,estimand", "cohort,os,ate,survival,"):
            self.assertIn(text, printed)

    def test_the_digest_can_be_checked_without_the_program(self):
        one, two = re.findall(r"`((?:head|tail) -c .*?)`", section("From the outside in"))
        self.assertEqual(call("bash", "-c", one).split()[0], call("bash", "-c", two).split()[-1])


if __name__ == "__main__":
    unittest.main()
