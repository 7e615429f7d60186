#!/usr/bin/python3
"""libraries.py [ROOT]: a third-party library is included in its one folder of engine/ and nowhere else."""
import re

import report

HOME = {
    r"yaml-cpp/": "config",
    r"hdf5|H5[A-Z]?\w*\.h": "results",
    r"tbb/|oneapi/": "run",
    r"openssl/": "results",
    r"Random123/": "random",
    r"CLI/": "app",
}
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')


def libraries(root):
    for path in report.files(root, "engine"):
        folder = path.relative_to(root / "engine").parts[0]
        for number, line in report.lines(path):
            found = INCLUDE.match(line)
            for library, home in HOME.items():
                if found and re.match(library, found[1]) and folder != home:
                    yield path, number, f"{found[1]} in {folder} (its home is {home}), call what {home} offers"


if __name__ == "__main__":
    report.main(libraries)
