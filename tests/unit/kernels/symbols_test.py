#!/usr/bin/python3
"""symbols_test.py OBJECT...: no kernel gives the linker a function that it could take for another's.

A function that several object files define (weak) is taken from any one of them. If one of them is compiled for AVX-512,
a processor without it may be given that code, and stops. So each function of kernel_<isa>.cpp and
cohort_kernel_<isa>.cpp has <isa> in its name.
"""
import re
import subprocess
import sys
from pathlib import Path


def functions(object_file):
    listed = subprocess.run(["nm", "--demangle", "--defined-only", object_file], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        kind, name = line.split(maxsplit=2)[1:]
        if kind in "TtWi":
            yield kind, name


def main():
    problems, seen = [], set()
    for path in map(Path, sys.argv[1:]):
        found = re.fullmatch(r"(cohort_)?kernel_(\w+)\.cpp\.o(bj)?", path.name)
        if not found:
            continue
        isa = found[2]
        own = list(functions(path))
        expected = f"iptwsim::{isa}::" + ("simulate_patients" if found[1] else "run_units")
        if not any(kind == "T" and name.startswith(expected + "(") for kind, name in own):
            problems.append(f"{path.name}: no {expected}, the test reads the wrong file")
        problems += [f"{path.name}: {name} (another file may have it too), keep it out of the kernels or give it "
                     f"a type of iptwsim::{isa}" for kind, name in own if kind != "t" and f"{isa}::" not in name]
        seen.add(isa)
    print("\n".join(problems) or f"functions of {', '.join(sorted(seen))} have names of their own")
    return 1 if problems or "baseline" not in seen else 0


sys.exit(main())
