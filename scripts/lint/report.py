"""What the lints share: a lint is a function that takes the project's root and yields (file, line, message)."""
import sys
from pathlib import Path

CPP = {".hpp", ".cpp"}


def files(root, *folders, suffixes=CPP):
    """Files under the folders, sorted; no build folders, no caches."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and (suffixes is None or path.suffix in suffixes) and "__pycache__" not in path.parts:
                yield path


def lines(path):
    return enumerate(path.read_text(encoding="utf-8").splitlines(), 1)


def main(lint):
    """Runs over the folder given on the command line, else over this project; exits 1 if there are problems."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    problems = sorted(lint(root))
    for path, line, message in problems:
        print(f"{path.relative_to(root)}:{line}: {message}")
    sys.exit(1 if problems else 0)
