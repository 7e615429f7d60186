"""Type I error in plain words: sentences with the figures that were found."""
import math

CAPTION_LARGE = """configs/validation/null.yaml: {n:,} cohorts a design, MCSE {mcse:.2f} at 5%. Lowest and highest share of cohorts rejected
at 5%, in %, over three strengths of confounding and two prevalences; in how many designs it is above or below 5% by exact
bounds (↑ ↓ in the tables of every design). Crude tests have to hold the level without confounding from n = 300 on, and to
break it with; robust tests of ate must not be above it at the largest n."""

CAPTION_RATIO = """The robust Wald test of the hazard ratio in the largest cohorts. "SE ratio" is the mean robust standard error over the
spread of the estimates; a Wald test with such a standard error rejects in the share "expected", which has to agree with
what was found."""

CAPTION_KNOWN = """null.yaml with `--set propensity.terms=[] --set propensity.model.known=true_score`: weights from the probabilities that
the cohorts were drawn with; {n:,} cohorts a design. Now robust tests are right to take weights as known and have to hold
the level by exact bounds. Xie and Liu's test is shown."""

CAPTION_SMALL = """configs/validation/null_bootstrap.yaml: {n:,} cohorts a design, MCSE {mcse:.2f} at 5%, 199 replicates in each. Bootstrap tests
are by inversion of the interval of their name; "bootstrap SE" is the Wald test with the bootstrap's standard error. BCa's
acceleration is from influence values. In cohorts of 300 without strong confounding each of these tests (not "robust") has
to agree with 5% by exact bounds."""

TEXT = """## Type I error

Nobody's survival depends on treatment, so every estimand's true effect is none (checked). Survival depends on three
covariates, and so does treatment: not at all ("none", a trial), with a log odds ratio of 0.4 for each ("moderate"), of
0.8 ("strong"); 50% or 20% are treated. All tests are two-sided at 5%. Weights are stabilized.

### Which tests hold their level

- **No weights.** Without confounding the crude log-rank test rejects {crude_none}; with moderate confounding
  {crude_moderate}, with strong {crude_strong}, the more surely the larger the cohort. Nothing about the test is wrong: the
  arms differ in more than treatment.
- **Robust standard errors take weights as known** (Wald test of the weighted Cox model, robust log-rank test). With scores
  that are known indeed they reject {known}. With estimated scores and at most moderate confounding the Wald test for ate
  rejects {robust_large} in cohorts of 300 and more: mostly below the level, so power is lost. Estimating the score removes
  chance imbalance, and this standard error does not know. In small cohorts it is the other way round: n = 60, {robust_60};
  n = 120, {robust_120}, worst with few treated and strong confounding, where a few large weights carry the comparison. The
  robust log-rank test suffers less (n = 60: {rank_60}; n = 120: {rank_120}), and so do overlap weights (Wald, n = 60:
  {overlap_60}; n = 120: {overlap_120}).
- **Stacked standard errors know that the score is estimated**, but are a large-sample formula. Hazard ratio, ate: n = 60,
  {stacked_60}; n = 120, {stacked_120}; n = 300, {stacked_300}. Overlap: n = 60, {stacked_overlap_60}; n = 300,
  {stacked_overlap_300}.
- **The bootstrap knows it, too, and does better in small cohorts.** Hazard ratio, ate, percentile: n = 60, {percentile_60};
  n = 120, {percentile_120}; n = 300, {percentile_300}. With the bootstrap's standard error: n = 60, {bootstrap_60};
  n = 120, {bootstrap_120}; n = 300, {bootstrap_300}. BCa: n = 60, {bca_60}; n = 300, {bca_300}. With overlap weights
  percentile: n = 60, {percentile_overlap_60}; n = 300, {percentile_overlap_300}; basic: n = 60, {basic_60}.
- **Xie and Liu's test** rejects {xie_ate} for ate in cohorts of 300 and more, {xie_overlap} for overlap and {xie_att} for
  att. With known scores it is {xie_known_ate}, {xie_known_overlap} and {xie_known_att}: under confounding its variance
  is too small, as it takes the weights of those who die to be like the weights of those at risk, whereas the controls who
  weigh most die soonest. The robust log-rank test uses the weights of those who die.
- **The naive standard error** takes weights as numbers of patients. Stabilized weights for ate add up to n: {naive} in
  cohorts of 300 and more with confounding. Those for overlap add up to much less: {naive_overlap}. It is offered for
  comparison only. Xie and Liu's test is not of this kind; type I errors of 35 to 72%, as published for an adjusted
  log-rank test, look like those of weights taken as counts."""


def between(bounds):
    low, high = bounds
    return f"{low:.1f} to {high:.1f}%"


def caption(text, sizes):
    n = sizes.result.cohorts
    return text.format(n=n, mcse=100 * math.sqrt(0.05 * 0.95 / n)).splitlines()


def words(large, small, known):
    """large without a bootstrap, small with one, known with true scores: null.Sizes."""
    big = tuple(n for n in large.sizes if n >= 300)
    hazard = "log_hazard_ratio"
    figures = {}

    def put(name, table, *test, **designs):
        figures[name] = between(table.range(*test, **designs))

    for strength in ("none", "moderate", "strong"):
        put(f"crude_{strength}", large, "unweighted", "log_rank", "xie_liu", strengths=(strength,))
    put("known", known, "ate", hazard, "robust")
    put("robust_large", large, "ate", hazard, "robust", strengths=("none", "moderate"), sizes=big)
    for n in (60, 120):
        put(f"robust_{n}", large, "ate", hazard, "robust", sizes=(n,))
        put(f"rank_{n}", large, "ate", "log_rank", "robust", sizes=(n,))
        put(f"overlap_{n}", large, "overlap", hazard, "robust", sizes=(n,))
    for n in small.sizes:
        for method in ("stacked", "percentile", "bootstrap", "bca", "basic"):
            put(f"{method}_{n}", small, "ate", hazard, method, sizes=(n,))
            put(f"{method}_overlap_{n}", small, "overlap", hazard, method, sizes=(n,))
    figures["basic_60"] = figures["basic_overlap_60"]
    for estimand in ("ate", "overlap", "att"):
        put(f"xie_{estimand}", large, estimand, "log_rank", "xie_liu", sizes=big)
        put(f"xie_known_{estimand}", known, estimand, "log_rank", "xie_liu", strengths=("moderate", "strong"))
    put("naive", large, "ate", hazard, "naive", strengths=("moderate", "strong"), sizes=big)
    put("naive_overlap", large, "overlap", hazard, "naive", sizes=big)
    return [*TEXT.format(**figures).splitlines(), ""]


def without_answer(sizes):
    """Cohorts in which nothing could be tested count as not rejected."""
    lines = []
    for design, scenario in sizes.designs.items():
        key = (scenario, "death", "ate", "log_hazard_ratio", "", "", "count", "")
        counts = {row[8]: number.value for row, number in sizes.result.rows.items()
                  if row[:8] == key and row[8] not in ("ok", "beyond_follow_up")}
        if counts:
            reasons = ", ".join(f"{status} {value:.0f}" for status, value in sorted(counts.items()))
            lines.append(f"- confounding {design[0]}, {design[1]:g} treated, n = {design[2]}: {reasons}")
    if not lines:
        return []
    return ["Cohorts without a hazard ratio or its test, which count as not rejected, by reason (engine/core/status.hpp):",
            "", *lines, ""]
