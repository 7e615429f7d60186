#!/usr/bin/python3
"""neon_test.py ENGINE [OPTION...]: the kernels compile for aarch64, to NEON registers and without fused arithmetic.

g++ for aarch64 and clang++ with its target, whichever are here; the OPTIONs are those of the build. 77 without any: the
Debian package g++-aarch64-linux-gnu has the compiler and the headers that both need.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KERNELS = ["kernel_baseline", "cohort_kernel_baseline"]  # replicates; simulated cohorts
OBJDUMP = "aarch64-linux-gnu-objdump"
VECTOR = re.compile(r"\bf(?:add|mul|sub|div)\s+v\d+\.2d")
FUSED = re.compile(r"\b(?:fml[as]|fn?m(?:add|sub))\b")


def compilers():
    gcc = "aarch64-linux-gnu-g++"
    if not shutil.which(gcc) or not shutil.which(OBJDUMP):
        return []
    return [[gcc], *([["clang++", "--target=aarch64-linux-gnu"]] if shutil.which("clang++") else [])]


def problems_of(compiler, engine, options, folder, kernel):
    target = folder / "kernel.o"
    command = [*compiler, "-std=c++20", "-O1", *options, f"-I{engine}", "-isystem", "/usr/include/eigen3", "-c",
               str(engine / "kernels" / f"{kernel}.cpp"), "-o", str(target)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return [done.stderr]
    code = subprocess.run([OBJDUMP, "-d", str(target)], capture_output=True, text=True, check=True).stdout
    vectors, fused = len(VECTOR.findall(code)), FUSED.findall(code)
    print(f"{' '.join(compiler)}: {kernel}: {vectors} operations on two lanes, {len(fused)} fused")
    few = [] if vectors > 500 else [f"{vectors} operations on two lanes: the registers are not NEON's"]
    return few + ([f"fused, so other bits: {', '.join(sorted(set(fused)))}"] if fused else [])


def main():
    engine, options = Path(sys.argv[1]), sys.argv[2:]
    found = compilers()
    if not found:
        print("skipped: no compiler for aarch64 (g++-aarch64-linux-gnu)")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        problems = [f"{compiler[0]}: {kernel}: {each}" for compiler in found for kernel in KERNELS
                    for each in problems_of(compiler, engine, options, Path(folder), kernel)]
    print("\n".join(problems) or "the kernels compile for NEON")
    return 1 if problems else 0


sys.exit(main())
