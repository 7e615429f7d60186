#!/usr/bin/python3
"""derive_fixtures.py SOURCE_DIR TARGET_DIR

Compact copies of R's reference values. SOURCE_DIR holds the JSON and CSV files written by R.

*.json  same content, keys in the same order, every number with the very characters R printed; an object
        or list takes one line if it is short or holds no object, so that diffs are readable and files small
*.csv   copied byte for byte; *_indices.csv (the resampling indices of bootci_*) is left out

Each written JSON is parsed again and compared with its source: same keys, order, strings and number texts.
"""
import json
import pathlib
import sys


LINE = 400  # characters


class Number(str):
    """A JSON number as the text it was written in."""


def refuse(text):
    raise ValueError(f"{text} is not JSON")


def object_once(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key occurs twice among {keys}")
    return dict(pairs)


def parse(text):
    return json.loads(text, parse_float=Number, parse_int=Number, parse_constant=refuse,
                      object_pairs_hook=object_once)


def children(value):
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def holds_object(value):
    return any(isinstance(child, dict) or holds_object(child) for child in children(value))


def dump(value, depth=0):
    if isinstance(value, Number):
        return str(value)
    if not isinstance(value, (dict, list)):
        return json.dumps(value)
    if isinstance(value, dict):
        items = [json.dumps(key) + ":" + dump(child, depth + 1) for key, child in value.items()]
        left, right = "{}"
    else:
        items = [dump(child, depth + 1) for child in value]
        left, right = "[]"
    line = left + ",".join(items) + right
    if not holds_object(value) or len(line) <= LINE and "\n" not in line:
        return line
    pad = "\n" + " " * (depth + 1)
    return left + pad + ("," + pad).join(items) + "\n" + " " * depth + right


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def count(value, kind):
    return isinstance(value, kind) + sum(count(child, kind) for child in children(value))


def main(source, target):
    source, target = pathlib.Path(source), pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    total = 0
    for path in sorted(source.iterdir()):
        copy = target / path.name
        if path.suffix == ".json":
            value = parse(path.read_text(encoding="utf-8"))
            copy.write_text(dump(value) + "\n", encoding="utf-8")
            if not same(value, parse(copy.read_text(encoding="utf-8"))):
                raise SystemExit(f"{copy}: does not parse back to {path}")
            what = f"{count(value, Number)} numbers"
        elif path.suffix == ".csv" and not path.name.endswith("_indices.csv"):
            copy.write_bytes(path.read_bytes())
            what = "copied"
        else:
            continue
        total += copy.stat().st_size
        print(f"{copy.name:24} {copy.stat().st_size:8} bytes, {what}")
    print(f"{'total':24} {total:8} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
