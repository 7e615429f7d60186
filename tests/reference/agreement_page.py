#!/usr/bin/python3
"""agreement_page.py TEST_PROGRAM: runs the reference tests and writes AGREEMENT.md beside this file: for every quantity,
how many cells were compared with R, the worst disagreement and where it is."""

import pathlib
import re
import subprocess
import sys

LINE = re.compile(r"^(?P<quantity>\S.*?)\s{2,}\s*(?P<cells>\d+) cells\s+worst (?P<worst>\S+)\s+tolerance (?P<tolerance>\S+)\s+\((?P<where>.*)\)$")
HEAD = """# How far the answers are from R's

Made by `tests/reference/agreement_page.py build/dev/iptwsim_test_reference`; R 4.2.2 and the packages of README.md.
Disagreement is |ours - R| / max(|R|, s): s = 1 for survival, SMD, log hazard ratio and p, tau for RMST, the score's own
standard error for a score, 0 for weights and standard errors. A cell beyond its tolerance fails the test.

| quantity | cells | worst | tolerance | worst cell |
|---|---|---|---|---|
"""


def main() -> int:
    text = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout
    rows = {}
    for match in filter(None, map(LINE.match, text.splitlines())):
        name, worst = match["quantity"], float(match["worst"])
        cells, so_far, tolerance, where = rows.get(name, (0, -1.0, "", ""))
        if worst > so_far:
            so_far, tolerance, where = worst, match["tolerance"], match["where"]
        rows[name] = (cells + int(match["cells"]), so_far, tolerance, where)
    lines = [f"| {name} | {cells} | {worst:.1e} | {tolerance} | {where} |" for name, (cells, worst, tolerance, where) in sorted(rows.items())]
    total = sum(row[0] for row in rows.values())
    page = HEAD + "\n".join(lines) + f"\n\n{total} cells in all.\n"
    (pathlib.Path(__file__).resolve().parent / "AGREEMENT.md").write_text(page)
    return 0


sys.exit(main())
