"""Where the time of a replicate goes: samples of the program counter, by the innermost function that names a stage."""
import re
import shutil
import subprocess
import sys
from collections import Counter

from benchmark.measure import median, rate_text
from benchmark.replicates import COHORTS
from validation.page import table

# The first word that is in the name of a function, from the innermost inlined one outwards, names the stage.
STAGES = [
    ("draws and counts", r"resample|philox|draw|block_words|Stream|pack\("),
    ("exponentials", r"\bexp\b|exp<|exp_of|logistic<|logistic\("),
    ("copying who is drawn", r"PresentRows|find_present|gather|copy_row|transpose|exchange"),
    ("solving", r"factorize|solve<|solve\("),
    ("Newton sums", r"newton|first_pass|FirstPass|linear_predictor|longest_change|fit_logistic|finish_fit|prepare_fit"
                    r"|single_pass|add_blocks|last_pass|last_terms|move_terms|move_probabilities|set_signs"),
    ("weights", r"fill_weights|balancing_weight|arm_totals|normalize_weights"),
    ("risk table", r"risk_table|sum_run"),
    ("Kaplan-Meier, RMST", r"kaplan_meier|rmst|survival|last_follow_up"),
    ("Cox, robust log-rank", r"[Cc]ox|robust_log_rank"),
    ("Xie and Liu's log-rank", r"xie_liu|log_rank"),
    ("storing values", r"run_units|store|ColumnWriter|select_columns|write"),
]
TOGETHER = [(word, re.compile(pattern)) for word, pattern in STAGES]


def stage_of(functions):
    for function in functions:
        for word, pattern in TOGETHER:
            if pattern.search(function):
                return word
    return "the rest"


def samples(bench, name):
    """Counter of addresses; the program is linked without address randomization."""
    data = bench.kept / f"perf_{name.replace('/', '_')}.data"
    seconds = "0.5" if bench.quick else "2"
    subprocess.run(["perf", "record", "-e", "cpu-clock", "-F", "4000", "-o", data, bench.bench,
                    f"--benchmark_filter=^{name}$", f"--benchmark_min_time={seconds}"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told = subprocess.run(["perf", "script", "-i", data, "-F", "ip,dso"], check=True, capture_output=True, text=True)
    inside, outside = Counter(), 0
    for line in told.stdout.splitlines():
        address, _, place = line.strip().partition(" ")
        if "iptwsim_bench" in place:
            inside[address] += 1
        elif address:
            outside += 1
    return inside, outside


def shares(bench, name):
    """{stage: share of samples}."""
    inside, outside = samples(bench, name)
    addresses = list(inside)
    told = subprocess.run(["addr2line", "-e", bench.bench, "-a", "-i", "-f", "-C"], check=True, capture_output=True,
                          text=True, input="\n".join(addresses)).stdout
    found, chain, at = Counter({"the rest": outside}), [], -1

    def close():
        if at >= 0:
            found[stage_of(chain)] += inside[addresses[at]]

    lines = iter(told.splitlines())
    for line in lines:
        if re.fullmatch(r"0x[0-9a-f]{8,}", line):
            close()
            chain, at = [], at + 1
        else:
            chain.append(line)
            next(lines)  # file and line
    close()
    total = sum(found.values())
    return {stage: count / total for stage, count in found.items()}


def machine(bench):
    """{what: a second}, as tests/bench/machine_bench.cpp finds them."""
    rates = bench.rates("machine", "^machine/", 5, 0.05)
    return {name.removeprefix("machine/").split(",")[0]: max(values) for name, values in rates.items()}


def bound(bench, best):
    """Lines on instructions of a batch against what the core can do."""
    can = machine(bench)
    clock = can["clock"]
    lines = [f"Clock {clock / 1e9:.2f} GHz, measured."]
    if best != "avx512" or "divide" not in can:
        return lines + ["The bound is counted for batches of eight lanes: skipped, this processor has no AVX-512.", ""]
    arithmetic, divider = can["multiply and add"] / clock, can["divide"] / clock
    lines += [f"At best {arithmetic:.2f} vector additions or multiplications a cycle, and a division every",
              f"{1 / divider:.1f} cycles, measured (tests/bench/machine_bench.cpp). Instructions of a batch of eight replicates, counted by a",
              "number type that runs through the program's own source (tests/bench/operations_bench.cpp), draws left out; those of",
              "single precision, in registers of half the width, count half. The bound is",
              "the clock times what a cycle can do over additions and multiplications; comparisons, selections and divisions come on",
              "top of it, on units that are partly others.", ""]
    counts = {name.split("/")[1]: records[0] for name, records in bench.run("operations", "^operations/", 1, 0).items()}
    reached = bench.rates("replicates_bound", f"^replicates/.*/{best}$", 5, 0.1)
    rows = []
    for what, keys in {"additions and multiplications": ("additions", "multiplications"),
                       "comparisons, selections, minimum, maximum": ("choices",),
                       "on bit patterns": ("bits",), "divisions and roots": ("divisions", "roots")}.items():
        rows.append([what, *(f"{sum(counts[cohort][key] for key in keys):,.0f}" for cohort in COHORTS)])
    limits, shares_reached = ["bound, replicates a second"], ["reached"]
    for cohort in COHORTS:
        work = counts[cohort]["additions"] + counts[cohort]["multiplications"]
        limit = 8 * clock * arithmetic / work
        limits.append(rate_text(limit))
        shares_reached.append(f"{100 * median(reached[f'replicates/{cohort}/{best}']) / limit:.0f}%")
    divides = ["cycles of the divider, share of the time"]
    for cohort in COHORTS:
        busy = (counts[cohort]["divisions"] + counts[cohort]["roots"]) / divider / 8
        divides.append(f"{100 * busy * median(reached[f'replicates/{cohort}/{best}']) / clock:.0f}%")
    return lines + table(["a batch of eight", *COHORTS.values()], [*rows, limits, shares_reached, divides])


def section(bench):
    best = bench.isas()[-1] if bench.context else None
    if best is None:
        bench.run("context", "^machine/clock", 1, 0.01)
        best = bench.isas()[-1]
    lines = ["## Where the cycles go", "", *bound(bench, best)]
    if not shutil.which("perf") or not shutil.which("addr2line"):
        print("stages: skipped, perf is not installed", file=sys.stderr)
        return lines + ["Skipped: `perf` is not installed, so there are no shares of stages.", ""]
    columns = {cohort: shares(bench, f"replicates/{cohort}/{best}") for cohort in COHORTS}
    words = [word for word, _ in STAGES] + ["the rest"]
    rows = [[word, *(f"{100 * columns[cohort].get(word, 0):.1f}%" for cohort in COHORTS)] for word in words]
    return lines + ["Shares of the time of a replicate, from samples of the program counter every 0.25 ms (`perf record -e cpu-clock`),",
                    "each counted for the innermost inlined function that belongs to a stage (`addr2line -i`).", "",
                    *table(["", *COHORTS.values()], rows)]
