#!/usr/bin/python3
"""golden_test.py PROGRAM [--update]: whole answers as text, to the last bit. A change here is a change of results:
raise results_version, say why in CHANGELOG.md, and run with --update in the same commit."""

import difflib
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CASES = {"ovarian": HERE.parents[1] / "configs/ovarian.yaml", "rotterdam_short": HERE.parent / "determinism/rotterdam_short.yaml",
         "simulation": HERE / "simulation.yaml"}


def answer(program: str, config: pathlib.Path, threads: int) -> str:
    """Every number of a small study; of a large one, the comparisons of the first endpoint."""
    with tempfile.TemporaryDirectory() as folder:
        result = f"{folder}/result.h5"
        subprocess.run([program, "run", config, "-o", result, "-j", str(threads), "--quiet"], check=True)
        text = subprocess.run([program, "show", result, "--format", "csv"], check=True, capture_output=True, text=True).stdout
    lines = text.splitlines(keepends=True)
    if len(lines) > 500:
        lines = [line for line in lines if ",os," in line and ("_difference," in line or "log_" in line)]
    return "".join(lines)


def main() -> int:
    program, update = sys.argv[1], "--update" in sys.argv[2:]
    failed = False
    for name, config in CASES.items():
        golden = HERE / f"{name}.csv"
        text = answer(program, config, 2)
        if update:
            if answer(program, config, 1) != text:
                print(f"{name}: two runs differ, nothing updated")
                return 1
            golden.write_text(text)
        elif golden.read_text() != text:
            failed = True
            lines = difflib.unified_diff(golden.read_text().splitlines(), text.splitlines(), str(golden), "now", n=0, lineterm="")
            print("\n".join(list(lines)[:40]))
    return int(failed)


sys.exit(main())
