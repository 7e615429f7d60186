#!/usr/bin/python3
"""compilers_test.py PROGRAM OTHER: both builds give results that `diff` calls equal, at different thread counts and
with every instruction set that this processor has."""

import pathlib
import sys

from same_bits import compare


def main() -> int:
    program, other = sys.argv[1:3]
    if not pathlib.Path(other).exists():
        print(f"skipped: {other} is not built (scripts/test builds it)")
        return 77
    compare([program, other])
    return 0


sys.exit(main())
