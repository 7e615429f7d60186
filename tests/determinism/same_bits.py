"""Whole results of several builds of the program, compared by its own diff."""
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ["configs/ovarian.yaml", "tests/determinism/rotterdam_short.yaml", "tests/golden/simulation.yaml"]
ISAS = ["baseline", "avx2", "avx512"]


def compare(programs: list[str]) -> None:
    """Every program with every instruction set that this processor has, at one thread and two in turns: equal results,
    say the first program and the last."""
    with tempfile.TemporaryDirectory() as folder:
        for config in CONFIGS:
            results = []
            for turn, program in enumerate(programs):
                for isa in ISAS:
                    result = str(Path(folder) / f"{turn}-{isa}.h5")
                    done = subprocess.run([program, "run", str(ROOT / config), "-o", result, "-j", str(1 + turn % 2),
                                           "--isa", isa, "--quiet", "--force"], capture_output=True, text=True)
                    if done.returncode == 64 and "this processor" in done.stderr:
                        print(f"not compared: {done.stderr.strip()}")
                        continue
                    if done.returncode:
                        raise SystemExit(f"{program}: {done.stderr}")
                    results.append(result)
            for result in results[1:]:
                for program in (programs[0], programs[-1]):
                    done = subprocess.run([program, "diff", results[0], result], capture_output=True, text=True)
                    if done.returncode:
                        raise SystemExit(f"{results[0]} and {result} differ:\n{done.stdout}{done.stderr}")
            print(f"{config}: equal bits in {len(results)} results", flush=True)
