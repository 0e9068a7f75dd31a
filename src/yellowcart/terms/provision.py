"""A clause or a house rule as it bears on one partner: when, on what, and with which effect."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from yellowcart.kit.period import earlier
from yellowcart.terms.decision import Reason, Verdict
from yellowcart.terms.model import (
    EVERY,
    KINDS,
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
)
from yellowcart.terms.timeline import EARLIEST, Span

Ruling: TypeAlias = tuple[Verdict, Reason, str | None, int | None, str | None, Hung | None]
"""An answer without its end: verdict, reason, agreement, version, clause, hung."""

NO_AGREEMENT: Ruling = (Verdict.DENY, Reason.NO_AGREEMENT, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Provision:
    effect: Effect
    span: Span[Ruling]
    surfaces: frozenset[str]
    kinds: frozenset[str]
    categories: frozenset[str]
    except_categories: frozenset[str]
    creator_groups: frozenset[str]
    except_creator_groups: frozenset[str]

    @property
    def is_general(self) -> bool:
        """Whether it applies to a question without a category and a creator group."""
        return not self.categories and not self.creator_groups

    @property
    def is_narrow(self) -> bool:
        """Whether it tells categories or creator groups apart."""
        return bool(
            self.categories
            or self.except_categories
            or self.creator_groups
            or self.except_creator_groups
        )

    def applies_to(self, category: str | None, creator_group: str | None) -> bool:
        return (
            (not self.categories or category in self.categories)
            and category not in self.except_categories
            and (not self.creator_groups or creator_group in self.creator_groups)
            and creator_group not in self.except_creator_groups
        )


class Provisions:
    """All that bears on one partner, in the order in which an answer names them.

    House rules first, as the file has them; then agreements by when they begin and their code;
    in each its clauses in order. What is never in force is left out.
    """

    def __init__(
        self,
        agreements: Iterable[Agreement],
        house_rules: Iterable[HouseRule],
        surfaces: frozenset[str],
    ) -> None:
        self.agreements = sorted(agreements, key=lambda one: (one.period.start, one.code))
        self.in_force: Sequence[Span[Ruling]] = [
            Span(
                one.period.start,
                one.period.until,
                (Verdict.DENY, Reason.NOT_GRANTED, one.code, one.version, None, None),
            )
            for one in self.agreements
        ]
        self.all = [
            *(_of_house_rule(rule, surfaces) for rule in house_rules),
            *self._of_clauses(surfaces),
        ]
        self.surfaces = surfaces.union(*(one.surfaces for one in self.all))

    def _of_clauses(self, surfaces: frozenset[str]) -> Iterator[Provision]:
        for agreement in self.agreements:
            for clause in agreement.clauses:
                start, until = in_force(clause, agreement)
                if until is None or start < until:
                    ruling = _ruling(clause, agreement)
                    yield _provision(
                        clause.effect, Span(start, until, ruling), clause.conditions, surfaces
                    )


def in_force(clause: Clause, agreement: Agreement) -> tuple[datetime, datetime | None]:
    """When a clause is in force: its own time, as far as it is within its agreement's.

    Never, if the end it comes to is not after the start.
    """
    period = agreement.period
    start = period.start if clause.start is None else max(clause.start, period.start)
    return start, earlier(clause.until, period.until)


def _ruling(clause: Clause, agreement: Agreement) -> Ruling:
    if clause.effect is Effect.GRANT:
        verdict, reason, hung = Verdict.ALLOW, Reason.GRANTED, clause.hung
        return verdict, reason, agreement.code, agreement.version, clause.id, hung
    verdict, reason = Verdict.DENY, Reason.FORBIDDEN
    return verdict, reason, agreement.code, agreement.version, clause.id, None


def _of_house_rule(rule: HouseRule, surfaces: frozenset[str]) -> Provision:
    ruling: Ruling = (Verdict.DENY, Reason.FORBIDDEN, None, rule.version, rule.code, None)
    span = Span(rule.start or EARLIEST, rule.until, ruling)
    return _provision(Effect.FORBID, span, rule.conditions, surfaces)


def _provision(
    effect: Effect, span: Span[Ruling], conditions: Conditions, surfaces: frozenset[str]
) -> Provision:
    return Provision(
        effect,
        span,
        _expanded(conditions.surfaces, surfaces),
        _expanded(conditions.kinds, frozenset(KINDS)),
        frozenset(conditions.categories),
        frozenset(conditions.except_categories),
        frozenset(conditions.creator_groups),
        frozenset(conditions.except_creator_groups),
    )


@lru_cache(maxsize=1024)  # thousands of clauses name the same few surfaces
def _expanded(codes: tuple[str, ...], every: frozenset[str]) -> frozenset[str]:
    named = frozenset(codes)
    return (named - {EVERY}) | every if EVERY in named else named
