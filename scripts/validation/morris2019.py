"""Morris, White and Crowther 2019, section 7, against the numbers of two independent archives of their study."""
import math

from validation.page import table

SECTION = "Morris 2019"
ARCHIVED = 1600  # cohorts of each archive
# By measure: shape 1 (archive 1, archive 2), shape 1.5 (archive 1, archive 2).
PUBLISHED = {"power": ((.6987, .6894), (.9038, .8956)), "coverage": ((.9544, .9544), (.9519, .9575)),
             "empirical_se": ((.2030, .2091), (.1536, .1511)), "model_se": ((.2082, .2080), (.1541, .1542))}
METHOD = {"power": "naive", "coverage": "wald_robust", "empirical_se": "", "model_se": "naive"}
WORDS = {"power": "power", "coverage": "coverage", "empirical_se": "empirical SE", "model_se": "model SE"}


def error_of(measure, value, error, cohorts):
    """MCSE of an archive's figure: their formulas; the spread of model SEs is a property of the design, ours is used."""
    if measure in ("power", "coverage"):
        return math.sqrt(value * (1 - value) / ARCHIVED)
    if measure == "empirical_se":
        return value / math.sqrt(2 * (ARCHIVED - 1))
    return error * math.sqrt(cohorts / ARCHIVED)


def section(program, checks):
    result = program.run("morris2019")
    rows = []
    for scenario, shape, index in zip(result.scenarios, ("1", "1.5"), (0, 1)):
        assert f"shape={shape}," in scenario, scenario
        for measure, published in PUBLISHED.items():
            number = result.get(scenario, "death", "unweighted", "log_hazard_ratio", measure, METHOD[measure])
            row = [shape, WORDS[measure], f"{number.value:.4f} ({number.mcse:.4f})"]
            for archive, value in enumerate(published[index], 1):
                error = error_of(measure, value, number.mcse, result.cohorts)
                z = checks.agrees(SECTION, f"shape {shape}, {WORDS[measure]}, archive {archive}", number.value,
                                  number.mcse, value, error)
                row += [f"{value:.4f}", f"{z:+.1f}"]
            rows.append(row)
    return ["## Morris, White and Crowther 2019, section 7", "",
            f"configs/validation/morris2019.yaml, {result.cohorts:,} cohorts a row against two archives of "
            f"{ARCHIVED:,}: the Cox model.",
            "z is the difference in joint MCSEs. Power and model SE are of the naive standard error; coverage is of the",
            "robust one, in this design nearly the same, as naive intervals are not offered.", "",
            *table(["shape", "measure", "here", "archive 1", "z", "archive 2", "z"], rows, words=2)]

