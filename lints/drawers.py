"""No drawer: a module is named for what lives there, and leftovers need a noun."""

from pathlib import Path

DRAWERS = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}


def is_drawer(path: Path) -> bool:
    return path.stem in DRAWERS or any(folder in DRAWERS for folder in path.parent.parts)
