#!/usr/bin/python3
"""scripts.py [ROOT]: scripts start, parse and can be executed.

Python is /usr/bin/python3, whose packages scripts/setup installs; another one on PATH may lack them.
"""
import os
import subprocess

import report

PYTHON, BASH = "#!/usr/bin/python3", "#!/bin/bash"


def scripts(root):
    for path in report.files(root, "scripts", ".ci", "tests", "configs", suffixes=None):
        with path.open("rb") as file:
            if file.read(2) != b"#!" and path.suffix not in {".py", ".sh"}:
                continue
        text = path.read_text(encoding="utf-8")
        shebang = text.split("\n", 1)[0] if text.startswith("#!") else ""
        if "python" in shebang and shebang != PYTHON:
            yield path, 1, f"{shebang} (it may lack our packages), write {PYTHON}"
        if "sh" in shebang.split("/")[-1] and shebang != BASH:
            yield path, 1, f"{shebang} (scripts are written for bash), write {BASH}"
        if shebang and not os.access(path, os.X_OK):
            yield path, 1, "has a #! line but cannot be executed, run: chmod +x"
        if path.suffix == ".py" or "python" in shebang:
            try:
                compile(text, str(path), "exec")
            except SyntaxError as error:
                yield path, error.lineno or 1, f"{error.msg}, Python cannot read it"
        elif path.suffix == ".sh" or shebang.endswith("bash"):
            check = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True)
            if check.returncode:
                yield path, 1, f"bash cannot read it: {check.stderr.strip()}"


if __name__ == "__main__":
    report.main(scripts)
