"""What each class of entry was answered just before the instant, and is answered at it.

Millions of entries are few classes: of a partner, a surface, a kind, and of a category and a
creator group as far as the terms name them. Each class is decided once, by the scalar
`Table.decide`, and the sweep then only looks up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from threading import Lock

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import as_utc
from yellowcart.terms import Decision, Table, Terms

JUST_BEFORE = timedelta(microseconds=1)
DENSE_CLASSES = 1 << 24
UNDECLARED = ""
"""Stands for any code that the terms do not know; no code is empty."""

Codes = npt.NDArray[np.int64]
Lines = npt.NDArray[np.int32]


class Outcome(StrEnum):
    KEPT = "kept"
    """Allowed just before the instant and at it."""
    WITHDRAWN = "withdrawn"
    """Allowed just before the instant, denied at it."""
    DENIED = "denied"
    """Denied just before the instant and at it."""
    OPENED = "opened"
    """Denied just before the instant, allowed at it: it may hang again."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a class of entries is told, and what that rests on.

    Of a withdrawal, `reason` is that of the answer at the instant; agreement, version and
    clause are those of the forbid that closed it, or of the grant that ended; `hung` is the
    ended grant's. Otherwise they are those of the answer just before.
    """

    outcome: Outcome
    partner: str | None
    surface: str | None
    reason: str
    agreement: str | None
    version: int | None
    clause: str | None
    hung: str | None


class Rulings:
    """The lines of all classes, decided as they come up."""

    def __init__(self, terms: Terms, at: datetime, known_at: datetime | None = None) -> None:
        self.terms = terms
        self.at = as_utc(at)
        self.before = _just_before(self.at)
        self.known_at = known_at
        self.table = terms.table(known_at)
        conditions = [c.conditions for a in terms.agreements for c in a.clauses]
        conditions += [rule.conditions for rule in terms.house_rules]

        def named(*fields: str) -> Iterator[str]:
            return chain.from_iterable(getattr(c, field) for c in conditions for field in fields)

        clauses = (clause.id for agreement in terms.agreements for clause in agreement.clauses)
        partners: list[str | None] = [partner.code for partner in terms.partners]
        self.partners = [*partners, UNDECLARED, None]
        listed = [surface.code for surface in terms.surfaces]
        self.surfaces = _codes([*listed, *named("surfaces")], UNDECLARED)
        self.kinds = _codes(["goods", "services", *named("kinds")], UNDECLARED)
        self.categories = _codes(named("categories", "except_categories"), None)
        self.creator_groups = _codes(named("creator_groups", "except_creator_groups"), None)
        self.partner_of_marketplace = {
            marketplace: index
            for index, partner in enumerate(terms.partners)
            for marketplace in partner.marketplaces
        }
        self.shape = (
            len(self.partners),
            len(self.surfaces),
            len(self.kinds),
            len(self.categories),
            len(self.creator_groups),
        )
        self.withdrawal_names = {
            "surface": _names(self.surfaces),
            "partner": _names(self.partners),
            "marketplace": _names(self.partner_of_marketplace),
            "reason": _names(("forbidden", "no_agreement", "not_granted")),
            "agreement": _names(agreement.code for agreement in terms.agreements),
            "clause": _names(chain(clauses, (rule.code for rule in terms.house_rules))),
            "hung": _names(("withdraw", "session", "keep")),
        }
        self.lines: list[Line] = []
        self._line_numbers: dict[Line, int] = {}
        self._lock = Lock()
        self._sparse: dict[int, int] = {}
        self._classes = int(np.prod(self.shape, dtype=object))
        dense = self._classes if self._classes <= DENSE_CLASSES else 0
        self._dense = np.full(dense, -1, dtype=np.int32)

    @property
    def asked(self) -> frozenset[str]:
        """The optional columns that make a difference to any answer."""
        by_length = {"category": self.categories, "creator_group": self.creator_groups}
        return frozenset({"kind", *(name for name, codes in by_length.items() if len(codes) > 1)})

    def lines_of(self, classes: Codes) -> Lines:
        """The number of each class's line in `lines`."""
        if not len(self._dense):
            distinct, where = np.unique(classes, return_inverse=True)
            return self._sparsely(distinct)[where]
        found: Lines = self._dense[classes]
        unseen = np.unique(classes[found < 0])
        if len(unseen):
            self._dense[unseen] = self._sparsely(unseen)
            found = self._dense[classes]
        return found

    def _sparsely(self, classes: Codes) -> Lines:
        with self._lock:
            for number in classes.tolist():
                if number not in self._sparse:
                    self._sparse[number] = self._number(self._line(number))
            return np.array([self._sparse[number] for number in classes.tolist()], dtype=np.int32)

    def _number(self, line: Line) -> int:
        if line not in self._line_numbers:
            self.lines.append(line)
            self._line_numbers[line] = len(self.lines) - 1
        return self._line_numbers[line]

    def _line(self, number: int) -> Line:
        p, s, k, c, g = np.unravel_index(number, self.shape)
        question = (self.partners[p], self.surfaces[s] or UNDECLARED, self.kinds[k] or UNDECLARED)
        return ruling(self.table, *question, self.at, self.categories[c], self.creator_groups[g])


def ruling(
    table: Table,
    partner: str | None,
    surface: str,
    kind: str,
    at: datetime,
    category: str | None,
    creator_group: str | None,
) -> Line:
    """What a class of entries was answered just before `at`, and is answered at it.

    `at` is an aware instant in UTC. `BadInput` where the calendar has nothing before it.
    """
    of = (category, creator_group)
    before = table.decide(partner, surface, kind, _just_before(at), *of)
    after = table.decide(partner, surface, kind, at, *of)
    outcome = _outcome(before, after)
    withdrawn = outcome is Outcome.WITHDRAWN
    basis = after if withdrawn and after.reason == "forbidden" else before
    return Line(
        outcome=outcome,
        partner=partner or None,
        surface=surface or None,
        reason=str((after if withdrawn else before).reason),
        agreement=basis.agreement,
        version=basis.version,
        clause=basis.clause,
        hung=None if before.hung is None else str(before.hung),
    )


def _just_before(at: datetime) -> datetime:
    try:
        return at - JUST_BEFORE
    except OverflowError:
        raise BadInput(
            "the calendar has nothing before it",
            field="at",
            value=at.isoformat(),
            expected="a later instant",
        ) from None


def _outcome(before: Decision, after: Decision) -> Outcome:
    if before.verdict == "allow":
        return Outcome.KEPT if after.verdict == "allow" else Outcome.WITHDRAWN
    return Outcome.OPENED if after.verdict == "allow" else Outcome.DENIED


def _codes(named: Iterable[str], rest: str | None) -> list[str | None]:
    """Each code once, and last what stands for all others."""
    return [*dict.fromkeys(code for code in named if code != "*"), rest]


def _names(codes: Iterable[str | None]) -> pa.Array:
    """A dictionary for a column of withdrawals, the same in every batch."""
    return pa.array(list(dict.fromkeys(code for code in codes if code)), pa.string())
