#!/usr/bin/python3
"""matrix_test.py PROGRAM FOLDER [COMPILER-LEVEL ...]: builds the program by g++ and by clang++ at -O0, -O1, -O2 and -O3
(or only g++-O0 and so on), and compares whole results of all of them with PROGRAM's.

The kernels of an instruction set are compiled at -O3 whatever is asked for (engine/kernels/CMakeLists.txt says why);
the level is that of everything else, the same templates on one number included."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from same_bits import ROOT, compare

WHOLE = [f"{compiler}-O{level}" for compiler in ("g++", "clang++") for level in range(4)]


def build(folder: Path, which: str) -> str:
    compiler, level = which.rsplit("-", 1)
    if not shutil.which(compiler):
        print(f"not compared: {compiler} is not installed")
        return ""
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    jobs = ["-j", str(os.cpu_count() or 1)]
    for command in (["cmake", "-S", ROOT, "-B", folder / which, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                     f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS=-{level}", *launcher],
                    ["ninja", "-C", folder / which, *jobs, "iptwsim"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{which}: {done.stdout[-4000:]}{done.stderr[-4000:]}")
    print(f"built {which}", flush=True)
    return str(folder / which / "iptwsim")


def main() -> int:
    program, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    others = [built for which in sys.argv[3:] or WHOLE if (built := build(folder, which))]
    compare([program, *others])
    return 0


sys.exit(main())
