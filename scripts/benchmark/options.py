"""What each option costs."""
from benchmark.measure import median, spread
from benchmark.replicates import COHORTS
from validation.page import table


def section(bench):
    repetitions, seconds = (3, 0.02) if bench.quick else (7, 0.05)
    found = bench.rates("options", "^options/", repetitions, seconds)
    whats = list(dict.fromkeys(name.split("/")[2] for name in found))
    rows = []
    for what in whats:
        cells = ["the unit" if what == "unit" else what]
        for cohort in COHORTS:
            unit, rates = found[f"options/{cohort}/unit"], found[f"options/{cohort}/{what}"]
            cells.append(f"{median(unit) / median(rates):.2f} ({spread(rates):.0f}%)")
        rows.append(cells)
    return ["## What options cost", "",
            "Time of a replicate with one thing changed, as a multiple of the unit's (half the interquartile range in percent). A",
            "left-out patient of the jackknife and a patient's influence value (stacked variance) are compared with a replicate; there",
            "are as many of them as patients.", "",
            *table(["", *COHORTS.values()], rows)]
