#!/usr/bin/python3
"""layers.py [ROOT]: includes and links between folders of engine/ point down only (engine/ARCHITECTURE.md)."""
import re

import report

# From the bottom up. Folders of one line know nothing of each other.
LEVELS = """
core
math random
cohort
resample propensity scenario
weights
estimators
analysis
truth
inference
kernels
config
plan
run results
report
app
"""
LEVEL = {folder: level for level, line in enumerate(LEVELS.split("\n")) for folder in line.split()}
INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def problem(user, used):
    if used == user:
        return None
    if used not in LEVEL:
        return f'"{used}" is no layer, include as "folder/file.hpp" or add the folder to scripts/lint/layers.py'
    if LEVEL[used] >= LEVEL[user]:
        return f"{user} may not use {used} (it is not below), move what both need to a lower layer"
    return None


def layers(root):
    for path in report.files(root, "engine", suffixes=report.CPP | {".txt"}):
        user = path.relative_to(root / "engine").parts[0]
        if path.parent == root / "engine":
            continue
        if user not in LEVEL:
            yield path, 1, f"folder {user} has no level (nothing says who may use it), add it to scripts/lint/layers.py"
            continue
        if path.name == "CMakeLists.txt":
            text = path.read_text()
            for links in re.finditer(r"\bLAYERS\s+([a-z_\s]+)", text):
                line = text.count("\n", 0, links.start()) + 1
                yield from ((path, line, p) for p in (problem(user, used) for used in links[1].split()) if p)
        elif path.suffix in report.CPP:
            for number, line in report.lines(path):
                found = INCLUDE.match(line)
                message = found and problem(user, found[1].split("/")[0])
                if message:
                    yield path, number, message


if __name__ == "__main__":
    report.main(layers)
