"""Hold each room's branch coverage to the bar: `python -m lints.coverage REPORT ROOM...`."""

import json
import sys
from pathlib import Path

BAR_PERCENT = 95


def main(report: str, rooms: list[str]) -> int:
    files = json.loads(Path(report).read_text(encoding="utf-8"))["files"]
    below = [room for room in rooms if not reaches_bar(room, files)]
    if below:
        print(f"Below {BAR_PERCENT} %: {', '.join(below)}.")
    return 1 if below else 0


def reaches_bar(room: str, files: dict[str, dict[str, dict[str, int]]]) -> bool:
    """Print the room's figures, and what was never run if they are below the bar.

    A room without branches, or with no file in the report, does not pass unseen.
    """
    ours = {path: file for path, file in files.items() if f"yellowcart/{room}/" in path}
    branches, covered = total(ours, "num_branches"), total(ours, "covered_branches")
    print(f"{room:6} {covered:5} of {branches:5} branches covered", end="")
    print(f", {100 * covered / branches:.1f} %" if branches else "")
    if branches and 100 * covered >= BAR_PERCENT * branches:
        return True
    for path, file in sorted(ours.items()):
        if file["missing_lines"] or file["missing_branches"]:
            print(f"       {path}: lines {file['missing_lines']}, {file['missing_branches']}")
    return False


def total(files: dict[str, dict[str, dict[str, int]]], figure: str) -> int:
    return sum(file["summary"][figure] for file in files.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
