#!/usr/bin/python3
"""slurm_test.py PROGRAM fast|slow [CASE...]: job arrays, requeues and failures on a real Slurm cluster (cluster.py).

fast: what needs no waiting; slow: nodes that die, killed job steps, the warning before the end of a job's time.
Cases run side by side, for most of their time is Slurm's. Exit code 77, with the number of cases, where no cluster can
run.
"""
import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import traceback

from cluster import Cluster, Unavailable, wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SUBMIT, STATUS = ROOT / "scripts/slurm/submit", ROOT / "scripts/slurm/status"
SWEEP, GIST, OVARIAN = (ROOT / "configs" / name for name in ("power_curve.yaml", "sweep_gist.yaml", "ovarian.yaml"))
SHORT = ["--set", "simulation.cohorts=16"]
LONG = ["--set", "simulation.cohorts=600"]  # some seconds for each of two tasks of one thread
PATIENCE = 400  # seconds; machines that run tests are busy


class Case:
    """One test: its own folder, the cluster, and what every test asks of them."""

    def __init__(self, cluster, folder, references):
        self.cluster, self.folder, self.references = cluster, folder, references

    def run(self, *command, code=0, **options):
        done = self.cluster.run(command, cwd=self.folder, **options)
        said = f"{shlex.join(map(str, command))}\n-> {done.returncode}\n{done.stdout}{done.stderr}"
        assert code is None or done.returncode == code, said
        return done

    def program(self, *arguments, code=0, **options):
        return self.run(PROGRAM, *arguments, code=code, **options)

    def expect(self, condition, what):
        assert condition, f"{what}\n{self.logs()}"

    def logs(self):
        return "\n".join(f"== {file.relative_to(self.folder)}\n{file.read_text()}"
                         for file in sorted(self.folder.rglob("*.log")))

    def same_as_one_process(self, result, config, *settings):
        self.program("diff", self.references.of(config, *settings), result)

    # The project's own scripts

    def submit(self, config, *arguments, code=0, site="", program=PROGRAM):
        """Job numbers of the array and the merge, as submit says them."""
        file = self.folder / f"site{len(list(self.folder.glob('site*')))}.conf"
        file.write_text((ROOT / "scripts/slurm/site.conf").read_text() +
                        f"cpus=1\nprogram={shlex.quote(str(program))}\n{site}\n")
        environment = {**self.cluster.environment, "IPTWSIM_SITE": str(file)}
        done = self.run(SUBMIT, config, "-o", "out.h5", *arguments, code=code, env=environment)
        jobs = re.search(r"array job (\d+).*merge job (\d+)", done.stdout)
        return jobs.groups() if jobs else done

    def status(self, *arguments, code=75):
        return self.run(STATUS, "out.h5", *arguments, code=code).stdout

    def log(self, name):
        file = self.folder / "out.h5.slurm" / name
        return file.read_text() if file.exists() else ""

    def said(self, name, words, seconds=PATIENCE):
        wait_until(lambda: words in self.log(name), seconds, f"`{words}` in {name}: {self.logs()}")

    def parts(self):
        return list(self.folder.glob("out.h5.parts/*.h5"))

    # Slurm

    def sbatch(self, *words, script):
        file = self.folder / f"job{len(list(self.folder.glob('job*.sh')))}.sh"
        file.write_text("#!/bin/bash\n" + script)
        return self.run("sbatch", "--parsable", "--output=%x-%A_%a.log", *words, file).stdout.strip()

    def tasks(self, job):
        """Of a job: task -> (state, exit code); the task of what is no array is None."""
        found = {}
        for line in self.run("scontrol", "show", "job", "-o", job).stdout.splitlines():
            field = dict(re.findall(r"(\w+)=(\S+)", line))
            found[field.get("ArrayTaskId")] = (field["JobState"], int(field["ExitCode"].split(":")[0]))
        return found

    def finished(self, job, seconds=PATIENCE):
        over = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY"}

        def states():
            tasks = self.tasks(job)
            return tasks if all(state in over for state, _ in tasks.values()) else None

        try:
            return wait_until(states, seconds, f"end of job {job}")
        except TimeoutError as error:
            raise AssertionError(f"{error}: {self.tasks(job)}\n{self.run('squeue').stdout}{self.logs()}") from error

    def signal(self, task, name):
        self.run("scancel", "--batch", f"--signal={name}", task)


class References:
    """Results of one process, each made once."""

    def __init__(self, folder):
        self.folder, self.made = folder, {}
        self.pool = concurrent.futures.ThreadPoolExecutor(1)

    def of(self, config, *settings):
        key = (config, *settings)
        if key not in self.made:
            file = self.folder / f"one{len(self.made)}.h5"
            command = [str(PROGRAM), "run", str(config), *settings, "-o", str(file), "--quiet"]
            self.made[key] = file, self.pool.submit(subprocess.run, command, check=True)
        file, made = self.made[key]
        made.result()
        return file


# Fast cases


def submit_gives_what_one_process_gives(case):
    array, merge = case.submit(SWEEP, *SHORT, "--tasks", "4", "--time", "5")
    case.expect(case.finished(merge) == {None: ("COMPLETED", 0)}, "the merge job completes")
    case.expect(len(case.finished(array)) == 4, "four tasks")
    case.same_as_one_process("out.h5", SWEEP, *SHORT)
    case.expect(not (case.folder / "out.h5.parts").exists(), "parts are gone when their result is there")
    case.expect("coverage over" in case.log("merge.log"), "the merge job prints the tables")
    assert "out.h5 is there" in case.status(code=0)
    again = case.submit(SWEEP, *SHORT, "--tasks", "4")
    assert "is complete already" in again.stderr, again.stderr
    case.submit(SWEEP, "--tasks", "4", code=73)  # a different result is there


def mixed_processors_give_the_same_bits(case):
    """Every task forced to another instruction set, as on a cluster of several generations."""
    isas = [isa for isa in ("baseline", "avx2", "avx512")
            if case.program("run", "nowhere.yaml", "--isa", isa, code=None).returncode == 66]
    site = (f"prologue='isas=({' '.join(isas)})\n"
            f"options+=(--isa ${{isas[${{SLURM_ARRAY_TASK_ID:-0}} % {len(isas)}]}})\n"
            "echo \"options ${options[*]}\"'")
    settings = ["--set", "simulation.cohorts=10", "--set", "simulation.truth.points_log2=13"]
    _, merge = case.submit(GIST, *settings, "--tasks", "4", site=site)
    case.finished(merge)
    case.same_as_one_process("out.h5", GIST, *settings)
    used = {re.search("options --isa (.*)", case.log(f"task-{task}.log"))[1] for task in range(1, 5)}
    case.expect(used == set(isas), f"tasks used {used}")
    print(f"  225 scenarios with {', '.join(sorted(used))}")


def a_task_that_is_told_to_stop_goes_on_after_its_requeue(case):
    """TERM as people and preemption send it, USR1 as Slurm warns, and a requeue from outside."""
    array, merge = case.submit(SWEEP, *LONG, "--tasks", "3", "--", "--flush", "0.2")
    tasks = (1, 2, 3)
    for task in tasks:
        case.said(f"task-{task}.log", "going on")
    wait_until(lambda: len(case.parts()) > 3, PATIENCE, "parts")
    for task, name in ((1, "TERM"), (2, "USR1")):
        case.signal(f"{array}_{task}", name)
    case.run("scontrol", "requeue", f"{array}_3")
    for task, name in ((1, "SIGTERM"), (2, "SIGUSR1")):
        case.said(f"task-{task}.log", f"stopped by {name}")
        case.said(f"task-{task}.log", "stopped; starts again where it was")
    for task in tasks:
        case.said(f"task-{task}.log", "restarted 1 times")
    case.expect(case.tasks(merge)[None][0] == "PENDING", "the merge waits for requeued tasks")
    case.expect(case.finished(merge) == {None: ("COMPLETED", 0)}, "the merge job completes")
    case.same_as_one_process("out.h5", SWEEP, *LONG)
    for task in tasks:
        held = re.findall(r"going on: (\d+) of", case.log(f"task-{task}.log"))
        case.expect(len(held) == 2, f"task {task} is started again once")
        case.expect(task == 3 or int(held[1]) > int(held[0]), f"task {task} does nothing twice: {held}")


def a_task_that_never_finishes_is_requeued_a_bounded_number_of_times(case):
    """A program that stops whenever it computes: exit code 75 for ever."""
    program = case.folder / "stops"
    program.write_text('#!/bin/bash\n[[ "$*" == *--time-limit* || "$*" != *--resume* ]] || exit 75\n'
                       f'exec {shlex.quote(str(PROGRAM))} "$@"\n')
    program.chmod(0o755)
    array, merge = case.submit(SWEEP, *SHORT, "--tasks", "1", program=program, site="requeues=1")
    case.expect(case.finished(merge) == {None: ("FAILED", 75)}, "the merge job says that something is missing")
    case.expect(case.finished(array) == {"1": ("FAILED", 75)}, "the task gives up")
    log = case.log("task-1.log")
    case.expect(log.count("restarted") == 3 and "restarted 1 times already" in log, "one restart")
    case.expect("no result yet" in case.log("merge.log") and "--resubmit" in case.log("merge.log"), "and what to do")
    assert "missing      1   1  (in no queue)" in case.status()


def a_cancelled_array_stays_cancelled_and_only_what_is_missing_is_submitted_again(case):
    array, merge = case.submit(SWEEP, *LONG, "--tasks", "4", "--max-running", "2", "--", "--flush", "0.2")
    wait_until(lambda: len(case.parts()) > 2, PATIENCE, "parts")
    assert re.search(r"running\s+\d", case.status())
    assert "--resubmit" not in case.status(), "nothing is missing while tasks wait"
    assert "being computed already" in case.submit(SWEEP, *LONG, "--tasks", "4", code=73).stderr
    case.run("scancel", array)
    case.expect(case.finished(merge) == {None: ("FAILED", 75)}, "the merge job says that something is missing")
    case.expect({state for state, _ in case.finished(array).values()} <= {"CANCELLED", "COMPLETED"}, "cancelled")
    case.expect("blocks are missing" in case.log("merge.log"), "what is missing")
    case.expect("starts again" not in case.log("task-1.log"), "nobody starts again what was cancelled")
    said = case.status()
    assert re.search(r"missing\s+[1-4] .*in no queue", said) and "--resubmit" in said, said

    # One task is computed by hand, as the merge job's log proposes; only the others are submitted.
    case.program("run", SWEEP, *LONG, "-o", "out.h5", "--resume", "--shard", "3/4", "--quiet")
    said = case.status("--resubmit", "--time=10")
    again, second = re.search(r"array job (\d+): tasks 1-2,4; then merge job (\d+)", said).groups()
    case.expect(case.finished(second) == {None: ("COMPLETED", 0)}, "the second merge completes")
    case.expect(set(case.finished(again)) == {"1", "2", "4"}, "three tasks")
    case.same_as_one_process("out.h5", SWEEP, *LONG)


def what_cannot_work_is_said_before_anything_is_submitted(case):
    def refused(code, words, *arguments, **options):
        done = case.submit(SWEEP, *arguments, code=code, **options)
        assert words in done.stderr, done.stderr

    refused(64, "MaxArraySize is 1001", "--tasks", "1001")
    refused(64, "Slurm counts whole minutes", "--time", "0:30")
    refused(64, "time is `soon`", "--time", "soon")
    refused(64, "tasks is `none`", "--tasks", "none")
    refused(78, "did you mean", "--set", "simulation.cohort=3")
    refused(66, "no program is there", program="/nowhere/iptwsim")
    (case.folder / "out.h5.parts").mkdir()
    case.program("run", OVARIAN, "-o", "out.h5", "--shard", "1/2", "--quiet")
    refused(73, "a part of a different run is there")
    assert "no such folder" in case.run(SUBMIT, SWEEP, "-o", "nowhere/out.h5", "--program", PROGRAM, code=73).stderr
    dry = case.run(SUBMIT, SWEEP, "-o", "dry.h5", "--program", PROGRAM, "--dry-run").stdout
    assert "sbatch" in dry and "Submitted" not in dry, dry
    assert not case.run("squeue", "-h", "--name=dry,dry.merge").stdout
    (case.folder / "bin").mkdir()
    (case.folder / "bin/dirname").symlink_to("/usr/bin/dirname")
    done = case.run(SUBMIT, SWEEP, code=69, env={**case.cluster.environment, "PATH": str(case.folder / "bin")})
    assert "sbatch is not here" in done.stderr, done.stderr


def an_array_with_gaps_has_no_automatic_shard(case):
    job = case.sbatch("--array=3,7", script=f"exec {PROGRAM} run {OVARIAN} -o out.h5 --shard auto")
    case.expect(case.finished(job) == {"3": ("FAILED", 64), "7": ("FAILED", 64)}, "exit code 64")
    case.expect(case.logs().count("the job array has gaps, such as --array=3,7), give --shard I/N") == 2, "and why")


def tasks_that_nobody_starts_have_no_shard(case):
    """sbatch -n 2 without srun starts one process."""
    job = case.sbatch("-n", "2", script=f"{PROGRAM} run {OVARIAN} -o auto.h5 --shard auto; echo code $?\n"
                                        f"{PROGRAM} run {OVARIAN} -o out.h5 --quiet\n")
    case.expect(case.finished(job) == {None: ("COMPLETED", 0)}, "without --shard the whole plan runs")
    case.expect("code 64" in case.logs() and "neither srun nor a job array" in case.logs(), "--shard auto says why not")
    case.same_as_one_process("out.h5", OVARIAN)


def an_array_may_select_the_config(case):
    """Without --shard each task runs everything, and says so in a line."""
    job = case.sbatch("--array=0-1", script=f"configs=({OVARIAN} {SWEEP}); settings=(bootstrap.replicates=2000 "
                      f"simulation.cohorts=16)\n{PROGRAM} run ${{configs[SLURM_ARRAY_TASK_ID]}} "
                      "--set ${settings[SLURM_ARRAY_TASK_ID]} -o $SLURM_ARRAY_TASK_ID.h5\n")
    case.expect(set(case.finished(job).values()) == {("COMPLETED", 0)}, "both run")
    case.expect(len(re.findall("task [01] of a job array runs the whole plan", case.logs())) == 2, "one line each")
    case.same_as_one_process("0.h5", OVARIAN, "--set", "bootstrap.replicates=2000")
    case.same_as_one_process("1.h5", SWEEP, *SHORT)


def srun_divides_one_allocation(case):
    command = f"{PROGRAM} run {SWEEP} {' '.join(SHORT)}"
    job = case.sbatch("-n", "3", script=f"srun {command} -o out.h5 --shard auto && "
                                        f"{PROGRAM} merge out.h5.parts -o out.h5")
    case.expect(case.finished(job) == {None: ("COMPLETED", 0)}, "srun")
    case.expect({f"shard {i}/3 is complete" in case.logs() for i in (1, 2, 3)} == {True}, "three shards")
    case.same_as_one_process("out.h5", SWEEP, *SHORT)


def srun_divides_each_task_of_an_array(case):
    job = case.sbatch("--array=2-4:2", "-n", "2",
                      script=f"srun {PROGRAM} run {SWEEP} {' '.join(SHORT)} -o out.h5 --shard auto")
    case.expect(set(case.finished(job).values()) == {("COMPLETED", 0)}, "array of srun")
    case.expect({f"shard {i}/4 is complete" in case.logs() for i in (1, 2, 3, 4)} == {True}, "four shards")
    case.program("merge", "out.h5.parts", "-o", "out.h5", "--quiet")
    case.same_as_one_process("out.h5", SWEEP, *SHORT)


def threads_are_the_processors_of_the_task(case):
    """-j is SLURM_CPUS_PER_TASK, whatever the machine has."""
    job = case.sbatch("-c", "3", script=f"{PROGRAM} run {SWEEP} {' '.join(SHORT)} -o out.h5 --quiet; "
                                        f"{PROGRAM} plan {SWEEP} {' '.join(SHORT)}\n")
    case.expect(case.finished(job) == {None: ("COMPLETED", 0)}, "it runs")
    case.expect(" on 3 threads" in case.logs(), "plan counts three threads")
    dump = case.run("h5dump", "-g", "/provenance", "out.h5").stdout
    case.expect(re.search(r'ATTRIBUTE "threads".*?\(0\): "?3"?', dump, re.S), dump)
    case.same_as_one_process("out.h5", SWEEP, *SHORT)


# Slow cases: a cluster of machines that can die, one case after the other


def a_node_that_dies_gives_its_tasks_to_others(case):
    settings = ["--set", "simulation.cohorts=1000"]
    array, merge = case.submit(SWEEP, *settings, "--tasks", "4", "--cpus", "4", "--", "--flush", "0.2", "-j", "1")
    wait_until(lambda: len(case.parts()) > 3, PATIENCE, "parts")
    before = case.run("squeue", "-h", "-r", "-w", "n1", "-o", "%K").stdout.split()
    case.expect(before, "tasks run on n1")
    case.cluster.kill_node("n1")
    wait_until(lambda: "down" in case.run("sinfo", "-h", "-n", "n1", "-o", "%T").stdout, 120, "a down node")
    case.cluster.start_node("n1")
    wait_until(lambda: "down" not in case.run("sinfo", "-h", "-n", "n1", "-o", "%T").stdout, 120, "a node that is back")
    case.expect(case.finished(merge, 600) == {None: ("COMPLETED", 0)}, "the merge completes")
    for task in before:
        case.expect("restarted 1 times" in case.log(f"task-{task}.log"), f"task {task} was started again")
    case.same_as_one_process("out.h5", SWEEP, *settings)


def an_orphan_and_its_restarted_task_do_no_harm(case):
    """Killing slurmstepd leaves the program, while Slurm starts the task again: both write the same parts."""
    array, merge = case.submit(SWEEP, *LONG, "--tasks", "1", "--", "--flush", "0.2")
    wait_until(lambda: len(case.parts()) > 3, PATIENCE, "parts")
    job = re.search(r"JobId=(\d+)", case.run("scontrol", "show", "job", f"{array}_1").stdout)[1]
    ours = [p for p in case.cluster.job_processes(job) if pathlib.Path(f"/proc/{p}/exe").resolve() == PROGRAM]
    shells = {parent(p) for p in ours}
    steps = {parent(p) for p in shells}
    case.expect(len(ours) == 1 and all("slurmstepd" in str(pathlib.Path(f"/proc/{p}/exe").resolve()) for p in steps),
                f"{ours} {shells} {steps}")
    for process in steps:
        subprocess.run(["kill", "-KILL", str(process)], check=True)
    wait_until(lambda: not steps & {parent(p) for p in shells}, 10, "an orphan")
    # So that it does not finish before its rival starts; earlier, the kernel would hang up as it becomes an orphan.
    for process in ours:
        subprocess.run(["kill", "-STOP", str(process)], check=True)
    case.said("task-1.log", "restarted 1 times", 300)
    wait_until(lambda: case.log("task-1.log").count("going on") == 2, PATIENCE, "the rival at work")
    case.expect(all(state(p) == "T" for p in ours), "the orphan lives, and holds still")
    for process in ours:
        subprocess.run(["kill", "-CONT", str(process)], check=True)
    case.expect(case.finished(merge, 600) == {None: ("COMPLETED", 0)}, "the merge completes")
    case.same_as_one_process("out.h5", SWEEP, *LONG)


def parent(process):
    return int(re.search(r"PPid:\s+(\d+)", pathlib.Path(f"/proc/{process}/status").read_text())[1])


def state(process):
    file = pathlib.Path(f"/proc/{process}/status")
    return re.search(r"State:\s+(\w)", file.read_text())[1] if file.exists() else "gone"


def slurm_warns_before_the_end_of_the_time(case):
    """One minute, of which the warning takes a quarter; Slurm sends it up to a minute early."""
    start = time.monotonic()
    array, merge = case.submit(SWEEP, "--set", "simulation.cohorts=200000", "--tasks", "1", "--time", "1", "--",
                               "--flush", "0.5")
    case.expect("--signal=B:USR1@15" in (case.folder / "out.h5.slurm/array.sbatch").read_text(), "a quarter")
    case.said("task-1.log", "stopped by SIGUSR1", 120)
    print(f"  warned {time.monotonic() - start:.0f} s after submission")
    case.said("task-1.log", "restarted 1 times", 180)
    wait_until(lambda: case.log("task-1.log").count("going on") == 2, PATIENCE, "going on")
    held = [int(count) for count in re.findall(r"going on: (\d+) of", case.log("task-1.log"))]
    case.expect(held[0] == 0 and held[1] > 0, f"goes on from {held}")
    case.run("scancel", array)
    case.expect(case.finished(merge) == {None: ("FAILED", 75)}, "the merge says that something is missing")


FAST = [submit_gives_what_one_process_gives, mixed_processors_give_the_same_bits,
        a_task_that_is_told_to_stop_goes_on_after_its_requeue,
        a_task_that_never_finishes_is_requeued_a_bounded_number_of_times,
        a_cancelled_array_stays_cancelled_and_only_what_is_missing_is_submitted_again,
        what_cannot_work_is_said_before_anything_is_submitted, an_array_with_gaps_has_no_automatic_shard,
        tasks_that_nobody_starts_have_no_shard, an_array_may_select_the_config, srun_divides_one_allocation,
        srun_divides_each_task_of_an_array, threads_are_the_processors_of_the_task]
SLOW = [slurm_warns_before_the_end_of_the_time, an_orphan_and_its_restarted_task_do_no_harm,
        a_node_that_dies_gives_its_tasks_to_others]


def main():
    speed, wanted = sys.argv[2], sys.argv[3:]
    cases = [case for case in {"fast": FAST, "slow": SLOW}[speed] if not wanted or case.__name__ in wanted]
    try:
        cluster = Cluster(machines=speed == "slow")
    except Unavailable as reason:
        print(f"Skipped: {len(cases)} tests on a Slurm cluster, for there is none here: {reason}")
        return 77
    failed = []
    with cluster, tempfile.TemporaryDirectory(prefix="iptwsim slurm-") as folder:
        references = References(pathlib.Path(folder))

        def attempt(test):
            start, own = time.monotonic(), pathlib.Path(folder) / test.__name__[:40]
            own.mkdir()
            try:
                test(Case(cluster, own, references))
                print(f"ok    {test.__name__} ({time.monotonic() - start:.0f} s)", flush=True)
            except Exception:
                controller = (cluster.folder / "log/slurmctld.log").read_text()[-3000:]
                print(f"FAILED {test.__name__}\n{traceback.format_exc()}\nslurmctld:\n{controller}", flush=True)
                failed.append(test.__name__)

        with concurrent.futures.ThreadPoolExecutor(len(cases) if speed == "fast" else 1) as pool:
            list(pool.map(attempt, cases))
    names = f"; failed: {', '.join(failed)}" if failed else ""
    print(f"{len(cases) - len(failed)} of {len(cases)} tests passed on Slurm{names}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
