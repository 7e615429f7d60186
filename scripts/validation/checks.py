"""Criteria, and what became of each check.

A Monte Carlo figure agrees with another when they differ by at most 4.5 of their joint standard error; a share agrees
with a probability when neither tail of the exact binomial distribution is below the normal tail beyond 4.5.
"""
import math

BOUND = 4.5
TAIL = math.erfc(BOUND / math.sqrt(2)) / 2  # 3.4e-6


def joint_z(first, first_error, second, second_error=0.0):
    error = math.hypot(first_error, second_error)
    return (first - second) / error if error > 0 else math.copysign(math.inf, first - second) if first != second else 0.0


def _log_probability(x, n, p):
    return (math.lgamma(n + 1) - math.lgamma(x + 1) - math.lgamma(n - x + 1)
            + x * math.log(p) + (n - x) * math.log1p(-p))


def lower_tail(x, n, p):
    """P(X <= x), summed from x down until terms no longer matter."""
    total = 0.0
    for k in range(x, -1, -1):
        term = math.exp(_log_probability(k, n, p))
        total += term
        if k < n * p and term < 1e-17:
            break
    return min(total, 1.0)


def upper_tail(x, n, p):
    return lower_tail(n - x, n, 1 - p)


def side(x, n, p):
    """0 where x of n agrees with p, else -1 (too few) or +1 (too many)."""
    if lower_tail(x, n, p) < TAIL:
        return -1
    return 1 if upper_tail(x, n, p) < TAIL else 0


class Checks:
    def __init__(self):
        self.all = []  # (section, what, passed, how far)

    def add(self, section, what, passed, detail):
        """Anything that is not a number fails."""
        self.all.append((section, what, bool(passed), detail))
        return bool(passed)

    def agrees(self, section, what, first, first_error, second, second_error=0.0):
        z = joint_z(first, first_error, second, second_error)
        self.add(section, what, abs(z) <= BOUND, f"{first:.4g} and {second:.4g}: {z:+.1f} MCSE")
        return z

    def share(self, section, what, count, probability, sides=(-1, 1)):
        """sides: on which a departure is a failure."""
        x, n = count
        found = side(x, n, probability)
        self.add(section, what, found not in sides, f"{x} of {n}, {100 * x / n:.1f}%, expected {100 * probability:.1f}%")
        return found

    def failed(self):
        return [check for check in self.all if not check[2]]

    def verdict(self):
        failed = self.failed()
        lines = [f"{len(self.all) - len(failed)} of {len(self.all)} checks passed"]
        return "\n".join(lines + [f"FAILED {section}: {what}: {detail}" for section, what, _, detail in failed])
