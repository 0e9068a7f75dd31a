"""Clauses that reach past their agreement, and clauses that reach nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product

from yellowcart.kit.period import Period, earlier
from yellowcart.terms.decision import Decision, Reason
from yellowcart.terms.lint.entries import clauses, latest_agreements
from yellowcart.terms.lint.finding import Finding, Severity, line_of
from yellowcart.terms.model import EVERY, KINDS, Agreement, Clause, Conditions, Effect
from yellowcart.terms.register import Terms
from yellowcart.terms.source import Path
from yellowcart.terms.speech import say_instant, say_list
from yellowcart.terms.table import Table
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

    A grant is also one of these when forbids, one or several together, cover all that it
    would grant.
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


def _shadowed(terms: Terms, surfaces: frozenset[str]) -> Iterator[Finding]:
    forbids = terms.table().forbids()
    for i, agreement, j, clause in clauses(latest_agreements(terms)):
        span = _span(agreement, clause)
        if clause.effect is Effect.FORBID or span is None or _empty(clause.conditions, surfaces):
            continue
        names = _forbidding(forbids, agreement.partner, clause.conditions, span, surfaces)
        if names:
            together = Wording("共同", " together") if len(names) > 1 else Wording("", "")
            why = Wording(
                f"它允许的一切都被{'、'.join(name.zh for name in names)}{together.zh}禁止",
                f"{say_list([name.en for name in names], 'en')}{together.en}"
                f" {'forbid' if len(names) > 1 else 'forbids'} all that it grants",
            )
            yield _never(terms, ("agreement", i, "clause", j), agreement.code, clause.id, why)


def _forbidding(
    forbids: Table, partner: str, grant: Conditions, span: Period, surfaces: frozenset[str]
) -> list[Wording]:
    """What forbids every question that meets the grant; empty where one gets through."""
    names: dict[tuple[str | None, str | None], Wording] = {}
    for surface, kind, category, group in product(
        sorted(_listed(grant.surfaces, surfaces)),
        sorted(_listed(grant.kinds, KINDS)),
        _asked(grant.categories, grant.except_categories, forbids.categories),
        _asked(grant.creator_groups, grant.except_creator_groups, forbids.creator_groups),
    ):
        at: datetime | None = span.start
        while at is not None and (span.until is None or at < span.until):
            answer = forbids.decide(partner, surface, kind, at, category, group)
            if answer.reason is not Reason.FORBIDDEN:
                return []
            names[answer.agreement, answer.clause] = _name(answer)
            at = answer.valid_until
    return list(names.values())


def _asked(
    listed: tuple[str, ...], excepted: tuple[str, ...], named: frozenset[str]
) -> Sequence[str | None]:
    """The codes with which a question can meet these lists; None for those that none names."""
    if listed:
        return sorted({*listed}.difference(excepted))
    return [None, *sorted(named.difference(excepted))]


def _name(answer: Decision) -> Wording:
    if answer.agreement is None:
        return Wording(f"平台规则 {answer.clause} ", f"house rule {answer.clause}")
    return Wording(
        f"协议 {answer.agreement} 第 {answer.clause} 条",
        f"clause {answer.clause} of {answer.agreement}",
    )


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
