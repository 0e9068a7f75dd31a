"""What a notice has to state, drawn from a diff and put in the order in which it is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from yellowcart.terms.changes import Change, Diff
from yellowcart.terms.changes.cells import PLAIN
from yellowcart.terms.changes.change import Class
from yellowcart.terms.decision import Verdict
from yellowcart.terms.model import KINDS, Hung

if TYPE_CHECKING:
    from yellowcart.terms.table import Table

Places = tuple[tuple[str, ...], tuple[str, ...]]
"""Kinds of links, and the surfaces that are alike for all of these kinds."""


@dataclass(frozen=True, slots=True)
class Line:
    """Kinds that open, or close, together on the same surfaces."""

    kinds: tuple[str, ...]
    surfaces: tuple[str, ...]
    opens: bool
    again: bool
    """Whether what opens was open at some time before."""
    of: Class
    """The category and creator group that the line is about; None: about all."""
    spared: tuple[Class, ...]
    hung: Hung | None
    others_unaffected: bool
    """Whether a line about a category or creator group leaves the others open."""


@dataclass(frozen=True, slots=True)
class Item:
    """What happens to one partner's links at one instant."""

    partner: str
    lines: tuple[Line, ...]
    still: tuple[Places, ...]
    """Where nothing changes and they are open, if all of a kind close somewhere."""

    def is_all_about(self, kinds: tuple[str, ...]) -> bool:
        """Whether nothing else was said before, so that "they" can only mean these."""
        return all(line.kinds == kinds and line.of == PLAIN for line in self.lines)


@dataclass(frozen=True, slots=True)
class Section:
    at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    diff: Diff
    sections: tuple[Section, ...]
    by_agreement: tuple[str, ...]
    """The partners whose agreements bring the changes about."""
    by_house_rule: bool

    @property
    def partners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(change.partner for change in self.diff.changes))

    @property
    def closes(self) -> bool:
        return any(not change.opens for change in self.diff.changes)


def facts_of(diff: Diff) -> Facts:
    changes = sorted(diff.changes, key=lambda change: change.since)
    return Facts(
        diff,
        tuple(
            Section(at, _items(diff.table, at, list(then)))
            for at, then in groupby(changes, key=lambda change: change.since)
        ),
        tuple(dict.fromkeys(one.partner for one in diff.changes if not one.by_house_rule)),
        any(one.by_house_rule for one in diff.changes),
    )


def _items(table: "Table", at: datetime, changes: list[Change]) -> tuple[Item, ...]:
    # The diff has them in the file's order, in which all of a partner's stand together.
    items = []
    for partner, group in groupby(changes, key=lambda change: change.partner):
        own = list(group)
        lines = tuple(_lines(table, at, own))
        closes = any(line.of == PLAIN and not line.opens for line in lines)
        items.append(Item(partner, lines, _still(table, at, partner, own) if closes else ()))
    return tuple(items)


def _lines(table: "Table", at: datetime, changes: list[Change]) -> Iterable[Line]:
    alike: dict[tuple[bool, bool, Class, tuple[Class, ...], Hung | None, bool], list[Change]] = {}
    for change in changes:
        of = (change.category, change.creator_group)
        cell = (change.partner, change.surface, change.kind)
        key = (
            change.opens,
            change.opens and _was_open(table, change),
            of,
            change.spared,
            None if change.opens else change.hung,
            of != PLAIN and table.decide(*cell, at).verdict is Verdict.ALLOW,
        )
        alike.setdefault(key, []).append(change)
    for (opens, again, of, spared, hung, others), group in alike.items():
        for kinds, surfaces in _places([(one.surface, one.kind) for one in group]):
            yield Line(kinds, surfaces, opens, again, of, spared, hung, others)


def _was_open(table: "Table", change: Change) -> bool:
    cell = (change.partner, change.surface, change.kind)
    return any(
        answer.verdict is Verdict.ALLOW and (start is None or start < change.since)
        for start, answer in table.timeline(*cell, change.category, change.creator_group)
    )


def _still(table: "Table", at: datetime, partner: str, changes: list[Change]) -> tuple[Places, ...]:
    # Where only a category or creator group closes, its own line says what of the others.
    told = {(one.surface, one.kind) for one in changes}
    return _places(
        [
            (surface, kind)
            for owner, surface, kind in table.cells()
            if owner == partner
            and (surface, kind) not in told
            and table.decide(partner, surface, kind, at).verdict is Verdict.ALLOW
        ]
    )


def _places(pairs: Sequence[tuple[str, str]]) -> tuple[Places, ...]:
    """Pairs of surface and kind, as few lists as tell the same."""
    kinds: dict[str, tuple[str, ...]] = {
        surface: tuple(kind for kind in KINDS if (surface, kind) in pairs) for surface, _ in pairs
    }
    surfaces: dict[tuple[str, ...], list[str]] = {}
    for surface, own in kinds.items():
        surfaces.setdefault(own, []).append(surface)
    return tuple((own, tuple(places)) for own, places in surfaces.items())
