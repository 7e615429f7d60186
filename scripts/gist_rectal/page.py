"""results/gist_rectal/README.md."""
import subprocess
import textwrap

from gist_rectal import published, tables
from gist_rectal.result import Result
from gist_rectal.tables import NULL, RATIO, SURVIVAL

# DRFS as its published hazard ratio has it, of patients who have OS as its published hazard ratio has it.
TOO_MUCH = ["cohort.synthetic.components.disease_death.marginal.treated={hazard_ratio: 0.11}",
            "cohort.synthetic.components.other_death.marginal.treated={survival_of: {endpoint: os, at: 5, equals: 0.93615}}",
            "cohort.synthetic.components.recurrence.marginal.treated={survival_of: {endpoint: drfs, at: 5, equals: 0.9517}}",
            "sweep=null"]

LESS = "followed for less, median 3.8 years"

PAGE = """# What can a study of 85 patients with rectal GIST find?

Made by `scripts/gist` from configs/gist_rectal.yaml, gist_assumptions.yaml and gist_unmeasured.yaml: {cohorts:,} simulated
studies of 33 patients with upfront surgery and 52 with neoadjuvant imatinib, by {version}.
Do not edit: the same program makes the same page. In brackets: Monte Carlo standard errors.

The study: Ling et al., J Surg Oncol 2021, doi 10.1002/jso.26664. The question is not what imatinib does. It is what a
study of this size would report if the truth were this or that; each simulated study is analysed as that one was, by
inverse probability of treatment weighting, with a bootstrap of 199 samples inside each of the main scenarios.

## The answer
{answer}

## What was published, and why no one truth has all of it
{truths}
Survival is treated / control, %; hazard ratios are what the weighted Cox model tends to.

The published figures contradict each other if hazards are proportional. A hazard ratio of 0.20 takes an overall survival
of 71.9% to {os_if:.1f}%, not 97.8%; 0.15 takes DRFS to {drfs_if:.1f}%, more than the {os_if:.1f}% who would be alive, though DRFS
counts deaths as well. A disease-specific survival of 100% means a hazard ratio of 0, not 0.11, unless the
deaths come after 5 years. And DRFS equal to OS in both arms would mean that nobody alive at 5 years had ever had a distant
recurrence. Asked for patients with all published hazard ratios, the program refuses: *{refusal}*.

None of this says that anything was reported wrongly. Survival at 5 years and a hazard ratio over the whole follow-up are
different averages of few events, each with its own error. So there are two truths here: **survival matched** has OS and DSS
as published, and DRFS 2% below OS in each arm (an assumption: the share alive with distant recurrence); **hazard ratios
matched** has the published hazard ratios and control arm, with DRFS a time of its own because no patients could have all
three. **No effect** has as many events as the published percentages make, shared by all.

## Power and type I error
How often p is below 0.05, % of all simulated studies. Without effect that is the type I error.

{power}
A study whose treated patients all survive has no finite hazard ratio and no Wald test: it counts as not rejecting, and that
is why the Wald test of DSS never rejects when survival is as published. Log-rank tests and percentile intervals remain.

## The hazard ratios that such studies report
{spread}
## How wide their intervals are
The upper limit over the lower one. The published intervals are {wide_drfs:.0f}-fold (DRFS), {wide_dss:.0f}-fold (DSS) and {wide_os:.0f}-fold (OS).

{widths}
Fewer events make them wider. With the published hazard ratios:

{follow_up}
## How few events there are
{sparse}
## The assumptions, one by one
The abstract says nothing of covariates, confounding, follow-up and censoring. Power and type I error, % of 1,000 studies:
Wald test of the hazard ratio with robust standard error / robust log-rank test.

{assumptions}
## How far an unmeasured confounder would have to go
Nothing has an effect here. Half of the patients have a cause that nobody recorded; its odds ratio of being given imatinib
first and its latent correlation with every time are swept. "Alive of the disease" says what that correlation means: how many
of those without and with the cause have not died of the tumour at 5 years, if nothing else happens.

{unmeasured}
Published hazard ratios: {ratios}.
"""


def refusal(program, root):
    """What the program says when it is asked for all published hazard ratios on the same patients."""
    settings = [word for setting in TOO_MUCH for word in ("--set", setting)]
    done = subprocess.run([program, "validate", root / "configs/gist_rectal.yaml", *settings], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 78 and "cannot be had" in done.stderr, done.stdout + done.stderr
    return done.stderr[done.stderr.index("survival 0.95"):].strip()


def answer(main, swept, confounded):
    """The plain words, with their numbers."""
    def power(scenario, endpoint, quantity="log_hazard_ratio", method="robust"):
        return f"{100 * main.number(scenario, endpoint, quantity, 'power', method).value:.0f}%"

    def all_of(scenario, *test):
        return ", ".join(f"{tables.name(endpoint)} {power(scenario, endpoint, *test)}" for endpoint in published.ENDPOINTS)

    sizes = {words: [100 * swept.number(words, f"{endpoint}_r", "log_hazard_ratio", "power", "robust").value
                     for endpoint in published.ENDPOINTS]
             for words in (LESS, "as assumed", "twice as many patients")}
    ranges = {words: f"{min(values):.0f} to {max(values):.0f}%" for words, values in sizes.items()}
    zero = {scenario: 100 * main.status(scenario, "os", "log_hazard_ratio", "no_events_treated") / main.cohorts
            for scenario in (SURVIVAL, RATIO)}
    logs = tables.log_ratios(main, RATIO, "os")
    low, high = (tables.ratio_text(tables.quantile(logs, share)) for share in (0.05, 0.95))
    published_widths = ", ".join(f"{published.width(endpoint):.0f}-fold" for endpoint in published.ENDPOINTS)
    usual, short = (", ".join(f"{tables.width_text(tables.quantile(widths, 0.5))}-fold" for widths in (
        tables.log_widths(swept, words, f"{endpoint}_r", "wald_robust") for endpoint in published.ENDPOINTS))
                    for words in ("as assumed", LESS))
    bullets = [
        f"- **If the effects are as large as published, such a study usually finds them.** Log-rank tests reject in "
        f"{all_of(SURVIVAL, 'log_rank', 'robust')} of studies if survival is as published; the Wald test of the hazard "
        f"ratio in {all_of(RATIO)} if the hazard ratios are. These are hazard ratios of 0.11 to 0.20; smaller effects "
        f"are not tried here.",
        f"- **How long patients are followed decides.** With the published hazard ratios and a median follow-up of 6 years, "
        f"as assumed, power is {ranges['as assumed']} over the three endpoints; with 3.8 years it is "
        f"{ranges[LESS]}; with twice as many patients "
        f"{ranges['twice as many patients']}.",
        f"- **Tests keep their level roughly, not exactly.** Without any effect the Wald test rejects in {all_of(NULL)}, "
        f"the robust log-rank test in {all_of(NULL, 'log_rank', 'robust')}, the bootstrap percentile interval in "
        f"{all_of(NULL, 'log_hazard_ratio', 'percentile')} of studies, instead of 5%.",
        f"- **The reported hazard ratio says little about the true one.** If it is 0.20 for OS, nine in ten studies "
        f"report {low} to {high}. It is 0, because no treated patient died, in {zero[SURVIVAL]:.0f}% of studies if survival is as "
        f"published ({zero[RATIO]:.0f}% if the hazard ratios are). The published pattern, DRFS and DSS significant and OS "
        f"not, is found in {100 * tables.pattern(main, RATIO):.1f}% of studies if the hazard ratios are as published and in "
        f"{100 * tables.pattern(main, NULL):.1f}% without effect.",
        f"- **The published intervals are wider than most simulated ones**: {published_widths} from lower to upper limit, "
        f"where the median simulated study has {usual} with a median follow-up of 6 years and {short} with 3.8 years (hazard "
        f"ratios as published). Less follow-up or fewer events than assumed here would explain it, and then power is nearer "
        f"to {ranges[LESS]}.",
        tables.unmeasured_words(confounded)]
    return [line for bullet in bullets for line in textwrap.wrap(bullet, 118, subsequent_indent="  ")]


def page(program, root, share, reuse):
    main, swept, confounded = (Result(program, root, name, share, reuse)
                               for name in ("gist_rectal", "gist_assumptions", "gist_unmeasured"))
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    parts = {"truths": tables.truths(main), "power": tables.power(main), "spread": tables.spread(main),
             "widths": tables.widths(main), "follow_up": tables.follow_up(swept), "sparse": tables.sparse(main),
             "assumptions": tables.assumptions(swept), "unmeasured": tables.unmeasured(confounded),
             "answer": answer(main, swept, confounded)}
    return PAGE.format(
        version=version, refusal=refusal(program, root), os_if=published.treated_if_proportional("os"),
        drfs_if=published.treated_if_proportional("drfs"),
        cohorts=sum(result.cohorts * len(result.scenarios) for result in (main, swept, confounded)),
        ratios=", ".join(f"{tables.name(endpoint)} {published.ratio(endpoint)}" for endpoint in published.ENDPOINTS),
        **{f"wide_{endpoint}": published.width(endpoint) for endpoint in published.ENDPOINTS},
        **{name: "\n".join(lines) for name, lines in parts.items()})
