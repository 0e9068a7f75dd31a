"""Clauses that reach past their agreement, and clauses that reach nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from yellowcart.kit.period import Period, earlier
from yellowcart.terms.lint.entries import (
    clauses,
    latest_agreements,
    latest_house_rules,
)
from yellowcart.terms.lint.finding import Finding, Severity, line_of
from yellowcart.terms.model import EVERY, KINDS, Agreement, Clause, Conditions, Effect
from yellowcart.terms.register import Terms
from yellowcart.terms.source import Path
from yellowcart.terms.speech import say_instant
from yellowcart.terms.wording import Wording


def outside(terms: Terms) -> Iterator[Finding]:
    """Each clause with an instant of its own that its agreement does not hold."""
    for i, agreement, j, clause in clauses(enumerate(terms.agreements)):
        period = agreement.period
        if clause.start is not None and not (
            period.start <= clause.start and (period.until is None or clause.start < period.until)
        ):
            yield _outside(terms, ("agreement", i, "clause", j, "from"), agreement, clause)
        elif clause.until is not None and (
            clause.until <= period.start
            or (period.until is not None and clause.until > period.until)
        ):
            yield _outside(terms, ("agreement", i, "clause", j, "until"), agreement, clause)


def never_applying(terms: Terms) -> Iterator[Finding]:
    """Each clause and house rule that no question can ever meet, with why.

    A grant is also one of these when a single forbid covers all that it would grant; where
    several forbids cover it only together, lint says nothing.
    """
    surfaces = frozenset(surface.code for surface in terms.surfaces)
    for i, agreement, j, clause in clauses(enumerate(terms.agreements)):
        why = _empty(clause.conditions, surfaces)
        if why is None and _span(agreement, clause) is None:
            why = Wording(
                "其期限与协议期限没有交集", "its period shares no instant with its agreement's"
            )
        if why is not None:
            yield _never(terms, ("agreement", i, "clause", j), agreement.code, clause.id, why)
    for i, rule in enumerate(terms.house_rules):
        why = _empty(rule.conditions, surfaces)
        if why is not None:
            yield _never(terms, ("house_rule", i), rule.code, None, why)
    yield from _shadowed(terms, surfaces)


class Forbid(NamedTuple):
    """A forbid of any source, with the instants at which it applies."""

    name: Wording
    partners: tuple[str, ...]
    conditions: Conditions
    start: datetime | None
    until: datetime | None


def _shadowed(terms: Terms, surfaces: frozenset[str]) -> Iterator[Finding]:
    forbids = [*_forbids(terms)]
    for i, agreement, j, clause in clauses(latest_agreements(terms)):
        span = _span(agreement, clause)
        if clause.effect is Effect.FORBID or span is None or _empty(clause.conditions, surfaces):
            continue
        for forbid in forbids:
            if (
                (EVERY in forbid.partners or agreement.partner in forbid.partners)
                and (forbid.start is None or forbid.start <= span.start)
                and earlier(forbid.until, span.until) == span.until
                and _covers(forbid.conditions, clause.conditions, surfaces)
            ):
                why = Wording(
                    f"它允许的一切都被{forbid.name.zh}禁止",
                    f"{forbid.name.en} forbids all that it grants",
                )
                yield _never(terms, ("agreement", i, "clause", j), agreement.code, clause.id, why)
                break


def _forbids(terms: Terms) -> Iterator[Forbid]:
    for _, rule in latest_house_rules(terms):
        name = Wording(f"平台规则 {rule.code} ", f"house rule {rule.code}")
        yield Forbid(name, rule.partners, rule.conditions, rule.start, rule.until)
    for _, agreement, _, clause in clauses(latest_agreements(terms)):
        span = _span(agreement, clause)
        if clause.effect is Effect.FORBID and span is not None:
            name = Wording(
                f"协议 {agreement.code} 第 {clause.id} 条",
                f"clause {clause.id} of {agreement.code}",
            )
            yield Forbid(name, (agreement.partner,), clause.conditions, span.start, span.until)


def _covers(forbid: Conditions, grant: Conditions, declared: frozenset[str]) -> bool:
    """Whether every question that meets `grant` meets `forbid` too."""
    return (
        _listed(grant.surfaces, declared) <= _listed(forbid.surfaces, declared)
        and _listed(grant.kinds, KINDS) <= _listed(forbid.kinds, KINDS)
        and _covers_one(
            (forbid.categories, forbid.except_categories),
            (grant.categories, grant.except_categories),
        )
        and _covers_one(
            (forbid.creator_groups, forbid.except_creator_groups),
            (grant.creator_groups, grant.except_creator_groups),
        )
    )


def _covers_one(
    forbid: tuple[tuple[str, ...], tuple[str, ...]], grant: tuple[tuple[str, ...], tuple[str, ...]]
) -> bool:
    """The same for one pair of lists: those asked for, and those excepted."""
    asked, excepted = forbid
    granted = {code for code in grant[0] if code not in grant[1]}
    if grant[0]:
        return not granted.intersection(excepted) and (not asked or granted.issubset(asked))
    return not asked and set(excepted).issubset(grant[1])


def _empty(conditions: Conditions, declared: frozenset[str]) -> Wording | None:
    """Why no question can meet these conditions, or None where one can."""
    if not _listed(conditions.surfaces, declared):
        return Wording("没有剩下任何发布位置", "no surface is left to it")
    if conditions.categories and not set(conditions.categories) - {*conditions.except_categories}:
        return Wording("所列类目全部被排除", "every category it lists is excepted")
    groups = conditions.creator_groups
    if groups and not set(groups) - {*conditions.except_creator_groups}:
        return Wording("所列达人分组全部被排除", "every creator group it lists is excepted")
    return None


def _listed(codes: tuple[str, ...], every: frozenset[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(codes).difference((EVERY,)).union(every if EVERY in codes else ())


def _span(agreement: Agreement, clause: Clause) -> Period | None:
    """When the clause applies: its own instants within its agreement's."""
    start = max(agreement.period.start, clause.start or agreement.period.start)
    until = earlier(agreement.period.until, clause.until)
    return None if until is not None and until <= start else Period(start, until)


def _outside(terms: Terms, path: Path, agreement: Agreement, clause: Clause) -> Finding:
    period = agreement.period
    start = say_instant(period.start, terms)
    until = None if period.until is None else say_instant(period.until, terms)
    return Finding(
        "clause-outside-agreement",
        Severity.ERROR,
        line_of(terms, *path),
        agreement.code,
        clause.id,
        Wording(
            f"第 {clause.id} 条超出协议 {agreement.code} 的期限：自 {start} 起"
            + (f"，至 {until} 止" if until else "，无终止日"),
            f"clause {clause.id} reaches outside {agreement.code}, which runs from {start}"
            + (f" until {until}" if until else " without an end"),
        ),
    )


def _never(terms: Terms, path: Path, agreement: str, clause: str | None, why: Wording) -> Finding:
    what = Wording(
        f"第 {clause} 条" if clause is not None else f"平台规则 {agreement} ",
        f"clause {clause}" if clause is not None else f"house rule {agreement}",
    )
    return Finding(
        "clause-never-applies",
        Severity.ERROR,
        line_of(terms, *path),
        agreement,
        clause,
        Wording(f"{what.zh}永远不会生效：{why.zh}", f"{what.en} can never apply: {why.en}"),
    )
