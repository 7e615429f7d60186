#!/usr/bin/python3
"""cluster.py [COMMAND...]: runs COMMAND (default: a shell) beside a Slurm cluster of this machine's own, then stops it.

The cluster is two nodes of eight processors each, whatever the machine has; it needs root and the packages of
scripts/packages.txt, no systemd, and listens on loopback only. Only this process starts it and only this process knows
it: SLURM_CONF in COMMAND's environment says where it is.

What is not obvious about Slurm on one machine (22.05):
  - Without SLURM_CONF a client looks for a controller by DNS. Everything here gets it.
  - NoCtldInAddrAny and NoInAddrAny bind to what the *host's name* resolves to, not to NodeAddr. Where that is not
    loopback, or where nodes must die as machines do, each node is a machine: own network, process ids, /dev/shm.
  - `ip netns exec` mounts /sys anew, and slurmd then finds no cgroups: nsenter --net.
  - cred_expire is how long a requeued job waits, 120 s by default.
  - Daemons that were killed can stay zombies under a container's PID 1: they are our children, and we wait for them.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "ip", "nsenter", "unshare", "setpriv")
os.environ["PATH"] += ":/usr/sbin:/sbin"


class Unavailable(Exception):
    """Why this machine cannot run a cluster."""


def wait_until(condition, seconds, what):
    """What `condition` returns once that is true."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.1)
    return found


def loopback_of_host():
    """The address of this host's name if that is loopback, else None."""
    try:
        address = socket.gethostbyname(socket.gethostname())
    except OSError:
        return None
    return address if address.startswith("127.") else None


def free_ports(count):
    """So many ports in a row that nobody listens on."""
    for base in range(16817 + os.getpid() % 5000 * 4, 65000, count):
        sockets = []
        try:
            for port in range(base, base + count):
                sockets.append(socket.socket())
                sockets[-1].bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()
    raise Unavailable("no free ports")


def why_not(machines):
    """Why no cluster can run here; empty if one can."""
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    if missing:
        return f"{', '.join(missing)} not installed (scripts/setup test installs them)"
    if os.geteuid() != 0:
        return "Slurm's daemons need root"
    if not (machines or not loopback_of_host()):
        return ""
    if subprocess.run(["unshare", "--net", "--mount", "--uts", "true"], capture_output=True).returncode:
        reason = "unshare --net --mount --uts fails, as in many containers"
        return reason if machines else f"{reason}, and the host's name {socket.gethostname()} is not loopback's"
    return ""


class Cluster:
    """`with Cluster() as cluster: cluster.run(["sbatch", ...])`; machines: nodes can be killed as machines die."""

    def __init__(self, nodes=2, cpus=8, machines=False, settings=""):
        reason = why_not(machines)
        if reason:
            raise Unavailable(reason)
        self.machines = machines or not loopback_of_host()
        self.names = [f"n{k}" for k in range(1, nodes + 1)]
        self.cpus, self.settings = cpus, settings
        self.processes, self.namespaces, self.files = {}, [], []
        self.prefix = []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="iptwsim-slurm-"))
        self.conf = self.folder / "slurm.conf"
        self.environment = {**os.environ, "SLURM_CONF": str(self.conf)}
        for name in list(self.environment):
            if name.startswith(("SLURM_", "SBATCH_")) and name != "SLURM_CONF":
                del self.environment[name]  # the tests may themselves be a job
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def run(self, command, **options):
        """subprocess.run where the cluster is."""
        options = {"env": self.environment, "text": True, "capture_output": True, **options}
        return subprocess.run([*self.prefix, *map(str, command)], **options)

    def idle(self):
        said = self.run(["sinfo", "-h", "-N", "-t", "idle", "-o", "%N"], timeout=10)
        return set(said.stdout.split()) == set(self.names)

    # Starting and stopping

    def start(self):
        folder = self.folder
        folder.chmod(0o755)  # munge insists
        for name in ("log", "state", "munge"):
            (folder / name).mkdir(mode=0o755)
        (folder / "munge.key").write_bytes(os.urandom(1024))
        (folder / "munge.key").chmod(0o600)
        self.host = socket.gethostname().split(".")[0]
        self.control = "10.99.0.254" if self.machines else loopback_of_host()
        self.port = 16817 if self.machines else free_ports(len(self.names) + 1)
        if self.machines:
            self.make_networks()
        self.write_configuration()
        self.spawn("munged", ["munged", "-F", f"--key-file={folder}/munge.key", f"--socket={folder}/munge/s",
                              f"--pid-file={folder}/munge/pid", f"--log-file={folder}/log/munged.log",
                              f"--seed-file={folder}/munge/seed"])
        wait_until((folder / "munge/s").exists, 10, "munged's socket")
        self.spawn("slurmctld", [*self.prefix, "slurmctld", "-D", "-f", str(self.conf)])
        for name in self.names:
            self.start_node(name)
        try:
            wait_until(self.idle, 60, "idle nodes")
        except TimeoutError as error:
            logs = [f"== {file.name}\n{file.read_text(errors='replace')[-1500:]}"
                    for file in (folder / "log").iterdir()]
            raise RuntimeError(f"{error}\n" + "\n".join(logs)) from error

    def write_configuration(self):
        folder = self.folder
        binds = "" if self.machines else "CommunicationParameters=NoCtldInAddrAny,NoInAddrAny\n"
        nodes, hosts = "", f"127.0.0.1 localhost\n{self.control} {self.host}\n"
        for k, name in enumerate(self.names, 1):
            host, address = (name, f"10.99.0.{k}") if self.machines else (self.host, self.control)
            nodes += f"NodeName={name} NodeHostname={host} NodeAddr={address} Port={self.port + k} CPUs={self.cpus} "
            nodes += "RealMemory=8192 State=UNKNOWN\n"  # without RealMemory a node has 1 MB
            hosts += f"{address} {name}\n" if self.machines else ""
            (folder / f"spool.{name}").mkdir()
            (folder / f"tmp.{name}").mkdir(mode=0o1777)
        (folder / "hosts").write_text(hosts)
        self.conf.write_text(f"""ClusterName=iptwsim
SlurmctldHost={self.host}({self.control})
SlurmctldPort={self.port}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge/s,cred_expire=5
SlurmUser=root
SlurmdUser=root
{binds}StateSaveLocation={folder}/state
TmpFS={folder}/tmp.%n
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/log/slurmctld.log
SlurmdLogFile={folder}/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=1,bf_interval=1
ReturnToService=2
SlurmdTimeout=10
KillWait=5
MinJobAge=300
MpiDefault=none
{self.settings}
{nodes}PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP
""")

    def make_networks(self):
        """A bridge with the controller on it, and a cable to each node; packets cannot leave."""
        base = f"iptw{os.getpid()}"

        def ip(*words):
            subprocess.run(["ip", *words], check=True)

        control = f"{base}c"
        for name in [control, *(base + name for name in self.names)]:
            ip("netns", "add", name)
            self.namespaces.append(name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", control, "link", "add", "br0", "type", "bridge")
        ip("-n", control, "addr", "add", f"{self.control}/24", "dev", "br0")
        ip("-n", control, "link", "set", "br0", "up")
        for k, name in enumerate(self.names, 1):
            ip("-n", control, "link", "add", f"v{k}", "type", "veth", "peer", "name", "eth0", "netns", base + name)
            ip("-n", control, "link", "set", f"v{k}", "master", "br0", "up")
            ip("-n", base + name, "addr", "add", f"10.99.0.{k}/24", "dev", "eth0")
            ip("-n", base + name, "link", "set", "eth0", "up")
        self.prefix = ["nsenter", f"--net=/run/netns/{control}"]

    def spawn(self, name, command):
        with (self.folder / "log" / f"{name}.out").open("ab") as log:
            # Should this process be killed, they end with it.
            self.processes[name] = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], stdout=log,
                                                    stderr=log, stdin=subprocess.DEVNULL, env=self.environment,
                                                    start_new_session=True)

    def start_node(self, name):
        command = ["slurmd", "-D", "-N", name, "-f", str(self.conf)]
        if self.machines:
            script = (f"hostname {name}; mount -t tmpfs tmpfs /dev/shm; mount --bind {self.folder}/hosts /etc/hosts; "
                      f"{' '.join(command)} & wait $!")
            command = ["nsenter", f"--net=/run/netns/iptw{os.getpid()}{name}", "unshare", "--mount", "--uts", "--ipc",
                       "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "bash", "-c", script]
        self.spawn(name, command)

    def kill_node(self, name):
        """Power off: the daemon and all jobs, at once."""
        assert self.machines
        self.end(name, signal.SIGKILL)

    def end(self, name, how=signal.SIGTERM):
        process = self.processes.pop(name, None)
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def job_processes(self, job=None):
        """Process ids of jobs on this cluster [of one job], whoever their parent is by now."""
        found, ours = [], f"SLURM_CONF={self.conf}"
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                variables = (folder / "environ").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            in_job = any(v.startswith("SLURM_JOB_ID=") and job in (None, v.split("=")[1]) for v in variables)
            if ours in variables and in_job:
                found.append(int(folder.name))
        return found

    def stop(self):
        if "slurmctld" in self.processes and self.processes["slurmctld"].poll() is None:
            try:  # KILL: nothing here is worth waiting for
                self.run(["scancel", "--user=root", "--state=PENDING"], timeout=10)
                self.run(["scancel", "--user=root", "--full", "--signal=KILL"], timeout=10)
                self.run(["scancel", "--user=root"], timeout=10)
                wait_until(lambda: not self.run(["squeue", "-h"], timeout=5).stdout.strip(), 15, "an empty queue")
            except (subprocess.TimeoutExpired, TimeoutError):
                pass
        for name in [*self.names, "slurmctld", "munged"]:
            self.end(name, signal.SIGKILL if self.machines and name in self.names else signal.SIGTERM)
        for process in self.job_processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for name in self.namespaces:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
        if os.environ.get("IPTWSIM_KEEP"):
            print(f"kept: {self.folder}", file=sys.stderr)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        sys.exit(0)
    try:
        with Cluster() as cluster:
            done = cluster.run(sys.argv[1:] or [os.environ.get("SHELL", "/bin/bash")], capture_output=False)
        sys.exit(done.returncode)
    except Unavailable as error:
        print(f"cluster.py: no cluster here: {error}", file=sys.stderr)
        sys.exit(69)
