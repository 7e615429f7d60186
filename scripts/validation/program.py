"""Runs configs of configs/validation/ and reads what the program says of them."""
import csv
import io
import math
import os
import re
import subprocess
import sys
import time
from collections import namedtuple

Number = namedtuple("Number", "value mcse status")


class Program:
    def __init__(self, path, root, share, reuse):
        self.path, self.root, self.share, self.reuse = path, root, share, reuse
        self.folder = root / "build/validation"
        self.cohorts = 0  # simulated so far

    def version(self):
        return subprocess.run([self.path, "--version"], capture_output=True, text=True, check=True).stdout.strip()

    def run(self, name, *settings, label=""):
        """The performance measures of configs/validation/NAME.yaml; settings KEY=VALUE change it, label names that run."""
        config = self.root / f"configs/validation/{name}.yaml"
        asked = int(re.search(r"^  cohorts: (\d+)", config.read_text(), re.M)[1])
        cohorts = max(100, round(asked * self.share))
        quick = [f"simulation.cohorts={cohorts}"] if cohorts != asked else []
        name += label
        result = self.folder / f"{name}{'_quick' if quick else ''}.h5"
        changed = [word for setting in (*settings, *quick) for word in ("--set", setting)]
        self.folder.mkdir(parents=True, exist_ok=True)
        start, spent = time.monotonic(), os.times()
        if not (self.reuse and result.exists()):
            subprocess.run([self.path, "run", config, "-o", result, "--force", "--quiet", *changed], check=True)
        done = os.times()
        processor = done.children_user + done.children_system - spent.children_user - spent.children_system
        print(f"{name}: {time.monotonic() - start:.0f} s, {processor:.0f} s of processors", file=sys.stderr, flush=True)
        text = subprocess.run([self.path, "show", "--format", "csv", result], capture_output=True, text=True,
                              check=True).stdout
        table = Table(text, cohorts)
        self.cohorts += cohorts * len(table.scenarios)
        return table


class Table:
    """Rows of `show --format csv` by their key. What is not there is an error: a check must not pass for want of it."""

    def __init__(self, text, cohorts):
        self.cohorts = cohorts
        self.rows = {}
        for row in csv.DictReader(io.StringIO(text)):
            key = (row["scenario"], row["endpoint"], row["estimand"], row["quantity"], row["arm"], row["time"],
                   row["statistic"], row["method"])
            if row["statistic"] in ("count", "replicate_count"):  # one row for each status
                key += (row["status"],)
            number = Number(float(row["value"]), float(row["mcse"] or "nan"), row["status"])
            if key in self.rows:
                raise ValueError(f"two rows of {key}")
            self.rows[key] = number
        self.scenarios = list(dict.fromkeys(key[0] for key in self.rows))

    def get(self, scenario, endpoint, estimand, quantity, statistic, method="", arm="", time=""):
        return self.rows[(scenario, endpoint, estimand, quantity, arm, time, statistic, method)]

    def find(self, *key, **names):
        """get, or None."""
        try:
            return self.get(*key, **names)
        except KeyError:
            return None

    def share(self, *key, **names):
        """(x, n): how many of how many cohorts, of coverage or power."""
        value = self.get(*key, **names).value
        count = round(value * self.cohorts)
        if not math.isclose(count, value * self.cohorts, abs_tol=1e-6):
            raise ValueError(f"{key}: {value} is no share of {self.cohorts} cohorts")
        return count, self.cohorts


def swept(scenario):
    """{'n': '60', ...} of a scenario's name."""
    return dict(part.split("=", 1) for part in scenario.split(", "))
