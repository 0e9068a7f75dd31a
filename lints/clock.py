"""No clock outside `kit.clock`: whatever an instant decides takes it as a parameter."""

import ast
from collections.abc import Iterator

from lints.finding import Finding, finding

OURS = "yellowcart.kit.clock.now"
# Durations are not instants: time.monotonic and time.perf_counter stay free.
READERS = {
    "time.asctime",
    "time.clock_gettime",
    "time.clock_gettime_ns",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
# On whatever they are called, a class under another name included: datetime.now, date.today.
READING_METHODS = {"now", "utcnow", "today"}


def check(tree: ast.Module) -> Iterator[Finding]:
    """Every mention of a reader of the clock, called or handed on."""
    origins = imported_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        name = dotted_name(node, origins)
        reads = name in READERS or (
            isinstance(node, ast.Attribute) and node.attr in READING_METHODS and name != OURS
        )
        if reads:
            shown = name or f"….{node.attr}" if isinstance(node, ast.Attribute) else name
            yield finding(node, "clock", f"{shown} reads the clock; take `at`, or ask {OURS}()")


def imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for: `from time import time as t` makes t time.time."""
    origins = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    origins[alias.asname] = alias.name
                else:
                    first = alias.name.partition(".")[0]
                    origins[first] = first
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                origins[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return origins


def dotted_name(node: ast.expr, origins: dict[str, str]) -> str | None:
    """The full name behind an imported name and its attributes; None for anything else."""
    if isinstance(node, ast.Name):
        return origins.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = dotted_name(node.value, origins)
        return owner and f"{owner}.{node.attr}"
    return None
