#!/usr/bin/python3
"""length.py [ROOT]: no file of engine/ is longer than 400 lines; those over 250 are named."""
import report

ASK, SPLIT = 250, 400


def length(root):
    for path in report.files(root, "engine"):
        count = sum(1 for _ in report.lines(path))
        if count > SPLIT:
            yield path, count, f"{count} lines (at most {SPLIT}), split it by purpose"
        elif count > ASK:
            print(f"{path.relative_to(root)}:{count}: note: {count} lines (over {ASK}), does it do one thing?")


if __name__ == "__main__":
    report.main(length)
