"""The provisions of some terms as flat rules, as an engine that knows no agreements wants them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from yellowcart.terms import Agreement, Conditions, Effect, Terms

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""Before and after every instant that is asked about: what stands for an open end."""


class Rule(NamedTuple):
    """What it says of which questions, in force over `[start, until)` microseconds.

    Without `effect` it only names the agreement in force where nothing is granted.
    """

    effect: Effect | None
    partners: tuple[str, ...]
    conditions: Conditions
    start: int
    until: int
    agreement: str | None
    clause: str | None


def rules_of(terms: Terms) -> list[Rule]:
    """All rules in the order in which an answer names them: forbids, then grants, then the rest.

    The terms must hold each agreement in one version, as `many_clauses` makes them.
    """
    surfaces = tuple(surface.code for surface in terms.surfaces)
    partners = tuple(partner.code for partner in terms.partners)
    agreements = sorted(terms.agreements, key=lambda one: (one.period.start, one.code))
    house = [
        Rule(
            Effect.FORBID,
            partners if rule.partners == ("*",) else rule.partners,
            _expanded(rule.conditions, surfaces),
            microseconds(rule.start or FIRST),
            microseconds(rule.until or LAST),
            None,
            rule.code,
        )
        for rule in terms.house_rules
    ]
    clauses = [rule for one in agreements for rule in _clauses(one, surfaces)]
    in_force = [_in_force(one) for one in agreements]
    forbids = [rule for rule in clauses if rule.effect is Effect.FORBID]
    grants = [rule for rule in clauses if rule.effect is Effect.GRANT]
    return [*house, *forbids, *grants, *in_force]


def microseconds(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _clauses(agreement: Agreement, surfaces: tuple[str, ...]) -> Iterator[Rule]:
    whole = _in_force(agreement)
    for clause in agreement.clauses:
        start = max(whole.start, microseconds(clause.start or FIRST))
        until = min(whole.until, microseconds(clause.until or LAST))
        if start < until:
            yield whole._replace(
                effect=clause.effect,
                conditions=_expanded(clause.conditions, surfaces),
                start=start,
                until=until,
                clause=clause.id,
            )


def _in_force(agreement: Agreement) -> Rule:
    start, until = agreement.period.start, agreement.period.until or LAST
    return Rule(
        None,
        (agreement.partner,),
        Conditions(),
        microseconds(start),
        microseconds(until),
        agreement.code,
        None,
    )


def _expanded(conditions: Conditions, surfaces: tuple[str, ...]) -> Conditions:
    if conditions.surfaces != ("*",):
        return conditions
    return Conditions(
        surfaces,
        conditions.kinds,
        conditions.categories,
        conditions.except_categories,
        conditions.creator_groups,
        conditions.except_creator_groups,
    )
