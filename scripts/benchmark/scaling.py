"""How the time of a replicate grows with patients and covariates."""
import math

import matplotlib

from benchmark.measure import median
from validation.page import table

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402: after the choice of a backend without a screen


def operations(n, p):
    """What the time must not outgrow: n p^2 + n log2 n."""
    return n * p * p + n * math.log2(n)


def plot(path, times, allowed):
    """Seconds of a replicate by n, and n p^2 + n log n through the largest of them per operation up to n = 1000."""
    figure, axes = pyplot.subplots(figsize=(6.4, 4.2), dpi=110, constrained_layout=True)
    sizes = sorted(times)
    axes.loglog(sizes, [1e6 * allowed * operations(n, 5) for n in sizes], color="0.55", linestyle="--",
                label="$c\\,(n p^2 + n \\log_2 n)$, $c$ the largest up to $n = 1000$")
    axes.loglog(sizes, [1e6 * times[n] for n in sizes], color="#1f5fa8", marker="o", markersize=4,
                label="measured, $p = 5$")
    axes.set_xlabel("patients $n$")
    axes.set_ylabel("microseconds of one core a replicate")
    axes.grid(which="major", color="0.9")
    axes.legend(frameon=False, loc="upper left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, metadata={"Software": None})
    pyplot.close(figure)


def section(bench):
    repetitions, seconds = (3, 0.02) if bench.quick else (5, 0.1)
    found = bench.rates("scaling", "^scaling/", repetitions, seconds)
    times = {tuple(name.split("/")[1:]): 1 / median(rates) for name, rates in found.items()}
    by_n = {int(size): seconds for (kind, size), seconds in times.items() if kind == "n"}
    by_p = {int(size): seconds for (kind, size), seconds in times.items() if kind == "p"}
    allowed = max(seconds / operations(n, 5) for n, seconds in by_n.items() if n <= 1000)
    plot(bench.folder / "scaling.png", by_n, allowed)
    worst = max(by_n, key=lambda n: by_n[n] / operations(n, 5))
    growth = by_n[100_000] / operations(100_000, 5) / allowed
    bench.goal("n = 100,000 per n p^2 + n log n, over the largest up to n = 1000", "1", growth, growth <= 1, digits=2)

    def rows(sizes, cost):
        return [[f"{size:,}", f"{1e6 * seconds:,.1f}", f"{1e9 * seconds / cost(size):.3f}"]
                for size, seconds in sorted(sizes.items())]

    return ["## Growth with patients and covariates", "",
            "Microseconds of one core a replicate, and nanoseconds for each n p^2 + n log2 n. Survival times are continuous: six of",
            "ten patients die, each at a time of his own.", "",
            *table(["n, p = 5", "microseconds", "ns an operation"], rows(by_n, lambda n: operations(n, 5))),
            "![Time of a replicate by patients](scaling.png)", "",
            f"The largest cost an operation is at n = {worst:,}.", "",
            *table(["p, n = 2000", "microseconds", "ns an operation"], rows(by_p, lambda p: operations(2000, p)))]
