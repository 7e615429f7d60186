#!/usr/bin/python3
"""readme_test.py PROGRAM without|with: the commands of scripts/slurm/README.md as they are printed there.

without: its section "Without Slurm"; with: all others, on a Slurm cluster of this machine. Where a command says "not
tried" it is not; results are the same as one process computes. 77 where no cluster can run.
"""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from cluster import Cluster, Unavailable

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SHORT = ["configs/power_curve.yaml", "--set", "simulation.cohorts=20"]
# What the scheduler sets: for each command that uses it, once for each task.
TASKS = {"PBS_ARRAY_INDEX": [{"PBS_ARRAY_INDEX": str(i), "NCPUS": "2"} for i in range(1, 5)],
         "SGE_TASK_ID": [{"SGE_TASK_ID": str(i), "SGE_TASK_LAST": "4", "NSLOTS": "2"} for i in range(1, 5)]}


def commands():
    """(section, command) in order; what `plan` prints is no command."""
    section = ""
    for line in (ROOT / "scripts/slurm/README.md").read_text().splitlines():
        if line.startswith("#"):
            section = line.strip("# ")
        elif line.startswith("    ") and re.match(r"(scripts|build|tests|squeue|srun|seq|parallel|module|spack|conda)",
                                                  line.strip()):
            yield section, line.strip()


def make_project(folder):
    """The project as the commands see it, with this program as the one that is built."""
    for name in ("scripts", "configs", "tests"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/iptwsim").symlink_to(PROGRAM)
    (folder / "results").mkdir()
    site = (ROOT / "scripts/slurm/site.conf").read_text() + f"program='{PROGRAM}'\n"
    (folder / "site.conf").write_text(site)


def run(command, folder, environment, prefix, code):
    command = command.replace("scripts/run", "build/release/iptwsim run")  # it would build first
    done = subprocess.run([*prefix, "bash", "-c", command], cwd=folder, capture_output=True, text=True,
                          env={**environment, "IPTWSIM_SITE": str(folder / "site.conf"), "PARALLEL": "--will-cite"})
    print(f"{done.returncode:3} {command}", flush=True)
    assert done.returncode in code, done.stdout + done.stderr
    return done.stdout


def main():
    without = sys.argv[2] == "without"
    wanted = [command for section, command in commands() if (section == "Without Slurm") == without]
    tried = [command for command in wanted if "# not tried" not in command and not command.startswith("scripts/build")]
    assert len(tried) >= (6 if without else 12), tried
    if without and not shutil.which("parallel"):
        print(f"Skipped: {len(tried)} commands, for GNU parallel is not installed (scripts/setup test)")
        return 77
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="iptwsim-readme-")))
        environment, prefix = dict(os.environ), []
        if not without:
            try:
                cluster = stack.enter_context(Cluster())
            except Unavailable as reason:
                print(f"Skipped: {len(tried)} commands on a Slurm cluster, for there is none here: {reason}")
                return 77
            environment, prefix = cluster.environment, cluster.prefix
        make_project(folder)
        for command in tried:
            variables = next((sets for name, sets in TASKS.items() if f"${name}" in command), [{}])
            for variable in variables:
                # status says 75 while there is no result; after `--wait` there is one
                code = {0, 75} if "status" in command and "--wait" not in command else {0}
                run(command, folder, {**environment, **variable}, prefix, code)
        if without:
            for name in ("pbs", "sge"):
                merge = f"build/release/iptwsim merge results/{name}.h5.parts -o results/{name}.h5"
                run(merge, folder, environment, [], {0})
        subprocess.run([PROGRAM, "run", *SHORT, "-o", "one.h5", "--quiet"], cwd=folder, check=True)
        for name in ("xargs", "parallel", "pbs", "sge") if without else ("srun", "here"):
            subprocess.run([PROGRAM, "diff", "one.h5", f"results/{name}.h5"], cwd=folder, check=True)
    print(f"{len(tried)} commands of scripts/slurm/README.md do what it says; {len(wanted) - len(tried)} are not tried")
    return 0


if __name__ == "__main__":
    sys.exit(main())
