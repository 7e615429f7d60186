"""Simulated and analysed cohorts."""
from benchmark.measure import median, rate_text, spread
from validation.page import table

# rpact is not packaged for Debian. This figure is its C++ on another day on a machine like this, as the project's
# goal was set by it; nothing of rpact is measured here.
RPACT = 25_000


def section(bench):
    repetitions, seconds = (3, 0.1) if bench.quick else (7, 0.2)
    found = bench.rates("cohorts", "^cohorts/", repetitions, seconds)
    rows = []
    for name, rates in found.items():
        _, size, who = name.split("/")
        word = {"bare trial": "yardstick: bare trial, C++", "199 replicates each": "199 replicates in each"}.get(who)
        if word is None:
            isa, _, simulated_only = who.partition(", ")
            word = f"{simulated_only or 'simulated and analysed'}, {isa}"
        rows.append([f"{word}, {size.replace('n', 'n = ')}", rate_text(median(rates)), f"{spread(rates):.0f}%"])
    best = median(found[f"cohorts/n85/{bench.isas()[-1]}"])
    bare, inside = median(found["cohorts/n85/bare trial"]), median(found["cohorts/n85/199 replicates each"])
    bench.goal("n = 85: cohorts simulated and analysed, times the 25,000 bare trials given for rpact", "7", best / RPACT,
               best >= 7 * RPACT)
    return ["## Simulated cohorts", "",
            "Cohorts a second of one core: five covariates, logistic treatment, exact marginal survival under a copula, censoring;",
            "analysed as above, with the crude comparison, standard errors, intervals, balance and the sums of the performance",
            "measures that every simulated cohort has.", "",
            *table(["", "a second", "spread"], rows),
            "The bare trial is what a simulation of a randomized trial does least: exponential times of 85 patients in two arms,",
            "censored, sorted, one log-rank test, by std::mt19937 and std::sort. It stands beside rpact, which is not packaged for",
            f"Debian and not run here; the goal's {RPACT:,} trials a second are a figure given for its C++, not measured in this run.",
            f"A cohort takes the time of {bare / best:,.1f} bare trials, one with 199 replicates inside that of {bare / inside:,.0f}: then",
            f"{200 * inside:,.0f} analyses a second.", ""]
