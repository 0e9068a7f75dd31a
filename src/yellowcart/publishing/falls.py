"""What a transition takes down: which classes of entries, and where the database finds them."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q, QuerySet

from yellowcart.agreements.changing import Source, changes_at
from yellowcart.agreements.models import Surface
from yellowcart.publishing.models import Entry, Status
from yellowcart.sweep.rulings import Line, Outcome, ruling
from yellowcart.terms import Diff, Reason, Table, Verdict

Cell = tuple[str, str, str]


class Lane(NamedTuple):
    """Entries that the index of what hangs holds side by side: of a surface, a marketplace and a
    kind, and of the categories named, or with `others` of all but those."""

    surface: int
    marketplace: str
    kind: str
    categories: tuple[str, ...]
    others: bool


class Falls:
    """The classes of entries that lose their grant at `at` by that source, as `table` knows it.

    With a later `present`, those that have had none since: what was granted again in between
    comes down by a later transition, if by any. Categories and creator groups that no clause
    and no house rule names are all alike. Where both sources close classes of one cell at one
    instant, each class is of the source that its answer rests on, and of no other.
    """

    def __init__(
        self, table: Table, at: datetime, source: str, present: datetime | None = None
    ) -> None:
        self.table, self.at, self.source = table, at, source
        self.present = at if present is None else max(at, present)
        self.diff = changes_at(table, at, source)
        self.cells = _closing(self.diff)
        other = next(one for one in Source if one != source)
        self._shared = {*self.cells}.intersection(_closing(changes_at(table, at, other)))
        self.categories, self.groups = named(table)
        self._marketplaces = {one.code: one.marketplaces for one in table.terms.partners}
        self._found: dict[tuple[str, str, str, str, str], Line | None] = {}

    def of(
        self, surface: str, marketplace: str, kind: str, category: str, group: str
    ) -> Line | None:
        """Why an entry of that class comes down; None: it does not, by this transition."""
        category = category if category in self.categories else ""
        group = group if group in self.groups else ""
        key = surface, marketplace, kind, category, group
        if key not in self._found:
            partner = self.table.terms.partner_of(marketplace)
            found = None
            if partner is not None and (partner, surface, kind) in self.cells:
                found = self._line(partner, surface, kind, category or None, group or None)
            self._found[key] = found
        return self._found[key]

    @cached_property
    def lanes(self) -> tuple[Lane, ...]:
        """Where the entries are that may come down: few, whatever the number of entries."""
        surfaces = dict(Surface.objects.values_list("code", "pk"))
        return tuple(
            lane for cell in self.cells if cell[1] in surfaces
            for lane in self._lanes(cell, surfaces[cell[1]])
        )  # fmt: skip

    @cached_property
    def q(self) -> Q:
        """The entries of those classes, as a condition on entries."""
        found = Q(pk__in=())
        for cell in self.cells:
            falling = set(self._falling(cell))
            if not falling:
                continue
            partner, surface, kind = cell
            of = Q(surface__code=surface, kind=kind, marketplace__in=self._marketplaces[partner])
            if len(falling) < (len(self.categories) + 1) * (len(self.groups) + 1):
                classes = Q(pk__in=())
                for category, group in falling:
                    classes |= self._category(category) & self._group(group)
                of &= classes
            found |= of
        return found

    def entries(self) -> QuerySet[Entry]:
        """What hangs now and is of those classes; what may stay all the same is among it."""
        return Entry.objects.filter(self.q, status=Status.HUNG)

    def _line(
        self, partner: str, surface: str, kind: str, category: str | None, group: str | None
    ) -> Line | None:
        line = ruling(self.table, partner, surface, kind, self.at, category, group)
        if line.outcome is not Outcome.WITHDRAWN:
            return None
        if (partner, surface, kind) in self._shared and _source(line) != self.source:
            return None
        at: datetime | None = self.at
        while at is not None and at <= self.present:
            answer = self.table.decide(partner, surface, kind, at, category, group)
            if answer.verdict is Verdict.ALLOW:
                return None
            at = answer.valid_until
        return line

    def _falling(self, cell: Cell) -> Iterator[tuple[str, str]]:
        partner, surface, kind = cell
        marketplaces = self._marketplaces[partner]
        if not marketplaces:
            return
        for category in ("", *self.categories):
            for group in ("", *self.groups):
                if self.of(surface, marketplaces[0], kind, category, group) is not None:
                    yield category, group

    def _lanes(self, cell: Cell, surface: int) -> Iterator[Lane]:
        falling = {category for category, _ in self._falling(cell)}
        if not falling:
            return
        others = "" in falling
        spared = tuple(one for one in self.categories if one not in falling)
        categories = spared if others else tuple(sorted(falling))
        for marketplace in self._marketplaces[cell[0]]:
            yield Lane(surface, marketplace, cell[2], categories, others)

    def _category(self, category: str) -> Q:
        return Q(category=category) if category else ~Q(category__in=self.categories)

    def _group(self, group: str) -> Q:
        named = Q(cart__creator__group=group)
        return named if group else ~Q(cart__creator__group__in=self.groups)


def _closing(diff: Diff) -> tuple[Cell, ...]:
    closing = (change for change in diff.changes if not change.opens)
    return tuple(dict.fromkeys((one.partner, one.surface, one.kind) for one in closing))


def _source(line: Line) -> Source:
    by_house_rule = line.reason == Reason.FORBIDDEN and line.agreement is None
    return Source.HOUSE_RULES if by_house_rule else Source.AGREEMENTS


def named(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The categories and the creator groups that any clause or house rule names."""
    conditions = [clause.conditions for one in table.agreements for clause in one.clauses]
    conditions += [rule.conditions for rule in table.house_rules]
    categories = (code for one in conditions for code in one.categories + one.except_categories)
    groups = (code for one in conditions for code in one.creator_groups + one.except_creator_groups)
    return tuple(dict.fromkeys(categories)), tuple(dict.fromkeys(groups))
