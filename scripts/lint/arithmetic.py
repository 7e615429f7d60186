#!/usr/bin/python3
"""arithmetic.py [ROOT]: nothing on the result path whose bits depend on the machine or the standard library.

libm's exp, log, ... and the standard library's distributions differ between processors and versions; engine/math and
engine/random have our own. Correctly rounded functions (sqrt, fabs, floor, ...) are the same everywhere.
"""
import re

import report

NUMERICAL = ("math random cohort resample propensity scenario weights estimators analysis truth inference").split()
LIBM = (
    "exp exp2 expm1 log log2 log10 log1p pow cbrt hypot sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh "
    "atanh erf erfc tgamma lgamma fma"
)
NAMES = "|".join(LIBM.split())
# std::exp, ::exp, __builtin_exp anywhere; x.exp() is Eigen's and ends in libm as well.
QUALIFIED = re.compile(rf"(?:\bstd::|(?<![\w>]):: ?|__builtin_|\.)({NAMES})[fl]?\b(?=\s*[(,;)]|$)")
# exp(x) with a double finds libm's in the global namespace, unless ours was brought in or is being declared.
BARE = re.compile(rf"(?<![\w:.>~])({NAMES})\s*\(")
RANDOM = re.compile(
    r"\bstd::(mt19937(?:_64)?|minstd_rand0?|ranlux\w+|knuth_b|\w+_engine|\w+_distribution|random_device|seed_seq"
    r"|generate_canonical|shuffle|sample)\b|\b(s?rand)\s*\(|\bboost::(?:random::)?((?!uniform)\w+_distribution)\b"
)
QUOTED_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|//.*')


def arithmetic(root):
    for path in report.files(root, "engine"):
        folder = path.relative_to(root / "engine").parts[0]
        text = path.read_text(encoding="utf-8")
        ours = set(re.findall(r"\busing (?:iptwsim::)?math::(\w+);", text)) if folder != "math" else set(LIBM.split())
        for number, line in report.lines(path):
            code = QUOTED_OR_COMMENT.sub("", line)
            if folder in NUMERICAL:
                bare = (m for m in BARE.finditer(code) if m[1] not in ours)
                for found in (*QUALIFIED.finditer(code), *bare):
                    yield path, number, f"{found[0].strip('( ')} (its bits depend on the machine), use engine/math"
            for found in RANDOM.finditer(code):
                yield path, number, f"{found[0].strip('( ')} (its draws depend on the library), use engine/random"


if __name__ == "__main__":
    report.main(arithmetic)
