"""The fixed unit: this program by instruction set, its yardsticks, and R, in one run."""
from benchmark.measure import median, rate_text, spread
from validation.page import table

COHORTS = {"n85_p5": "n = 85, p = 5", "n3000_p8": "n = 3000, p = 8"}
WORDS = {"baseline": "this program, baseline (SSE2 on x86-64)", "avx2": "this program, AVX2",
         "avx512": "this program, AVX-512", "clean": "clean scalar loop", "ordinary": "ordinary Eigen program",
         "R": "idiomatic R"}
# By cohort: what a replicate must be faster than, and how often.
GOALS = {"n85_p5": {"clean": 6, "ordinary": 10, "R": 2500}, "n3000_p8": {"clean": 8, "ordinary": 14, "R": 400}}
R_REPLICATES = {"n85_p5": 250, "n3000_p8": 50}


def measure(bench):
    """{cohort: {who: [rates]}}, rounds of everything one after the other."""
    found = {cohort: {} for cohort in COHORTS}
    rounds, repetitions, seconds = (1, 5, 0.1) if bench.quick else (3, 5, 0.2)
    for turn in range(rounds):
        for name, rates in bench.rates(f"replicates_{turn + 1}", "^replicates/", repetitions, seconds).items():
            _, cohort, who = name.split("/")
            found[cohort].setdefault(who, []).extend(rates)
        for cohort in COHORTS:
            rate = bench.r_rate(cohort, R_REPLICATES[cohort])
            if rate:
                found[cohort].setdefault("R", []).append(rate)
    return found


def section(bench):
    found = measure(bench)
    best = bench.isas()[-1]
    lines = ["## Bootstrap replicates", "",
             "Replicates a second of one core (thread CPU time, median), with half the interquartile range in percent; and how",
             f"many times the rate of each yardstick that of this program ({WORDS[best].split(', ')[1]}) is.", "",
             "The unit: patients drawn with replacement, logistic propensity model, stabilized ATE weights, Kaplan-Meier survival",
             "at one time and RMST by arm, Cox (Efron) with the robust standard error, robust and Xie and Liu's log-rank test.",
             "The clean scalar loop is sorted once, works on counts, skips absent patients and starts from the cohort's",
             "coefficients; the ordinary program copies rows, sorts them with std::sort and lets Eigen do the algebra. Both are",
             "compiled for this very processor (-O3 -march=native) and give the program's numbers to 1e-10",
             "(tests/bench/yardsticks). They stop by its rule for a cohort, one Newton step after a step that moved no linear",
             "predictor by more than 1e-6; replicates of the program end within 5e-13, too, by fewer and cheaper steps",
             "(engine/adr/0012-two-precisions.md). R is boot with glm, survfit and a robust coxph (tests/bench/idiomatic.R), at",
             "R's own, looser rule.", ""]
    rows = []
    for who, word in WORDS.items():
        cells = [word]
        for cohort in COHORTS:
            rates = found[cohort].get(who)
            if not rates:
                cells += ["skipped", ""]
                continue
            ratio = median(found[cohort][best]) / median(rates)
            cells += [f"{rate_text(median(rates))} ({spread(rates):.0f}%)", "" if who == best else f"{ratio:,.1f}"]
        rows.append(cells)
    lines += table(["", *(cell for name in COHORTS.values() for cell in (name, "times"))], rows)
    for isa in ("avx2", "avx512"):
        if isa not in bench.isas():
            lines += [f"Skipped: this processor has no {isa}; the goals below are of {best}.", ""]
    if "R" not in found["n85_p5"]:
        lines += ["Skipped: R is not installed.", ""]

    for cohort, goals in GOALS.items():
        rate = median(found[cohort][best])
        for who, wanted in goals.items():
            what = f"{COHORTS[cohort]}: times {WORDS[who]}"
            if who not in found[cohort]:
                bench.goal(what, f"{wanted:,}", "not measured", None)
                continue
            ratio = rate / median(found[cohort][who])
            bench.goal(what, f"{wanted:,}", ratio, ratio >= wanted)
    if "avx512" in bench.isas():
        for cohort, name in COHORTS.items():
            ratio = median(found[cohort]["avx2"]) / median(found[cohort]["avx512"])
            bench.goal(f"{name}: AVX2 over AVX-512", "0.5", ratio, ratio >= 0.5, digits=2)
    else:
        bench.goal("AVX2 over AVX-512", "0.5", "skipped: no AVX-512", None)
    rate = median(found["n85_p5"][best])
    bench.goal("n = 85: replicates a second (a reach)", "1,000,000", rate, rate >= 1e6, digits=0)
    return lines
