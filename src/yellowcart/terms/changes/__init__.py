"""What opens and closes: between two instants, and at which instants at all."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import as_utc, format_instant
from yellowcart.terms.changes.cells import CellRuns
from yellowcart.terms.changes.change import Change, Diff, Transition

if TYPE_CHECKING:
    from yellowcart.terms.table import Table

__all__ = ["Change", "Diff", "Transition", "diff", "transitions"]

JUST_BEFORE = timedelta(microseconds=1)


def diff(table: "Table", before: datetime, after: datetime) -> Diff:
    """The partners, surfaces and kinds whose verdict at `after` is not that at `before`.

    In the order of the file: partners, surfaces, kinds. A category or creator group has a
    row of its own where it moves otherwise than the plain question, which has neither.
    What opened and closed again in between is no difference. `BadInput` for naive instants
    and for an `after` that is earlier than `before`.
    """
    before, after = as_utc(before), as_utc(after)
    if after < before:
        zone = table.terms.zone
        raise BadInput(
            "after is earlier than before",
            field="after",
            value=format_instant(after, zone),
            expected=f"an instant not before {format_instant(before, zone)}",
        )
    changes = (
        change for cell in table.cells() for change in CellRuns(table, cell).changes(before, after)
    )
    return Diff(table, before, after, tuple(changes))


def transitions(
    table: "Table", start: datetime | None = None, until: datetime | None = None
) -> list[Transition]:
    """Every instant in `[start, until)` at which a verdict changes, in order of time.

    Each with its changes against the microsecond before, ordered as `diff` orders them. An
    end that is None leaves the window open there. `BadInput` for naive instants.
    """
    start = None if start is None else as_utc(start)
    until = None if until is None else as_utc(until)
    found: defaultdict[datetime, list[Change]] = defaultdict(list)
    for place in table.cells():
        cell = CellRuns(table, place)
        for at in cell.instants:
            if (start is None or start <= at) and (until is None or at < until):
                found[at].extend(cell.changes(at - JUST_BEFORE, at))
    return [Transition(table, at, tuple(found[at])) for at in sorted(found)]
