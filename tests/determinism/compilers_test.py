#!/usr/bin/python3
"""compilers_test.py PROGRAM OTHER: both builds give results that `diff` calls equal, at different thread counts."""

import pathlib
import subprocess
import sys
import tempfile

CONFIGS = ["configs/ovarian.yaml", "tests/determinism/rotterdam_short.yaml", "tests/golden/simulation.yaml"]


def main() -> int:
    program, other = sys.argv[1:3]
    if not pathlib.Path(other).exists():
        print(f"skipped: {other} is not built (scripts/test builds it)")
        return 77
    root = pathlib.Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as folder:
        for config in CONFIGS:
            results = []
            for build, threads in ((program, "1"), (other, "2")):
                results.append(str(pathlib.Path(folder) / f"{threads}.h5"))
                subprocess.run([build, "run", str(root / config), "-o", results[-1], "-j", threads, "--quiet", "--force"],
                               check=True)
            for build in (program, other):
                subprocess.run([build, "diff", *results], check=True)
            print(f"{config}: equal bits")
    return 0


sys.exit(main())
