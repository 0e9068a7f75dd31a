"""The terms compiled: what may hang where, answered in constant time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import EXPECTED, as_utc
from yellowcart.terms.cell import Cell, Classes, Row, Timeline, answer
from yellowcart.terms.decision import Answer, Decision, Reason, Verdict
from yellowcart.terms.explain import explain
from yellowcart.terms.model import EVERY, KINDS, Agreement, Clause, Effect, HouseRule
from yellowcart.terms.provision import Provisions

if TYPE_CHECKING:
    from yellowcart.terms.register import Terms

MOST_NARROWED = 1 << 18
"""How many timelines of categories and creator groups are kept, lest they fill the memory."""

Compiled: TypeAlias = tuple[tuple[datetime, ...], tuple[Row, ...], Cell | None]
"""A timeline, and the cell to ask when a category or creator group may make a difference."""

Place: TypeAlias = tuple[object, object, object]


class Piece(NamedTuple):
    """An answer and the instant from which it holds; None: it always held."""

    start: datetime | None
    answer: Answer


def _always(reason: Reason) -> Compiled:
    return (), ((Verdict.DENY, reason, None, None, None, None, None),), None


UNRECOGNISED = _always(Reason.UNRECOGNISED)
UNKNOWN_PARTNER = _always(Reason.UNKNOWN_PARTNER)
_new = tuple.__new__


class Table:
    """What the terms say, by one state of knowledge.

    `terms.table()` makes it. Each partner, surface and kind is compiled when first asked about,
    and kept; threads may share a table.
    """

    def __init__(
        self,
        terms: "Terms",
        agreements: Iterable[Agreement],
        house_rules: Iterable[HouseRule],
    ) -> None:
        self.terms = terms
        self.known_at: datetime | None = None
        """The instant whose knowledge was asked for; None: everything on file."""
        self.agreements = tuple(agreements)
        """The version that counts of each agreement, in the order of the file."""
        self.house_rules = tuple(house_rules)
        self._surfaces = frozenset(surface.code for surface in terms.surfaces)
        self._partners = frozenset(partner.code for partner in terms.partners)
        self._agreements = {one.code: one for one in self.agreements}
        self._clauses = {
            (one.code, clause.id): clause for one in self.agreements for clause in one.clauses
        }
        self._house_rules = {rule.code: rule for rule in self.house_rules}
        self._of_partner: dict[str, list[Agreement]] = {}
        for agreement in self.agreements:
            self._of_partner.setdefault(agreement.partner, []).append(agreement)
        conditions = [clause.conditions for clause in self._clauses.values()]
        conditions += (rule.conditions for rule in self.house_rules)
        self.categories = frozenset(
            chain.from_iterable((*one.categories, *one.except_categories) for one in conditions)
        )
        """The categories that any clause or house rule names; others are answered like none."""
        self.creator_groups = frozenset(
            chain.from_iterable(
                (*one.creator_groups, *one.except_creator_groups) for one in conditions
            )
        )
        self.kept: dict[str, object] = {}
        """What is derived from the table elsewhere and kept with it, such as its arrays."""
        self._provisions: dict[str, Provisions] = {}
        self._cells: dict[Place, Compiled] = {}
        self._alike: dict[tuple[str, tuple[int, ...]], Compiled] = {}
        self._narrowed = 0
        self._rows: dict[Row, Row] = {}
        self._codes: dict[str, str] = {}
        self._instants: dict[datetime, datetime] = {}

    def as_asked(self, known_at: datetime | None) -> "Table":
        """This table, for a question by the same knowledge at another instant."""
        if known_at == self.known_at:
            return self
        asked = copy(self)
        asked.known_at = known_at
        return asked

    def decide(
        self,
        partner: str | None,
        surface: str | None,
        kind: str | None,
        at: datetime,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> Decision:
        """Whether a link of `partner` may hang on `surface` at the instant `at`, and why.

        `partner` is None where the link was not recognised; `kind` is "goods" or "services".
        At the instant at which something begins it holds, at the one at which it ends it holds
        no more. A `forbid` that applies wins over every `grant`; what nothing grants is denied.
        A category or creator group of None matches no list and is caught by no exception.

        Codes that nobody declared, and values that are no codes, are denied. `at` must be aware:
        a naive one is refused with `NaiveInstant`.
        """
        try:
            instant = at if at.tzinfo is UTC else as_utc(at)
        except AttributeError:
            raise BadInput("not an instant", value=at, expected=EXPECTED) from None
        try:
            starts, rows, cell = self._cells[partner, surface, kind]
            if cell is not None and (category is not None or creator_group is not None):
                of_category, of_group, timelines = cell.narrow
                classes = of_category.get(category, 0), of_group.get(creator_group, 0)
                starts, rows = timelines[classes]
        except (KeyError, TypeError):
            starts, rows = self._timeline(partner, surface, kind, category, creator_group)
        row = rows[bisect_right(starts, instant)]
        verdict, reason, agreement, version, clause, until, hung = row
        whole = verdict, reason, partner, surface, kind, at, agreement, version, clause, until, hung
        return _new(Decision, whole)

    def explain(
        self,
        partner: str | None,
        surface: str | None,
        kind: str | None,
        at: datetime,
        category: str | None = None,
        creator_group: str | None = None,
        language: str = "zh",
    ) -> str:
        """The decision in a sentence or two, in Chinese ("zh") or English ("en")."""
        return explain(self, partner, surface, kind, at, category, creator_group, language)

    def timeline(
        self,
        partner: str | None,
        surface: str | None,
        kind: str | None,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> tuple[Piece, ...]:
        """The answers to one question over all time, in order, no two neighbours alike."""
        starts, rows = self._timeline(partner, surface, kind, category, creator_group)
        return tuple(map(Piece, (None, *starts), map(answer, rows)))

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Each partner, surface and kind that the terms declare or a provision names."""
        listed = [surface.code for surface in self.terms.surfaces]
        for partner in self.terms.partners:
            named = self._provisions_of(partner.code).surfaces - self._surfaces
            for surface in (*listed, *sorted(named)):
                for kind in KINDS:
                    yield partner.code, surface, kind

    def classes(
        self, partner: str, surface: str, kind: str
    ) -> Iterator[tuple[str | None, str | None]]:
        """The categories and creator groups that make a difference there, one of each class.

        First (None, None). Then (category, None) and (None, group) where the answers are not
        those of the plain question, and pairs where they are not those of either alone.
        """
        cell = self.compiled(partner, surface, kind)[2]
        yield None, None
        if cell is None:
            return
        for category, group in product(
            range(len(cell.categories)), range(len(cell.creator_groups))
        ):
            if category == group == 0:
                continue
            found = self.narrowed(cell, category, group)
            alone = {(category, 0), (0, group)} - {(category, group)}
            if all(found != self.narrowed(cell, *one) for one in alone):
                yield cell.categories.first[category], cell.creator_groups.first[group]

    def agreement(self, code: str) -> Agreement | None:
        """The version of that agreement that counts by this table's knowledge."""
        return self._agreements.get(code)

    def clause(self, agreement: str, clause: str) -> Clause | None:
        return self._clauses.get((agreement, clause))

    def house_rule(self, code: str) -> HouseRule | None:
        return self._house_rules.get(code)

    def agreements_of(self, partner: str) -> tuple[Agreement, ...]:
        """The partner's agreements by when they begin, then by code."""
        return tuple(self._provisions_of(partner).agreements)

    def grants_of(self, agreements: Iterable[Agreement]) -> "Table":
        """What these agreements grant, as if nothing were forbidden."""
        return Table(self.terms, _with_only(Effect.GRANT, agreements), ())

    def forbids(self) -> "Table":
        """What clauses and house rules forbid, as if nothing were granted."""
        return Table(self.terms, _with_only(Effect.FORBID, self.agreements), self.house_rules)

    def compiled(self, partner: object, surface: object, kind: object) -> Compiled:
        """The timeline there of questions without a category and a creator group, and the cell."""
        if partner is None:
            return UNRECOGNISED
        if not isinstance(partner, str) or partner not in self._partners:
            return UNKNOWN_PARTNER
        provisions = self._provisions_of(partner)
        place: Place = (partner, surface, kind)
        if not (isinstance(surface, str) and surface in provisions.surfaces and kind in KINDS):
            place = (partner, None, None)  # where nothing is granted, whatever it is called
        compiled = self._cells.get(place)
        if compiled is None:
            matching = tuple(
                index
                for index, one in enumerate(provisions.all)
                if place[1] in one.surfaces and place[2] in one.kinds
            )
            compiled = self._compile(partner, provisions, matching)
            self._cells[place] = compiled
        return compiled

    def _compile(self, partner: str, provisions: Provisions, matching: tuple[int, ...]) -> Compiled:
        """Compiled once for all places that the same provisions match."""
        compiled = self._alike.get((partner, matching))
        if compiled is None:
            cell = Cell([provisions.all[index] for index in matching], provisions.in_force)
            starts, rows = self._shared(cell.plain_timeline())
            compiled = starts, rows, None if cell.is_plain else cell
            compiled = self._alike.setdefault((partner, matching), compiled)
        return compiled

    def _timeline(
        self, partner: object, surface: object, kind: object, category: object, group: object
    ) -> Timeline:
        starts, rows, cell = self.compiled(partner, surface, kind)
        if cell is None or (category is None and group is None):
            return starts, rows
        return self.narrowed(
            cell, _class_of(cell.categories, category), _class_of(cell.creator_groups, group)
        )

    def narrowed(self, cell: Cell, category_class: int, group_class: int) -> Timeline:
        """The timeline of a class of categories and of creator groups, compiled once."""
        classes = category_class, group_class
        timeline = cell.narrow[2].get(classes)
        if timeline is None:
            timeline = self._shared(cell.timeline(*classes))
            if not cell.narrow[2]:
                cell.learn_classes()
            cell.narrow[2][classes] = timeline
            self._narrowed += 1
            if self._narrowed >= MOST_NARROWED:
                self._forget()
        return timeline

    def _forget(self) -> None:
        self._narrowed = 0
        self._rows.clear()
        for *_, cell in list(self._alike.values()):
            if cell is not None:
                cell.forget_timelines()

    def _shared(self, timeline: Timeline) -> Timeline:
        """The same, made of instants, codes and rows that other timelines have already.

        Agreements begin and end at the same few midnights. What is shared stays in the
        processor's cache, so that a table of 100,000 clauses answers as fast as a small one.
        """
        starts, rows = timeline
        starts = tuple(self._instant(start) for start in starts)
        shared = []
        for row, until in zip(rows, (*starts, None), strict=True):
            verdict, reason, agreement, version, clause, _, hung = row
            clause = clause and self._codes.setdefault(clause, clause)
            row = verdict, reason, agreement, version, clause, until, hung
            shared.append(self._rows.setdefault(row, row))
        return starts, tuple(shared)

    def _instant(self, at: datetime) -> datetime:
        return self._instants.get(at) or self._instants.setdefault(at, at.replace())

    def _provisions_of(self, partner: str) -> Provisions:
        provisions = self._provisions.get(partner)
        if provisions is None:
            rules = (
                rule for rule in self.house_rules if {EVERY, partner}.intersection(rule.partners)
            )
            provisions = Provisions(self._of_partner.get(partner, ()), rules, self._surfaces)
            self._provisions[partner] = provisions
        return provisions


def _with_only(effect: Effect, agreements: Iterable[Agreement]) -> Iterator[Agreement]:
    for one in agreements:
        yield replace(one, clauses=tuple(c for c in one.clauses if c.effect is effect))


def _class_of(classes: Classes, code: object) -> int:
    return classes.class_of(code) if isinstance(code, str) else 0
