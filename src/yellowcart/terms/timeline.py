"""Which of many provisions comes first, and from when to when."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

EARLIEST = datetime.min.replace(tzinfo=UTC)
"""Where every timeline begins: no instant is before it."""


class Span(NamedTuple, Generic[T]):
    """Something in force over `[start, until)`; until None: from then on."""

    start: datetime
    until: datetime | None
    what: T


Steps = list[tuple[datetime, T]]
"""What holds from each instant to the next; the first is EARLIEST, the last has no end."""


def first_in_force(spans: Sequence[Span[T]]) -> Steps[T | None]:
    """Of the spans in force, the first in their order, at all times; None where none is.

    Takes n log n, since a cell may have thousands of provisions: those in force wait in a
    heap by their order, and leave it once they are on top and over.
    """
    by_start = sorted(range(len(spans)), key=lambda index: spans[index].start)
    instants = {EARLIEST}
    for span in spans:
        instants.add(span.start)
        if span.until is not None:
            instants.add(span.until)
    steps: Steps[T | None] = []
    in_force: list[int] = []
    begun = 0
    for instant in sorted(instants):
        while begun < len(spans) and spans[by_start[begun]].start <= instant:
            heappush(in_force, by_start[begun])
            begun += 1
        while in_force and _is_over(spans[in_force[0]], instant):
            heappop(in_force)
        steps.append((instant, spans[in_force[0]].what if in_force else None))
    return steps


def _is_over(span: Span[T], instant: datetime) -> bool:
    return span.until is not None and span.until <= instant


def first_present(timelines: Sequence[Steps[T | None]], otherwise: T) -> Steps[T]:
    """At all times what the first timeline has then that has anything, else `otherwise`."""
    changes: dict[datetime, list[tuple[int, T | None]]] = {}
    for index, steps in enumerate(timelines):
        for instant, what in steps:
            changes.setdefault(instant, []).append((index, what))
    present: list[T | None] = [None] * len(timelines)
    merged: Steps[T] = []
    for instant in sorted(changes):
        for index, what in changes[instant]:
            present[index] = what
        merged.append((instant, next((one for one in present if one is not None), otherwise)))
    return merged


def without_repeats(steps: Iterable[tuple[datetime, T]]) -> Steps[T]:
    """The same timeline, with no step to what already holds."""
    kept: Steps[T] = []
    for step in steps:
        if not kept or kept[-1][1] != step[1]:
            kept.append(step)
    return kept
