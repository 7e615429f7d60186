"""The tables of the page, each a list of lines."""
import math
from statistics import NormalDist

import numpy

from validation.page import percent, table

from gist_rectal import published
from gist_rectal.published import ENDPOINTS

SURVIVAL, RATIO, NULL = "survival matched", "hazard ratios matched", "no effect"
TRUTHS = (SURVIVAL, RATIO, NULL)
# Tests of the weighted comparison: quantity, time, method, words.
TESTS = (("log_hazard_ratio", "", "robust", "hazard ratio, Wald, robust SE"),
         ("log_hazard_ratio", "", "naive", "hazard ratio, Wald, naive SE"),
         ("log_hazard_ratio", "", "percentile", "hazard ratio, bootstrap percentile"),
         ("log_rank", "", "robust", "log-rank, robust"),
         ("log_rank", "", "xie_liu", "log-rank, Xie and Liu"),
         ("survival_difference", "5", "bootstrap", "survival at 5 years, Wald, bootstrap SE"),
         ("survival_difference", "5", "percentile", "survival at 5 years, bootstrap percentile"))


def name(endpoint):
    return endpoint.upper()


def ratio_text(log_ratio):
    if log_ratio == -math.inf:
        return "0"
    return "infinite" if log_ratio == math.inf else f"{math.exp(log_ratio):.2f}"


def truths(main):
    """Published figures beside the true values of both scenarios."""
    rows = []
    for endpoint in ENDPOINTS:
        arms = published.SURVIVAL[endpoint]
        row = [name(endpoint), f"{arms['treated']:.1f} / {arms['control']:.1f}", published.ratio(endpoint)]
        for scenario in (SURVIVAL, RATIO):
            treated, control = (100 * main.number(scenario, endpoint, "survival", "truth", arm=arm, when="5").value
                                for arm in ("treated", "control"))
            row += [f"{treated:.1f} / {control:.1f}",
                    ratio_text(main.number(scenario, endpoint, "log_hazard_ratio", "truth").value)]
        rows.append(row)
    return table(["", "published, 5 years", "published HR", SURVIVAL + ", 5 years", "HR", RATIO + ", 5 years", "HR"],
                 rows)


def power(main):
    """How often each test rejects, % of all cohorts."""
    rows = []
    for endpoint in ENDPOINTS:
        for quantity, when, method, words in TESTS:
            rows.append([name(endpoint), words] + [
                percent(main.number(scenario, endpoint, quantity, "power", method, when=when)) for scenario in TRUTHS])
        rows.append([name(endpoint), "unweighted hazard ratio, Wald, robust SE"] + [
            percent(main.number(scenario, endpoint, "log_hazard_ratio", "power", "robust", estimand="unweighted"))
            for scenario in TRUTHS])
    return table(["endpoint", "test", *(f"{truth}" for truth in TRUTHS)], rows, words=2)


def quantile(ordered, share):
    """Of sorted values that may be infinite: one of them."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def log_ratios(result, scenario, endpoint):
    """Sorted log hazard ratios of the cohorts that have one; infinite ones included."""
    logs = result.each(scenario, endpoint, "log_hazard_ratio", "estimate")
    return numpy.sort(logs[~numpy.isnan(logs)])


def log_widths(result, scenario, endpoint, interval):
    """Log of upper over lower limit in every cohort; infinite where a limit is 0 or infinite or there is none."""
    lower, upper = (result.each(scenario, endpoint, "log_hazard_ratio", limit, interval=interval)
                    for limit in ("ci_lower", "ci_upper"))
    fine = numpy.isfinite(lower) & numpy.isfinite(upper)
    return numpy.sort(numpy.where(fine, numpy.where(fine, upper, 0) - numpy.where(fine, lower, 0), math.inf))


def width_text(log_width):
    return "infinite" if math.isinf(log_width) else f"{math.exp(log_width):.0f}"


def spread(main):
    """Hazard ratios over cohorts beside the published ones."""
    rows = []
    for endpoint in ENDPOINTS:
        published_ratio = published.HAZARD_RATIO[endpoint][0]
        for scenario in TRUTHS:
            known = log_ratios(main, scenario, endpoint)
            low, lower, middle, upper, high = (ratio_text(quantile(known, at)) for at in (0.05, 0.25, 0.5, 0.75, 0.95))
            as_low = numpy.mean(known <= math.log(published_ratio))
            rows.append([name(endpoint), scenario,
                         ratio_text(main.number(scenario, endpoint, "log_hazard_ratio", "truth").value), middle,
                         f"{lower} to {upper}", f"{low} to {high}", f"{published_ratio:.2f}", f"{100 * as_low:.1f}"])
    return table(["endpoint", "scenario", "true HR", "median", "middle half", "middle 90%", "published",
                  "as low as published, %"], rows, words=2)


def widths(main):
    """Upper over lower limit of hazard ratios beside the published ones."""
    rows = []
    for endpoint in ENDPOINTS:
        wide = math.log(published.width(endpoint))
        for scenario in TRUTHS:
            row = [name(endpoint), scenario, f"{published.width(endpoint):.0f}"]
            for interval in ("wald_robust", "percentile"):
                logs = log_widths(main, scenario, endpoint, interval)
                row += [f"{width_text(quantile(logs, 0.25))} to {width_text(quantile(logs, 0.75))}",
                        f"{100 * numpy.mean(logs >= wide):.0f}", f"{100 * numpy.mean(numpy.isinf(logs)):.0f}"]
            rows.append(row)
    return table(["endpoint", "scenario", "published", "robust Wald, middle half", "as wide as published, %",
                  "not finite, %", "bootstrap percentile, middle half", "as wide as published, %", "not finite, %"],
                 rows, words=2)


def pattern(main, scenario):
    """Share of cohorts in which DRFS and DSS differ at 5% and OS does not, as published; in favour of the treated."""
    found = numpy.ones(main.cohorts, dtype=bool)
    for endpoint, is_significant in (("drfs", True), ("dss", True), ("os", False)):
        p = main.each(scenario, endpoint, "log_hazard_ratio", "p_value", method="robust")
        estimate = main.each(scenario, endpoint, "log_hazard_ratio", "estimate")
        rejects = (p <= 0.05) & (estimate < 0)
        found &= rejects if is_significant else ~(p <= 0.05)
    return found.mean()


def sparse(main):
    """Events, and cohorts that have none."""
    rows = []
    for endpoint in ENDPOINTS:
        for scenario in TRUTHS:
            events = [main.table.get(scenario, endpoint, "", "events", "mean", arm=arm).value
                      for arm in ("treated", "control")]
            none = [100 * main.status(scenario, endpoint, "log_hazard_ratio", status) / main.cohorts
                    for status in ("no_events_treated", "no_events_control", "no_events")]
            replicates = {key[-1]: value.value for key, value in main.table.rows.items()
                          if key[:4] == (scenario, endpoint, "ate", "log_hazard_ratio") and key[6] == "replicate_count"}
            infinite = sum(count for status, count in replicates.items() if status.startswith("no_events"))
            rows.append([name(endpoint), scenario, *(f"{count:.1f}" for count in events),
                         *(f"{share:.1f}" for share in none), f"{100 * infinite / sum(replicates.values()):.0f}"])
    return table(["endpoint", "scenario", "events treated", "events control", "none treated (HR 0), %",
                  "none control (HR infinite), %", "none at all, %", "bootstrap samples without events in an arm, %"],
                 rows, words=2)


def assumptions(swept):
    """Power and type I error as each assumption changes."""
    rows = []
    for scenario in swept.scenarios:
        row = [scenario]
        for truth in "sr0":
            for endpoint in ENDPOINTS:
                wald = swept.number(scenario, f"{endpoint}_{truth}", "log_hazard_ratio", "power", "robust")
                score = swept.number(scenario, f"{endpoint}_{truth}", "log_rank", "power", "robust")
                row.append(f"{100 * wald.value:.0f} / {100 * score.value:.0f}")
        rows.append(row)
    return table(["", *(f"{name(endpoint)} {words}" for words in ("survival", "ratios", "no effect")
                        for endpoint in ENDPOINTS)], rows)


def follow_up(swept):
    """Events and width of the robust interval as patients are followed for less or longer, hazard ratios matched."""
    rows = []
    for scenario in swept.scenarios:
        if scenario != "as assumed" and not scenario.startswith("followed"):
            continue
        row = [scenario]
        for endpoint in ENDPOINTS:
            events = [swept.table.get(scenario, f"{endpoint}_r", "", "events", "mean", arm=arm).value
                      for arm in ("treated", "control")]
            logs = log_widths(swept, scenario, f"{endpoint}_r", "wald_robust")
            row += [f"{events[0]:.1f} + {events[1]:.1f}", width_text(quantile(logs, 0.5))]
        rows.append(row)
    rows.append(["*published*", *(text for endpoint in ENDPOINTS for text in ("", f"*{published.width(endpoint):.0f}*"))])
    return table(["", *(words for endpoint in ENDPOINTS for words in (f"{name(endpoint)} events treated + control",
                                                                     "upper over lower limit, median"))], rows)


def of_dying(dependence, survival=0.911):
    """Survival, %, of those without and with a cause that half have: its latent correlation with the time is given."""
    u = (numpy.arange(9000) + 0.5) / 1000  # midpoints
    phi = numpy.exp(-u * u / 2) / math.sqrt(2 * math.pi)
    q = -NormalDist().inv_cdf(survival)
    apart = math.sqrt(1 - dependence * dependence)
    with_cause = [NormalDist().cdf((dependence * at - q) / apart) for at in u]
    share = 2 * numpy.sum(phi * numpy.array(with_cause)) / 1000
    return f"{100 * (2 * survival - share):.1f} / {100 * share:.1f}"


def unmeasured(swept):
    """What studies without any effect find, by the strength of a cause that is not recorded."""
    rows = []
    for scenario in swept.scenarios:
        strength = {key: float(value) for key, value in (part.split("=") for part in scenario.split(", "))}
        row = [f"1/{math.exp(-strength['log_odds']):.1f}", f"{strength['dependence']:g}",
               of_dying(strength["dependence"])]
        for endpoint in ENDPOINTS:
            known = log_ratios(swept, scenario, endpoint)
            as_low = numpy.mean(known <= math.log(published.HAZARD_RATIO[endpoint][0]))
            rejects = swept.number(scenario, endpoint, "log_hazard_ratio", "power", "robust").value
            row += [ratio_text(quantile(known, 0.5)), f"{100 * rejects:.0f}", f"{100 * as_low:.1f}"]
        rows.append(row)
    return table(["odds ratio of imatinib first", "dependence", "alive of the disease at 5 years, without / with",
                  *(f"{name(endpoint)} {words}" for endpoint in ENDPOINTS
                    for words in ("median HR", "p below .05, %", "HR as low as published, %"))], rows, words=3)


def unmeasured_words(swept):
    """What the strongest cause of the grid, the last, makes of studies without effect."""
    strongest = swept.scenarios[-1]
    strength = {key: float(value) for key, value in (part.split("=") for part in strongest.split(", "))}
    middles = {endpoint: quantile(log_ratios(swept, strongest, endpoint), 0.5) for endpoint in ENDPOINTS}
    reached = [name(endpoint) for endpoint in ENDPOINTS
               if middles[endpoint] <= math.log(published.HAZARD_RATIO[endpoint][0])]
    without, with_cause = of_dying(strength["dependence"]).split(" / ")
    said = ", ".join(f"{name(endpoint)} {ratio_text(middles[endpoint])}" for endpoint in ENDPOINTS)
    verdict = (f"That is as low as published for {', '.join(reached)}." if reached else
               "That is still above the published ones.")
    return (f"- **An unmeasured confounder would have to be extreme to make all of it.** Without any effect, a cause that half "
            f"of the patients have, that divides the odds of imatinib first by {math.exp(-strength['log_odds']):.0f} and takes "
            f"survival of the disease at 5 years from {without}% to {with_cause}%, gives median hazard ratios of {said}. "
            f"{verdict}")
