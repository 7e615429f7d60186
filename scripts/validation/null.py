"""No effect: the size of every test, over cohort sizes, prevalences and strengths of confounding."""
import math

from validation import null_words
from validation.checks import side
from validation.page import details, table
from validation.program import swept

SECTION = "Type I error"
LEVEL = 0.05
ESTIMANDS = ("ate", "overlap", "att")
STRENGTHS = {"0": "none", "0.4": "moderate", "0.8": "strong"}
QUANTITIES = {"log_hazard_ratio": ("hazard ratio", ""), "survival_difference": ("survival at 5", "5"),
              "rmst_difference": ("RMST to 5", "5")}
NAMES = {"robust": "robust", "naive": "naive", "stacked": "stacked", "bootstrap": "bootstrap SE", "normal": "normal",
         "basic": "basic", "percentile": "percentile", "bca": "BCa", "xie_liu": "Xie-Liu"}
RESAMPLED = ("bootstrap", "normal", "basic", "percentile", "bca")
# Tests of each result: (quantity, method). The larger one has no bootstrap.
LARGE = [("log_hazard_ratio", "naive"), ("log_hazard_ratio", "robust"), ("log_rank", "robust"), ("log_rank", "xie_liu")]
SMALL = [("log_hazard_ratio", method) for method in ("robust", "stacked", *RESAMPLED)] + \
        [(quantity, method) for quantity in ("survival_difference", "rmst_difference")
         for method in ("stacked", *RESAMPLED)]


# null.yaml with the probability of treatment known, in large cohorts.
KNOWN = ("propensity.terms=[]", "propensity.model.known=true_score", "sweep.cohort.synthetic.n=[1000, 3000]")


class Sizes:
    """Shares of cohorts that a test rejects, by design (strength, prevalence, n), estimand, quantity, method."""

    def __init__(self, result):
        self.result, self.level = result, LEVEL
        self.designs = {}
        for scenario in result.scenarios:
            keys = swept(scenario)
            self.designs[(STRENGTHS[keys["age"]], float(keys["prevalence"]), int(keys["n"]))] = scenario
        self.sizes = sorted({n for _, _, n in self.designs})

    def count(self, design, estimand, quantity, method):
        return self.result.share(self.designs[design], "death", estimand, quantity, "power", method,
                                 time=QUANTITIES.get(quantity, ("", ""))[1])

    def percent(self, design, *test):
        x, n = self.count(design, *test)
        return 100 * x / n

    def cell(self, design, *test):
        return f"{self.percent(design, *test):.1f}{('', '↑', '↓')[side(*self.count(design, *test), LEVEL)]}"

    def range(self, *test, strengths=tuple(STRENGTHS.values()), sizes=None):
        """Lowest and highest share over designs."""
        shares = [self.percent(design, *test) for design in self.designs
                  if design[0] in strengths and design[2] in (sizes or self.sizes)]
        return min(shares), max(shares)

    def number(self, design, estimand, quantity, statistic, method=""):
        return self.result.get(self.designs[design], "death", estimand, quantity, statistic, method,
                               time=QUANTITIES[quantity][1])


def check_truth(sizes, checks, name):
    for estimand in (*ESTIMANDS, "unweighted"):
        for quantity in QUANTITIES:
            worst = max((sizes.number(design, estimand, quantity, "truth") for design in sizes.designs),
                        key=lambda truth: abs(truth.value))
            checks.add(SECTION, f"{name}: {estimand}, {quantity}: no true effect", abs(worst.value) < 1e-12,
                       f"{worst.value:.1e}")


def check_crude(sizes, checks):
    """Unconfounded crude tests hold their level, confounded ones must not, or there would be nothing to adjust for."""
    for design in sizes.designs:
        strength, prevalence, n = design
        if n < 300:
            continue
        where = f"crude, confounding {strength}, {prevalence:g} treated, n = {n}"
        if strength == "none":
            for quantity, method in LARGE:
                checks.share(SECTION, f"{where}: {quantity} {method}", sizes.count(design, "unweighted", quantity, method),
                             LEVEL)
        else:
            count = sizes.count(design, "unweighted", "log_rank", "xie_liu")
            checks.add(SECTION, f"{where}: rejects too often", side(*count, LEVEL) == 1, f"{count[0]} of {count[1]}")


def expected_size(ratio):
    """Size of a Wald test whose standard error is `ratio` times the true one, and its derivative."""
    bound = 1.959963984540054 * ratio
    density = math.exp(-bound * bound / 2) / math.sqrt(2 * math.pi)
    return math.erfc(bound / math.sqrt(2)), 2 * 1.959963984540054 * density


def check_known_scores(sizes, checks):
    """Of the robust tests in the largest cohorts: never too often for ate; as often as their standard error says."""
    n = sizes.sizes[-1]
    rows = []
    for design in (design for design in sizes.designs if design[2] == n):
        row = [design[0], f"{design[1]:g}"]
        for estimand in ESTIMANDS:
            ratio = sizes.number(design, estimand, "log_hazard_ratio", "model_se_error", "robust")
            size, slope = expected_size(1 + ratio.value)
            found = sizes.number(design, estimand, "log_hazard_ratio", "power", "robust")
            what = f"{estimand}, confounding {design[0]}, {design[1]:g} treated, n = {n}"
            z = checks.agrees(SECTION, f"{what}: robust Wald as its SE says", found.value, found.mcse, size,
                              slope * ratio.mcse)
            row += [f"{1 + ratio.value:.3f} ({ratio.mcse:.3f})", f"{100 * size:.1f}", f"{100 * found.value:.1f}", f"{z:+.1f}"]
            if estimand == "ate":
                for quantity in ("log_hazard_ratio", "log_rank"):
                    checks.share(SECTION, f"{what}: robust {quantity} not too often",
                                 sizes.count(design, estimand, quantity, "robust"), LEVEL, sides=(1,))
        rows.append(row)
    head = ["confounding", "treated"] + [f"{e}: {c}" for e in ESTIMANDS for c in ("SE ratio", "expected", "found", "z")]
    return table(head, rows, words=2)


def known_scores(program, checks):
    """With the true score, weights are known indeed: tests that say so hold their level in large cohorts."""
    sizes = Sizes(program.run("null", *KNOWN, label="_known"))
    rows = []
    for design in sizes.designs:
        row = [design[0], f"{design[1]:g}", str(design[2])]
        for estimand in ESTIMANDS:
            for quantity, method in LARGE[1:]:
                row.append(sizes.cell(design, estimand, quantity, method))
                if method == "robust":
                    checks.share(SECTION, f"known score: {estimand}, confounding {design[0]}, {design[1]:g} treated, "
                                 f"n = {design[2]}: {quantity}", sizes.count(design, estimand, quantity, method), LEVEL)
        rows.append(row)
    head = ["confounding", "treated", "n", *(f"{estimand}: {test}" for estimand in ESTIMANDS
                                             for test in ("Wald, robust", "log-rank, robust", "Xie-Liu"))]
    return sizes, table(head, rows, words=3)


def check_estimated_scores(sizes, checks):
    """Tests that know of the estimated score, in cohorts of 300 without strong confounding: exact bounds, both sides."""
    for design in sizes.designs:
        strength, prevalence, n = design
        if n != 300 or strength == "strong":
            continue
        for estimand in ESTIMANDS:
            for quantity, method in SMALL:
                if method != "robust":
                    checks.share(SECTION, f"{estimand}, confounding {strength}, {prevalence:g} treated, n = {n}: "
                                 f"{quantity} {method}", sizes.count(design, estimand, quantity, method), LEVEL)


def summary(sizes, tests, estimands):
    """By test and n: lowest and highest size over strengths and prevalences; how many designs are off."""
    rows = []
    for estimand in estimands:
        for quantity, method in tests:
            test = (estimand, quantity, method)
            sides = [side(*sizes.count(design, *test), LEVEL) for design in sizes.designs]
            ranges = [sizes.range(*test, sizes=(n,)) for n in sizes.sizes]
            rows.append(["crude" if estimand == "unweighted" else estimand, QUANTITIES.get(quantity, ("log-rank", ""))[0],
                         NAMES[method], *(f"{low:.1f} to {high:.1f}" for low, high in ranges),
                         str(sides.count(1)), str(sides.count(-1)), str(len(sides))])
    head = ["estimand", "quantity", "test", *(f"n = {n}" for n in sizes.sizes), "too high", "too low", "designs"]
    return table(head, rows, words=3)


def every_design(sizes, estimand, tests):
    rows = []
    for design in sizes.designs:
        cells = [sizes.cell(design, estimand, *test) for test in tests]
        rows.append([design[0], f"{design[1]:g}", str(design[2]), *cells])
    head = ["confounding", "treated", "n",
            *(f"{QUANTITIES.get(quantity, ('log-rank', ''))[0]} {NAMES[method]}" for quantity, method in tests)]
    return table(head, rows, words=3)


def section(program, checks):
    large, small = Sizes(program.run("null")), Sizes(program.run("null_bootstrap"))
    check_truth(large, checks, "null")
    check_truth(small, checks, "null_bootstrap")
    check_crude(large, checks)
    known = check_known_scores(large, checks)
    check_estimated_scores(small, checks)
    true_score, of_true_score = known_scores(program, checks)
    lines = null_words.words(large, small, true_score)
    lines += ["### Without a bootstrap", "", *null_words.caption(null_words.CAPTION_LARGE, large), "",
              *summary(large, LARGE, ("unweighted", *ESTIMANDS))]
    for estimand in ("unweighted", *ESTIMANDS):
        name = "crude" if estimand == "unweighted" else estimand
        lines += details(f"every design, {name}", every_design(large, estimand, LARGE))
    lines += [*null_words.CAPTION_RATIO.splitlines(), "", *known]
    lines += ["### With the true score", "", *null_words.caption(null_words.CAPTION_KNOWN, true_score), "", *of_true_score]
    lines += ["### With a bootstrap, and with stacked standard errors", "",
              *null_words.caption(null_words.CAPTION_SMALL, small), "", *summary(small, SMALL, ESTIMANDS)]
    for estimand in ESTIMANDS:
        for quantity, (words, _) in QUANTITIES.items():
            tests = [test for test in SMALL if test[0] == quantity]
            lines += details(f"every design, {estimand}, {words}", every_design(small, estimand, tests))
    return lines + null_words.without_answer(small)
