"""Randomized exponential designs against Schoenfeld's formula, R's rpact and another simulation."""
import json

from validation.page import percent, table

SECTION = "Randomized designs"
FIXTURE = "tests/reference/fixtures/power.json"


def section(program, checks):
    result = program.run("randomized")
    designs = list(json.loads((program.root / FIXTURE).read_text())["designs"].values())
    assert len(designs) == len(result.scenarios)
    power, events = [], []
    for scenario, design in zip(result.scenarios, designs):
        name, arms = design["id"], (design["n"] - design["n_treated"], design["n_treated"])
        key = (scenario, "death", "unweighted")
        classical = result.get(*key, "log_rank", "power", "xie_liu")
        robust = result.get(*key, "log_rank", "power", "robust")
        cox = result.get(*key, "log_hazard_ratio", "power", "naive")
        formula = design["schoenfeld_power_two_sided"]
        other, other_error = design["own_sim_fixed_calendar_end_power_two_sided"], design["own_sim_se"]

        z = checks.agrees(SECTION, f"{name}, power against another simulation", classical.value, classical.mcse, other,
                          other_error)
        equal = arms[0] == arms[1]
        if equal:
            checks.share(SECTION, f"{name}, power against Schoenfeld",
                         result.share(*key, "log_rank", "power", "xie_liu"), formula)
        power.append([name, f"{arms[0]} + {arms[1]}", f"{design['hr']:g}", percent(classical), percent(robust),
                      percent(cox), f"{100 * formula:.1f}{'' if equal else ' (not judged)'}",
                      f"{100 * other:.1f} ({100 * other_error:.1f})", f"{z:+.1f}",
                      f"{100 * design['rpact_power_at_rounded_events']:.1f}"
                      if "rpact_power_at_rounded_events" in design else "",
                      f"{100 * design['rpact_sim_power']:.1f}"])

        for arm, size in zip(("control", "treated"), arms):
            found = result.get(scenario, "death", "", "events", "mean", arm=arm)
            known = size * design[f"p_event_{arm}"]
            z = checks.agrees(SECTION, f"{name}, events of the {arm} arm", found.value, found.mcse, known)
            events.append([name, arm, f"{found.value:.3f} ({found.mcse:.3f})", f"{known:.3f}", f"{z:+.1f}"])
        bias = result.get(*key, "log_hazard_ratio", "bias")
        events[-1].append(f"{bias.value:+.4f} ({bias.mcse:.4f})")
        events[-2].append("")
    return TEXT.format(cohorts=result.cohorts).splitlines() + [""] + \
        table(["design", "control + treated", "HR", "log-rank", "robust log-rank", "Cox", "Schoenfeld",
               "other simulation", "z", "rpact formula", "rpact simulation, one-sided"], power, words=2) + \
        table(["design", "arm", "events a cohort", "expected", "z", "bias of the log HR"], events, words=2)


TEXT = """## Randomized exponential designs

configs/validation/randomized.yaml, {cohorts:,} cohorts a design; rejected at 5% two-sided, % (MCSE). With weights of 1 Xie and
Liu's test is the classical log-rank test; "robust log-rank" is the score test with a robust variance, "Cox" the Wald test
with the naive one. Power and expected events are from tests/reference/fixtures/power.json.

Where arms are equal, the classical test has to agree with Schoenfeld's formula by exact binomial bounds; where they are not
(d3) the formula is known to be off and the simulated value is right. The other simulation (20,000 cohorts, another
program, the same rule of analysis) has to agree everywhere. rpact simulates another rule, analysis at a fixed number of
events, one-sided at half the level, and is shown for comparison; d5 has no effect, its power is the type I error.
"""
