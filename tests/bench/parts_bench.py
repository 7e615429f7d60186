#!/usr/bin/python3
"""parts_bench.py [BUILD]: times planning a large sweep and merging its 1,000 shards; writes results/parts/README.md.

BUILD (default build/bench) has iptwsim and iptwsim_make_parts, which writes the parts of all shards without their work.
"""

import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/bench").resolve()
PAGE = ROOT / "results/parts/README.md"
SHARDS = 1000
STUDY = """title: A large sweep
seed: 7
cohort:
  synthetic:
    n: 50
    covariates:
      age: {distribution: normal, mean: 60, sd: 10}
    treatment: {prevalence: 0.5, log_odds: {age: 0.02}}
    endpoints:
      os:
        marginal:
          control: {distribution: exponential, survival: {at: 5, equals: 0.5}}
          treated: {hazard_ratio: 0.6}
    censoring: {accrual: 3, follow_up: 3}
propensity: {terms: [age]}
estimators: {survival: {times: [1, 3]}, cox: {}, rmst: {tau: 3}, log_rank: {}}
variance: robust
simulation: {cohorts: 1000, keep: summary, truth: {points_log2: 10, shifts: 4}}
"""


def sweep():
    patients = ", ".join(str(n) for n in range(20, 120))
    ratios = ", ".join(f"{k / 100:.2f}" for k in range(1, 101))
    return (f"{STUDY}sweep:\n  cohort.synthetic.n: [{patients}]\n"
            f"  cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio: [{ratios}]\n")


def timed(folder, *command):
    """(seconds, peak MB, CPU seconds, output) of a command that succeeds."""
    start = time.monotonic()
    with open(folder / "output", "w+", encoding="utf-8") as output:
        process = subprocess.Popen(list(map(str, command)), cwd=folder, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        sys.exit(f"{command}: {process.returncode}\n{text[-2000:]}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, text


def size(*files):
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "sweep.yaml").write_text(sweep())
        program = BUILD / "iptwsim"
        rows = []

        def row(what, how_big, measured):
            seconds, memory, cpu, text = measured
            rows.append(f"| {what} | {how_big} | {seconds:.1f} s | {cpu:.1f} s | {memory:.0f} MB |")
            print(rows[-1])
            return text

        planned = row("`plan`: 10,000 scenarios of 1,000 cohorts, its measurement of one second included", "",
                      timed(folder, program, "plan", "sweep.yaml", "--shards", SHARDS))
        timed(folder, BUILD / "iptwsim_make_parts", "sweep.yaml", SHARDS, "out.h5.parts")
        parts = list((folder / "out.h5.parts").glob("*.h5"))
        merge = timed(folder, program, "merge", "out.h5.parts", "-o", "out.h5", "--quiet")
        result = folder / "out.h5"
        row(f"`merge` of {len(parts)} shards", f"{size(*parts)} to {size(result)}", merge)
        sizes = f"{size(*parts)} to {size(result)}"
        (folder / "out.h5.parts").rename(folder / "again.h5.parts")
        row(f"`run --resume` where {len(parts)} parts hold everything", sizes,
            timed(folder, program, "run", "sweep.yaml", "-o", "again.h5", "--resume", "--quiet"))
        row("`diff` of two such results", size(result), timed(folder, program, "diff", "out.h5", "again.h5"))
        shown = timed(folder, program, "show", "out.h5", "--format", "csv")
        row("`show --format csv`", size(folder / "output"), shown)
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(rows, planned))


def page(rows, planned):
    text = "\n".join(rows)
    told = "\n".join("    " + line for line in planned.splitlines() if not line.startswith("  n="))
    return f"""# Sizes and times of parts
`tests/bench/parts_bench.py` makes this page: a sweep of 10,000 scenarios (100 numbers of patients x 100 hazard ratios) of
1,000 cohorts, 4 estimators, robust standard errors, `keep: summary`, dealt to {SHARDS} shards. The parts repeat the numbers
of one cohort of each scenario; everything else is as after a run. {platform.machine()}, {os.cpu_count()} cores. While this page
was made, {os.getloadavg()[0]:.0f} processes wanted them: CPU time, not time, is what an idle machine would need, but for the one
second of `plan`'s measurement.

| | size | time | CPU time | memory |
|---|---|---|---|---|
{text}

What `plan --shards {SHARDS}` says of it:

{told}
"""


if __name__ == "__main__":
    main()
