"""Runs a config and reads the result: performance measures as `show --format csv` tells them, and every cohort."""
import re
import subprocess
import sys
import time

import h5py
import numpy

from validation.program import Table


class Result:
    def __init__(self, program, root, name, share=1.0, reuse=False):
        config = root / f"configs/{name}.yaml"
        asked = int(re.search(r"^  cohorts: (\d+)", config.read_text(), re.M)[1])
        self.cohorts = max(50, round(asked * share))
        settings = [] if self.cohorts == asked else ["--set", f"simulation.cohorts={self.cohorts}"]
        file = root / f"build/gist_rectal/{name}{'_short' if settings else ''}.h5"
        file.parent.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        if not (reuse and file.exists()):
            subprocess.run([program, "run", config, "-o", file, "--force", "--quiet", *settings], check=True)
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
        text = subprocess.run([program, "show", "--format", "csv", file], capture_output=True, text=True,
                              check=True).stdout
        self.table = Table(text, self.cohorts)
        self.scenarios = self.table.scenarios
        self.file = file

    def number(self, scenario, endpoint, quantity, statistic, method="", arm="", when="", estimand="ate"):
        return self.table.get(scenario, endpoint, estimand, quantity, statistic, method, arm=arm, time=when)

    def each(self, scenario, endpoint, quantity, array, estimand="ate", **labels):
        """One number of every cohort: an array of /cohorts/QUANTITY where its axes have these labels."""
        wanted = {"scenario": scenario, "endpoint": endpoint, "estimand": estimand, "level": 0.95, **labels}
        with h5py.File(self.file) as opened:
            group = opened[f"cohorts/{quantity}"]
            place = []
            for k in range(group[array].ndim):
                axis = group[array].dims[k][0]
                name = axis.name.rsplit("/", 1)[1]
                known = axis.asstr()[()] if h5py.check_string_dtype(axis.dtype) else axis[()]
                place.append(slice(None) if name == "cohort" else int(numpy.flatnonzero(known == wanted[name])[0]))
            return group[array][tuple(place)]

    def status(self, scenario, endpoint, quantity, name):
        """In how many cohorts an estimate has this status."""
        found = self.table.rows.get((scenario, endpoint, "ate", quantity, "", "", "count", "", name))
        return 0 if found is None else round(found.value)
