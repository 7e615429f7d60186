"""Runs the benchmark program, R and the program itself, and keeps what they say."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import namedtuple

Usage = namedtuple("Usage", "seconds cpu_seconds peak_bytes")


class Bench:
    def __init__(self, root, folder, quick):
        self.root, self.folder, self.quick = root, folder, quick
        self.program, self.bench = root / "build/bench/iptwsim", root / "build/bench/iptwsim_bench"
        self.kept = root / "build/benchmark"
        self.kept.mkdir(parents=True, exist_ok=True)
        self.started = time.time()
        self.context = {}  # of Google Benchmark: processors, caches, load
        self.loads = [os.getloadavg()[0]]
        self.goals = []  # (what, wanted, measured, reached)

    def run(self, name, pattern, repetitions, seconds, *more):
        """{benchmark: [one Google Benchmark record a repetition]}, repetitions of all of them in random order."""
        print(f"{name} ...", file=sys.stderr, flush=True)
        out = self.kept / f"{name}.json"
        command = [self.bench, f"--benchmark_filter={pattern}", f"--benchmark_repetitions={repetitions}",
                   f"--benchmark_min_time={seconds}", "--benchmark_enable_random_interleaving=true",
                   f"--benchmark_out={out}", "--benchmark_out_format=json", *more]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told = json.loads(out.read_text(encoding="utf-8"))
        self.context = told["context"]
        self.loads.append(os.getloadavg()[0])
        records = {}
        for record in sorted(told["benchmarks"], key=lambda each: each["family_index"]):
            if record["run_type"] != "iteration":
                continue
            if record.get("error_occurred"):
                raise RuntimeError(f"{record['name']}: {record['error_message']}")
            records.setdefault(record["run_name"].split("/real_time")[0], []).append(record)
        return records

    def rates(self, *args):
        """{benchmark: [units a second of CPU time]}."""
        return {name: [r["items_per_second"] for r in records] for name, records in self.run(*args).items()}

    def isas(self):
        return self.context["isas"].split()

    def r_rate(self, cohort, replicates):
        """Replicates a second of idiomatic R, or None without R."""
        if not shutil.which("Rscript"):
            return None
        script = self.root / "tests/bench/idiomatic.R"
        environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
        told = subprocess.run(["Rscript", script, self.root / f"tests/data/bench_{cohort}.csv", str(replicates), "10"],
                              capture_output=True, text=True, check=True, env=environment).stdout
        return json.loads(told)["rate"]

    def use(self, *arguments):
        """What running the program takes, its children included."""
        start = time.monotonic()
        process = subprocess.Popen([self.program, *arguments])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"iptwsim {' '.join(map(str, arguments))}: exit {process.returncode}")
        return Usage(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)

    def goal(self, what, wanted, measured, reached, digits=1):
        """Notes a goal; measured is a number, or text where it was not measured."""
        text = measured if isinstance(measured, str) else f"{measured:,.{digits}f}"
        self.goals.append((what, wanted, text, "" if reached is None else "yes" if reached else "**no**"))


def median(values):
    return statistics.median(values)


def spread(values):
    """Half of the interquartile range over the median, in percent."""
    if len(values) < 4:
        return 50 * (max(values) - min(values)) / median(values)
    quarters = statistics.quantiles(values, n=4)
    return 50 * (quarters[2] - quarters[0]) / median(values)


def rate_text(rate):
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"
