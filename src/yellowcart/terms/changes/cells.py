"""A partner, a surface and a kind, with every category and creator group that matters there."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.terms.changes.change import Cell, Change, Class, change_into
from yellowcart.terms.changes.runs import Runs
from yellowcart.terms.model import EVERY, Conditions

if TYPE_CHECKING:
    from yellowcart.terms.table import Piece, Table


PLAIN: Class = (None, None)


class CellRuns:
    """The runs of the plain question, and of each narrower one that is answered otherwise."""

    def __init__(self, table: "Table", cell: Cell) -> None:
        self.cell = cell
        self.plain = Runs(table.timeline(*cell))
        self.narrowed = {of: Runs(table.timeline(*cell, *of)) for of in _classes(table, cell)}

    @property
    def instants(self) -> set[datetime]:
        return {at for runs in (self.plain, *self.narrowed.values()) for at in runs.starts}

    def changes(self, before: datetime, after: datetime) -> Iterator[Change]:
        """The plain question's change first, then those of classes that move otherwise.

        A class that makes the same change at another instant moves otherwise, too.
        """
        move = self.plain.move(before, after)
        if move is not None:
            spared = (of for of, runs in self.narrowed.items() if move.not_made_by(runs))
            yield change_into(self.cell, PLAIN, self.plain, after, tuple(spared))
        for of, runs in self.narrowed.items():
            own = runs.move(before, after)
            if own is not None and own != move:
                yield change_into(self.cell, of, runs, after)


def _classes(table: "Table", cell: Cell) -> Iterator[Class]:
    """Every category and creator group that is answered otherwise than without it.

    A pair only where the two together are answered otherwise than either alone.
    """
    distinct = list(table.classes(*cell))
    if len(distinct) == 1:
        return
    conditions = list(_conditions(table, cell[0]))
    categories = _named(one.categories + one.except_categories for one in conditions)
    groups = _named(one.creator_groups + one.except_creator_groups for one in conditions)
    has_pairs = any(None not in of for of in distinct)

    def answers(of: Class) -> "tuple[Piece, ...]":
        return table.timeline(*cell, *of)

    plain = answers(PLAIN)
    yield from ((code, None) for code in categories if answers((code, None)) != plain)
    yield from ((None, code) for code in groups if answers((None, code)) != plain)
    for category in categories if has_pairs else ():
        for group in groups:
            found = answers((category, group))
            if found != answers((category, None)) and found != answers((None, group)):
                yield category, group


def _conditions(table: "Table", partner: str) -> Iterator[Conditions]:
    for rule in table.house_rules:
        if EVERY in rule.partners or partner in rule.partners:
            yield rule.conditions
    for agreement in table.agreements_of(partner):
        yield from (clause.conditions for clause in agreement.clauses)


def _named(lists: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(code for codes in lists for code in codes))
