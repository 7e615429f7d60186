"""Peak memory of whole runs."""
import math
import random

from validation.page import table

GIB = 2**30
SIMULATION = """seed: 1
cohort:
  synthetic:
    n: 100
    covariates:
      x1: {distribution: bernoulli, probability: 0.4}
      x2: {distribution: normal, mean: 0, sd: 1}
    treatment: {intercept: -0.2, log_odds: {x1: 0.4, x2: -0.3}}
    endpoints:
      os:
        marginal:
          control: {distribution: weibull, shape: 1.2, median: 10}
          treated: {hazard_ratio: 0.6}
        dependence: {x2: -0.3}
    censoring: {accrual: 10, follow_up: 30}
propensity: {terms: [x1, x2]}
estimators: {survival: {times: 10}, rmst: {tau: 20}, cox: {}, log_rank: {}}
simulation: {cohorts: 10, truth: {method: none}}
sweep:
"""
STUDY = """seed: 1
cohort: {csv: %s, treatment: A}
endpoints: {os: {time: time, event: event}}
propensity: {terms: [x1, x2, x3, x4, x5]}
estimators: {survival: {times: 10}, rmst: {tau: 25}, cox: {}, log_rank: {}}
bootstrap: {replicates: 10000}
"""


def write_cohort(path, patients):
    draw = random.Random(1)
    with open(path, "w", encoding="utf-8") as out:
        out.write("time,event,A,x1,x2,x3,x4,x5\n")
        for _ in range(patients):
            x = [draw.gauss(0, 1) for _ in range(5)]
            treated = int(draw.random() < 1 / (1 + math.exp(0.4 - 0.3 * x[0] + 0.3 * x[1])))
            event, censored = draw.expovariate(0.05), draw.uniform(0, 40)
            out.write(f"{min(event, censored):.6g},{int(event < censored)},{treated},"
                      + ",".join(f"{value:.4f}" for value in x) + "\n")


def sweep(side):
    """side x side scenarios."""
    sizes = ", ".join(str(50 + i) for i in range(side))
    ratios = ", ".join(f"{0.5 + 0.005 * i:.3f}" for i in range(side))
    return (f"  cohort.synthetic.n: [{sizes}]\n"
            f"  cohort.synthetic.endpoints.os.marginal.treated.hazard_ratio: [{ratios}]\n")


def section(bench):
    folder = bench.kept / "memory"
    folder.mkdir(exist_ok=True)
    patients, side = (20_000, 32) if bench.quick else (100_000, 100)
    write_cohort(folder / "large.csv", patients)
    (folder / "large.yaml").write_text(STUDY % "large.csv", encoding="utf-8")
    (folder / "sweep.yaml").write_text(SIMULATION + sweep(side), encoding="utf-8")
    small = bench.root / "tests/data/bench_n3000_p8.csv"
    (folder / "small.yaml").write_text(STUDY % small, encoding="utf-8")

    def run(config, *settings):
        changes = [word for setting in settings for word in ("--set", setting)]
        return bench.use("run", folder / f"{config}.yaml", "-o", folder / "result.h5", "--force", "--quiet", *changes)

    rows = []

    def add(what, usage):
        rows.append([what, f"{usage.peak_bytes / 2**20:,.0f}", f"{usage.seconds:,.0f}", f"{usage.cpu_seconds:,.0f}"])
        return usage.peak_bytes

    large = add(f"{patients:,} patients, 10,000 replicates", run("large"))
    swept = add(f"sweep of {side * side:,} scenarios, 10 cohorts each", run("sweep"))
    growth = {replicates: add(f"3,000 patients, {replicates:,} replicates", run("small", f"bootstrap.replicates={replicates}"))
              for replicates in (1_000, 10_000)}
    (folder / "result.h5").unlink()
    columns = 15 * 9  # numbers a replicate, value and status
    grown = (growth[10_000] - growth[1_000]) / 9_000
    bench.goal(f"{patients:,} patients x 10,000 replicates: peak MiB", "at most 1,024", large / 2**20, large < GIB, digits=0)
    bench.goal(f"{side * side:,} scenarios: peak MiB", "at most 1,024", swept / 2**20, swept < GIB, digits=0)
    return ["## Memory", "", "Peak resident memory of whole runs, result written.", "",
            *table(["", "MiB", "seconds", "of processors"], rows),
            f"From 1,000 to 10,000 replicates the peak grew by {grown:,.0f} bytes a replicate; a replicate's own numbers are about",
            f"{columns} bytes, held as slabs, as a table and as the arrays of the result. `iptwsim plan` says beforehand how much a run",
            "takes for each thread and in all.", ""]
