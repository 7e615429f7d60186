"""The page: its head, the goals, the sections."""
import os
import platform
import subprocess
import time

from validation.page import table

HEAD = """# Speed

Made by `scripts/bench{options}`; do not edit. {version}, {compiler}, on {processor}, {processors} processors, {system};
instruction sets: {isas}. Load average (processes that wanted a processor in the minute before) {before:.1f} at the start and
{most:.1f} at most; a busy machine makes every figure worse, ratios less than rates. {minutes:.1f} minutes.

{verdict}
"""


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as told:
        for line in told:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def verdict(bench):
    judged = [goal for goal in bench.goals if goal[3]]
    met = sum(goal[3] == "yes" for goal in judged)
    rows = [list(goal) for goal in bench.goals]
    return f"**{met} of {len(judged)} goals reached.**\n\n" + "\n".join(table(["goal", "wanted", "measured", "reached"], rows))


def page(bench, sections):
    version = subprocess.run([bench.program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    compiler = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    text = HEAD.format(options=" --quick" if bench.quick else "", version=version, compiler=compiler,
                       processor=processor(), processors=os.cpu_count(), system=f"{platform.system()} {platform.release()}",
                       isas=bench.context.get("isas", "").replace(" ", ", "), before=bench.loads[0], most=max(bench.loads),
                       minutes=(time.time() - bench.started) / 60, verdict=verdict(bench).rstrip())
    return text + "".join("\n" + "\n".join(section).rstrip() + "\n" for section in sections)
