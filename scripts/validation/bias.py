"""Bias and coverage against the program's own truth as cohorts grow: every estimand, four kinds of effect."""
import math

from validation.checks import BOUND
from validation.page import table
from validation.program import swept

SECTION = "Bias"
ENDPOINTS = {"proportional": "proportional hazards", "delayed": "no effect before 2",
             "crossing": "crossing survival curves", "cured": "cured shares"}
ESTIMANDS = ("ate", "att", "atc", "overlap", "matching", "entropy")
ARMS = ("control", "treated")
COLUMNS = [(quantity, arm, time) for quantity, arms, times in (
    ("log_hazard_ratio", ("",), ("",)), ("survival", ARMS, ("2", "5")), ("survival_difference", ("",), ("2", "5")),
    ("survival_ratio", ("",), ("2", "5")), ("rmst", ARMS, ("5",)), ("rmst_difference", ("",), ("5",)),
    ("rmst_ratio", ("",), ("5",)), ("median_survival", ARMS, ("",)), ("median_survival_difference", ("",), ("",)))
    for arm in arms for time in times]


class Growth:
    """One number's bias at each n, and what is left of it in infinitely large cohorts.

    The bias of these estimators is b / n + O(1 / n^2). From independent cohorts of n and of 4 n patients, with biases B1
    and B2, the part that does not vanish is (4 B2 - B1) / 3.
    """

    def __init__(self, result, scenarios, key):
        endpoint, estimand, quantity, arm, time = key
        self.sizes = sorted(scenarios)
        assert self.sizes[-1] == 4 * self.sizes[-2]

        def number(n, statistic, method=""):
            return result.get(scenarios[n], endpoint, estimand, quantity, statistic, method, arm=arm, time=time)

        self.number = number
        self.truth = number(self.sizes[-1], "truth")
        self.bias = [number(n, "bias") for n in self.sizes]
        self.spread = [number(n, "empirical_se").value for n in self.sizes]
        (small, large) = self.bias[-2:]
        self.left = (4 * large.value - small.value) / 3
        self.left_error = math.hypot(math.hypot(4 * large.mcse, small.mcse) / 3, self.truth.mcse)
        self.z = self.left / self.left_error
        # Without the cohorts that have no estimate (no median), the mean of the others is another quantity.
        self.missing = [result.cohorts - result.rows[(scenarios[n], endpoint, estimand, quantity, arm, time, "count", "",
                                                      "ok")].value for n in self.sizes]


def forms(result):
    """{stabilized: {n: scenario}}"""
    found = {}
    for scenario in result.scenarios:
        keys = swept(scenario)
        found.setdefault(keys["stabilized"], {})[int(keys["n"])] = scenario
    return found


def hazard_ratio_tables(growths, sizes):
    lines = []
    for endpoint, words in ENDPOINTS.items():
        rows = []
        for form, form_words in (("true", "yes"), ("false", "no")):
            for estimand in (*ESTIMANDS, "unweighted"):
                growth = growths[(form, endpoint, estimand, "log_hazard_ratio", "", "")]
                if estimand == "unweighted" and form == "false":
                    continue
                ratio = growth.number(growth.sizes[-1], "model_se_error", "robust")
                rows.append(["crude" if estimand == "unweighted" else estimand,
                             "" if estimand == "unweighted" else form_words, f"{growth.truth.value:.4f}"]
                            + [f"{b.value:+.4f} ({b.value / b.mcse:+.1f})" for b in growth.bias]
                            + [f"{growth.left:+.4f} ({growth.z:+.1f})", f"{1 + ratio.value:.3f}"]
                            + [f"{100 * growth.number(n, 'coverage', 'wald_robust').value:.1f}" for n in growth.sizes])
        head = ["estimand", "stabilized", "truth", *(f"bias, n = {n}" for n in sizes), "left as n grows",
                f"robust SE / spread, n = {sizes[-1]}", *(f"coverage, n = {n}" for n in sizes)]
        lines += [f"**{words}**", "", *table(head, rows, words=2)]
    return lines


def other_quantities(growths, sizes):
    rows = []
    for quantity in dict.fromkeys(column[0] for column in COLUMNS):
        mine = {key: growth for key, growth in growths.items() if key[3] == quantity and key[2] != "unweighted"}
        worst_key, worst = max(mine.items(), key=lambda item: abs(item[1].z))
        by_size = []
        for index in range(len(sizes)):
            by_size.append(max(abs(growth.bias[index].value) / growth.spread[index] for growth in mine.values()))
        rows.append([quantity.replace("_", " "), str(len(mine)), *(f"{share:.3f}" for share in by_size), f"{worst.z:+.1f}",
                     " ".join(word for word in worst_key[1:] if word) + (", unstabilized" if worst_key[0] == "false" else "")])
    return table(["quantity", "numbers", *(f"largest bias / spread, n = {n}" for n in sizes), "largest z left", "of"], rows)


def section(program, checks):
    result = program.run("bias")
    growths = {}
    for form, scenarios in forms(result).items():
        for endpoint in ENDPOINTS:
            for estimand in (*ESTIMANDS, "unweighted"):
                for column in COLUMNS:
                    key = (endpoint, estimand, *column)
                    growths[(form, *key)] = growth = Growth(result, scenarios, key)
                    name = f"{' '.join(word for word in key if word)}, {'' if form == 'true' else 'un'}stabilized"
                    if estimand != "unweighted":
                        checks.add(SECTION, name, abs(growth.z) <= BOUND,
                                   f"{growth.left:+.5f} left, {growth.z:+.1f} of its MCSE")
    sizes = sorted(forms(result)["true"])
    crude = growths[("true", "proportional", "unweighted", "log_hazard_ratio", "", "")]
    checks.add(SECTION, "the crude hazard ratio is confounded", abs(crude.z) > BOUND, f"{crude.z:+.1f}")
    missing = [f"n = {n}: {max(growth.missing[index] for growth in growths.values()):.0f}"
               for index, n in enumerate(sizes)]
    return [*TEXT.format(cohorts=result.cohorts, sizes=", ".join(map(str, sizes)), missing="; ".join(missing),
                             noise=1 / math.sqrt(result.cohorts)).splitlines(), "",
            *other_quantities(growths, sizes), *CAPTION.splitlines(), "", *hazard_ratio_tables(growths, sizes)]


TEXT = """## Bias, and coverage of robust intervals

configs/validation/bias.yaml: {cohorts:,} cohorts a scenario, n = {sizes}, 40% treated, four kinds of effect, six estimands,
weights stabilized and not; against the program's own true values (for the Cox model the limit of the weighted estimator).
Truth is exact for ate; for the others it is an integral, whose error is part of the bound.

Estimators of this kind are biased in small cohorts, by an amount that falls as 1/n. What must vanish is the rest: from n
and 4 n patients, with biases B1 and B2 in independent cohorts, it is (4 B2 - B1) / 3, and has to be within 4.5 of its MCSE
of 0 for every number. The bias itself is shown as a share of the spread (empirical SE) of the estimates: 0.1 hardly harms
an interval, 0.5 does; {noise:.3f} is the Monte Carlo error. Cohorts without an estimate (no median), at most: {missing}.
"""

CAPTION = """The log hazard ratio: bias, in brackets bias in units of its MCSE; coverage of the 95% Wald interval with the robust
standard error, which takes weights as known, %. The bias of the crude row is the confounding."""
