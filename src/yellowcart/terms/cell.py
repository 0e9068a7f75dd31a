"""What a partner's provisions say of one surface and one kind of link."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from yellowcart.terms.decision import Answer
from yellowcart.terms.model import Effect, Hung
from yellowcart.terms.provision import NO_AGREEMENT, Provision, Ruling
from yellowcart.terms.timeline import Span, first_in_force, first_present, without_repeats

Row: TypeAlias = tuple[str, str, str | None, int | None, str | None, datetime | None, Hung | None]
"""The fields of an `Answer` in a plain tuple, which Python takes apart three times as fast."""

Timeline: TypeAlias = tuple[tuple[datetime, ...], tuple[Row, ...]]
"""The instants at which the answer changes, and the answers: one more than instants."""


Narrow: TypeAlias = tuple[
    dict[str | None, int], dict[str | None, int], dict[tuple[int, int], Timeline]
]
"""The class of each category, that of each creator group, and the timelines of pairs of them."""


def timeline_of(provisions: Iterable[Provision], in_force: Sequence[Span[Ruling]]) -> Timeline:
    """What provisions that all apply come to, in their order, over all time.

    `in_force` are the partner's agreements, whose first is named where nothing is granted.
    """
    forbids: list[Span[Ruling]] = []
    grants: list[Span[Ruling]] = []
    for provision in provisions:
        spans = forbids if provision.effect is Effect.FORBID else grants
        spans.append(provision.span)
    by_precedence = [first_in_force(spans) for spans in (forbids, grants, in_force)]
    steps = without_repeats(first_present(by_precedence, NO_AGREEMENT))
    starts = tuple(instant for instant, _ in steps[1:])
    rows: list[Row] = []
    for (_, ruling), until in zip(steps, (*starts, None), strict=True):
        verdict, reason, agreement, version, clause, hung = ruling
        rows.append((verdict, reason, agreement, version, clause, until, hung))
    return starts, tuple(rows)


def answer(row: Row) -> Answer:
    return Answer._make(row)


class Cell:
    """The provisions of one partner that match one surface and kind.

    Codes that the same provisions list and except make one class, since nothing tells them
    apart. Class 0 is that of no code, and of every code that no provision here names. The
    classes are found when first asked for: most questions have neither a category nor a
    creator group.
    """

    def __init__(self, provisions: Sequence[Provision], in_force: Sequence[Span[Ruling]]) -> None:
        self._provisions = provisions
        self._in_force = in_force
        self.narrow: Narrow = ({}, {}, {})
        """Empty until `learn_classes`. One tuple, so that no thread sees the half of it."""

    def learn_classes(self) -> None:
        codes = self.categories.class_of_code, self.creator_groups.class_of_code
        self.narrow = (*codes, {})

    def forget_timelines(self) -> None:
        self.narrow = (*self.narrow[:2], {})

    @property
    def is_plain(self) -> bool:
        """Whether no category and no creator group makes a difference."""
        return not any(one.is_narrow for one in self._provisions)

    def plain_timeline(self) -> Timeline:
        return timeline_of((one for one in self._provisions if one.is_general), self._in_force)

    def timeline(self, category_class: int, group_class: int) -> Timeline:
        category = self.categories.first[category_class]
        group = self.creator_groups.first[group_class]
        naming = self.categories.naming[category_class] + self.creator_groups.naming[group_class]
        provisions = (self._provisions[index] for index in sorted({*self._general, *naming}))
        return timeline_of(
            (one for one in provisions if one.applies_to(category, group)), self._in_force
        )

    @cached_property
    def _general(self) -> list[int]:
        return [index for index, one in enumerate(self._provisions) if one.is_general]

    @cached_property
    def categories(self) -> "Classes":
        return Classes((one.categories, one.except_categories) for one in self._provisions)

    @cached_property
    def creator_groups(self) -> "Classes":
        return Classes((one.creator_groups, one.except_creator_groups) for one in self._provisions)


class Classes:
    """The codes that provisions list or except, those together that none tells apart."""

    def __init__(self, lists: Iterable[tuple[frozenset[str], frozenset[str]]]) -> None:
        roles: dict[str, list[tuple[int, bool]]] = {}
        for index, (listed, excepted) in enumerate(lists):
            for code in listed:
                roles.setdefault(code, []).append((index, True))
            for code in excepted:
                roles.setdefault(code, []).append((index, False))
        self.first: list[str | None] = [None]
        """A code of each class."""
        self.naming: list[tuple[int, ...]] = [()]
        """Which provisions name the codes of each class."""
        self.class_of_code: dict[str | None, int] = {}
        numbers: dict[tuple[tuple[int, bool], ...], int] = {}
        for code in sorted(roles):
            role = tuple(roles[code])
            number = numbers.setdefault(role, len(self.first))
            if number == len(self.first):
                self.first.append(code)
                self.naming.append(tuple(index for index, _ in role))
            self.class_of_code[code] = number

    def __len__(self) -> int:
        return len(self.first)

    def class_of(self, code: str | None) -> int:
        return self.class_of_code.get(code, 0)
