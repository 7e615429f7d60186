#!/usr/bin/python3
"""length.py [ROOT]: no file of engine/ is longer than 400 lines, those over 250 are named; no line is over 120 wide."""
import report

ASK, SPLIT, WIDTH = 250, 400, 120


def length(root):
    for path in report.files(root, "engine", "tests"):
        for number, line in report.lines(path):
            if len(line) > WIDTH:
                yield path, number, f"{len(line)} columns (at most {WIDTH}), break the line"
    for path in report.files(root, "engine"):
        count = sum(1 for _ in report.lines(path))
        if count > SPLIT:
            yield path, count, f"{count} lines (at most {SPLIT}), split it by purpose"
        elif count > ASK:
            print(f"{path.relative_to(root)}:{count}: note: {count} lines (over {ASK}), does it do one thing?")


if __name__ == "__main__":
    report.main(length)
