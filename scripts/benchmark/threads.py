"""Two threads against one."""
from benchmark.measure import median, rate_text
from benchmark.replicates import COHORTS
from validation.page import table


def section(bench):
    pairs = 9 if bench.quick else 31
    lines = ["## Two threads", "",
             f"{pairs} pairs of runs of about 0.1 s, one thread and two in turns, wall time. The speed-up is the median of the pairs'",
             "ratios; beside it the best run of two threads over the best run of one, which other load on the machine disturbs",
             "less.", ""]
    rows = []
    for name, records in bench.run("threads", "^threads/", pairs, 0).items():
        word = COHORTS[name.split("/")[1]]
        one, two = [record["one"] for record in records], [record["two"] for record in records]
        speedup = median([b / a for a, b in zip(one, two)])
        rows.append([word, rate_text(median(one)), rate_text(median(two)), f"{speedup:.2f}", f"{max(two) / max(one):.2f}"])
        bench.goal(f"{word}: two threads over one", "1.9", speedup, speedup >= 1.9, digits=2)
    return lines + table(["", "one thread, replicates a second", "two threads", "speed-up", "best over best"], rows)
