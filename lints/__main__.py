"""Run every lint over the Python files under the paths given; exit 1 if one found something."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from lints import clock, drawers, money
from lints.finding import Finding

THE_CLOCK = Path("src/yellowcart/kit/clock.py")


def main(paths: list[str]) -> int:
    files = sorted({file for path in paths for file in python_files(Path(path))})
    found = [line for file in files for line in lines(file)]
    for line in found:
        print(line)
    print(f"Own lints: {len(files)} files, {len(found) or 'no'} finding{'s' * (len(found) != 1)}.")
    return 1 if found else 0


def python_files(path: Path) -> Iterator[Path]:
    return path.rglob("*.py") if path.is_dir() else iter([path])


def lines(path: Path) -> Iterator[str]:
    if drawers.is_drawer(path):
        yield f"{path}:1:1: drawer: nothing says what lives here; name it with a noun of the field"
    for found in sorted(findings(path)):
        yield found.at(path)


def findings(path: Path) -> Iterator[Finding]:
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    if path != THE_CLOCK:
        yield from clock.check(tree)
    yield from money.check(tree, path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
