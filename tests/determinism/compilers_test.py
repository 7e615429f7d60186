#!/usr/bin/python3
"""compilers_test.py PROGRAM OTHER: both builds give results that `diff` calls equal, at different thread counts and
with every instruction set that this processor has."""

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
                for isa in ("baseline", "avx2", "avx512"):
                    result = str(pathlib.Path(folder) / f"{threads}-{isa}.h5")
                    done = subprocess.run([build, "run", str(root / config), "-o", result, "-j", threads, "--isa", isa,
                                           "--quiet", "--force"], capture_output=True, text=True)
                    if done.returncode == 64 and "this processor" in done.stderr:
                        print(f"not compared: {done.stderr.strip()}")
                        continue
                    if done.returncode:
                        raise SystemExit(done.stderr)
                    results.append(result)
            for result in results[1:]:
                for build in (program, other):
                    subprocess.run([build, "diff", results[0], result], check=True)
            print(f"{config}: equal bits in {len(results)} results")
    return 0


sys.exit(main())
