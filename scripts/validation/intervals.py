"""Coverage of every kind of interval against the truth, in small and larger cohorts."""
from validation.checks import side
from validation.page import table

SECTION = "Interval coverage"
LEVEL = 0.95
QUANTITIES = {"log_hazard_ratio": ("log hazard ratio", ""), "survival_difference": ("survival at 5, difference", "5"),
              "survival_ratio": ("survival at 5, ratio", "5"), "rmst_difference": ("RMST to 5, difference", "5"),
              "median_survival_difference": ("median, difference", "")}
METHODS = {"wald_robust": "Wald, robust", "wald_stacked": "Wald, stacked", "normal": "normal", "basic": "basic",
           "percentile": "percentile", "bca": "BCa"}


def cells(result, scenario, n, estimand, quantity, checks):
    """Coverage and mean width of each method in one scenario. Quantiles of a step function are shown, not judged."""
    time = QUANTITIES[quantity][1]
    row = []
    for method in METHODS:
        number = result.find(scenario, "death", estimand, quantity, "coverage", method, time=time)
        if number is None:
            row.append("")
            continue
        count = result.share(scenario, "death", estimand, quantity, "coverage", method, time=time)
        if n >= 300 and not quantity.startswith("median"):
            # Robust ones know nothing of the estimated score: they may cover too often, never too seldom (ate).
            if method != "wald_robust" or estimand == "ate":
                checks.share(SECTION, f"{estimand}, {quantity}, n = {n}, {method}", count, LEVEL,
                             sides=(-1,) if method == "wald_robust" else (-1, 1))
        width = result.get(scenario, "death", estimand, quantity, "mean_width", method, time=time)
        row.append(f"{100 * number.value:.1f}{('', '↑', '↓')[side(*count, LEVEL)]} ({width.value:.2f})")
    return row


def section(program, checks):
    small, large = program.run("intervals"), program.run("intervals_large")
    rows = []
    for estimand in ("ate", "overlap"):
        for quantity, (words, _) in QUANTITIES.items():
            for result, scenario, n in [*((small, name, int(name.removeprefix("n="))) for name in small.scenarios),
                                        (large, large.scenarios[0], 1000)]:
                rows.append([estimand, words, str(n), *cells(result, scenario, n, estimand, quantity, checks)])
    return TEXT.format(small=small.cohorts, large=large.cohorts).splitlines() + [""] + \
        table(["estimand", "quantity", "n", *METHODS.values()], rows, words=2)


TEXT = """## Coverage by kind of interval

Confounded cohorts (40% treated, log odds ratios of 0.4), a hazard ratio of 0.6; 95% intervals, coverage of the true value in %
with the mean width in brackets. configs/validation/intervals.yaml, {small:,} cohorts a row with 399 replicates (BCa's
acceleration by the jackknife), and intervals_large.yaml, {large:,} with 199. ↓ ↑: below or above 95% by exact bounds. From
n = 300 on every kind has to agree with 95%, the robust one, which takes weights as known, not to be below it (ate only);
medians, which jump from one event time to another, are not judged.
"""
