#!/usr/bin/python3
"""format.py [ROOT]: C++ is formatted as .clang-format says, by the version that it is written for.

Exit code 77, which the tests read as skipped, where another version is installed: versions disagree about details.
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

import report

VERSION = "14"
WARNING = re.compile(r"(.+?):(\d+):\d+: (?:error|warning): code should be clang-formatted")


def format(root):
    tool = shutil.which(f"clang-format-{VERSION}") or shutil.which("clang-format")
    said = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout if tool else "none"
    if f"version {VERSION}." not in said:
        print(f"skipped: needs clang-format {VERSION}, found {said.strip()}")
        sys.exit(77)
    paths = [str(path) for path in report.files(root, "engine", "tests")]
    if not paths:
        return
    style = f"--style=file:{Path(__file__).parents[2] / '.clang-format'}"
    run = subprocess.run([tool, style, "--dry-run", "-Werror", *paths], capture_output=True, text=True)
    first = {}
    for found in WARNING.finditer(run.stderr):
        first.setdefault(found[1], int(found[2]))
    for name, line in first.items():
        yield Path(name), line, f"not formatted, run: clang-format -i {Path(name).relative_to(root)}"
    if run.returncode and not first:
        yield root / ".clang-format", 1, run.stderr


if __name__ == "__main__":
    report.main(format)
