#!/usr/bin/python3
"""part_format_test.py PROGRAM: FORMAT.md describes parts, of simulations and of real cohorts."""

import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]
FORMAT = (ROOT / "engine/results/FORMAT.md").read_text()
PAGE = FORMAT.split("\n## The part file\n", 1)[1]
KINDS = dict((int(code), name) for code, name in re.findall(r"(\d) ([a-z ]+?)(?=,| \(uint8)", PAGE))
STUDY = """title: parts
seed: 7
cohort:
  synthetic:
    n: 40
    covariates: {age: {distribution: normal, mean: 60, sd: 10}}
    treatment: {prevalence: 0.5, log_odds: {age: 0.02}}
    endpoints: {os: {marginal: {control: {distribution: exponential, rate: 0.2}, treated: {hazard_ratio: 0.6}}}}
    censoring: {accrual: 3, follow_up: 3}
propensity: {terms: [age]}
estimators: {rmst: {tau: 3}}
simulation: {cohorts: 700, keep: summary, truth: {points_log2: 6, shifts: 2}}
"""


def names(start, stop="Array `"):
    """The names in backquotes of the paragraph that begins with `start`."""
    text = PAGE.split(start, 1)[1].split("\n\n", 1)[0].split(stop)[0]
    return set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", text)))


def table(head):
    rows = PAGE.split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return {name.strip(): row.split("(")[-1].split(")")[0] for row in rows for name in row.split("|")[1].split(",")}


class Parts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "study.yaml").write_text(STUDY)
        text = (ROOT / "configs/ovarian.yaml").read_text()
        (cls.folder / "real.yaml").write_text(text.replace("../tests/data/", ""))
        shutil.copy(ROOT / "tests/data/ovarian.csv", cls.folder)
        cls.files = []
        for name in ("study", "real"):
            subprocess.run([PROGRAM, "run", f"{name}.yaml", "-o", f"{name}.h5", "--shard", "1/1", "--quiet", "--set",
                            "variance=[robust, jackknife, stacked]"], cwd=cls.folder, check=True)
            cls.files += (cls.folder / f"{name}.h5.parts").glob("*.h5")

    def test_everything_in_them_is_named_and_what_is_named_is_there(self):
        self.assertEqual(len(self.files), 2)
        in_results = set(re.findall(r"`(\w+)`", FORMAT.split("**`/provenance`** attributes", 1)[1].split(":", 1)[0]))
        for path in self.files:
            with h5py.File(path) as file:
                self.assertEqual(set(file), {"config", "blocks", "slabs", "provenance"})
                self.assertEqual(set(file.attrs), names("**`/` of a part** attributes"))
                self.assertEqual(set(file["provenance"].attrs), in_results | names("**`/provenance` of a part**"))
                for group, head in (("blocks", "array of /blocks"), ("slabs", "array of /slabs")):
                    self.assertEqual({name: str(data.dtype) for name, data in file[group].items()}, table(head))

    def test_numbers_are_where_the_tables_say(self):
        seen = set()
        for path in self.files:
            with h5py.File(path) as file:
                blocks = {name: data[()] for name, data in file["blocks"].items()}
                slabs = {name: data[()] for name, data in file["slabs"].items()}
                self.assertEqual(blocks["index"].tolist(), list(range(len(blocks["index"]))))
                self.assertEqual(len(blocks["sha256"]), 32 * len(blocks["index"]))
                for name in ("values", "statuses", "sums"):
                    ends = blocks[f"{name}_end"]
                    self.assertTrue((numpy.diff(ends) >= 0).all())
                    self.assertEqual(ends[-1], len(slabs[name]))
                sizes = numpy.diff(blocks["values_end"], prepend=0)
                self.assertTrue((sizes % blocks["count"] == 0).all(), "number by number, all units of one together")
                seen |= set(blocks["kind"].tolist())
        self.assertEqual(seen, set(KINDS))

    def test_the_name_is_of_identity_and_slabs_alone(self):
        for path in self.files:
            self.assertRegex(path.name, r"^[0-9a-f]{64}\.h5$")
            self.assertNotEqual(path.stem, hashlib.sha256(path.read_bytes()).hexdigest())
            name = path.parent.name.split(".")[0]
            subprocess.run([PROGRAM, "run", f"{name}.yaml", "-o", f"again-{name}.h5", "--shard", "1/1", "-j", "1",
                            "--set", "variance=[robust, jackknife, stacked]", "--quiet"], cwd=self.folder, check=True)
            again, = (self.folder / f"again-{name}.h5.parts").glob("*.h5")
            self.assertEqual(again.name, path.name)
            self.assertNotEqual(again.read_bytes(), path.read_bytes(), "the command line differs")


if __name__ == "__main__":
    unittest.main()
