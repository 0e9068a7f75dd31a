"""What granted it last, where nothing does any more."""

from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.terms.changes import JUST_BEFORE
from yellowcart.terms.changes.runs import Runs
from yellowcart.terms.decision import Answer, Decision, Reason
from yellowcart.terms.model import Agreement
from yellowcart.terms.speech import say_instant
from yellowcart.terms.wording import Wording

if TYPE_CHECKING:
    from yellowcart.terms.table import Table


def say_last_grant(
    table: "Table", answer: Decision, category: str | None, creator_group: str | None
) -> Wording:
    """Which clause granted it before `answer.at`, and when that clause's effect ended.

    A forbid ends no grant: one that stood when the grant ended is named besides. Where none of
    the versions that count ever granted it, one that was replaced may have.
    """
    question = (answer.partner, answer.surface, answer.kind, category, creator_group)
    grants = table.grants_of(table.agreements_of(answer.partner or ""))
    last = Runs(grants.timeline(*question)).grant_before(answer.at)
    if last is not None:
        until, grant = last
        return _ended(table, until, grant, _forbidden(table, question, until - JUST_BEFORE))
    for old, new in _replaced(table, answer.partner):
        granted = Runs(table.grants_of([old]).timeline(*question)).grant_by(answer.at)
        if granted is not None:
            return _was_replaced(table, granted, new)
    return Wording("此前也从未有条款允许。", "Nothing granted it before, either.")


def _ended(table: "Table", until: datetime, grant: Answer, forbidden: Wording) -> Wording:
    at = say_instant(until, table.terms)
    agreement = table.agreement(grant.agreement or "")
    by_agreement = agreement is not None and agreement.period.until == until
    return Wording(
        f"此前的依据是协议 {grant.agreement}（第 {grant.version} 版）第 {grant.clause} 条，"
        f"{'该协议' if by_agreement else '其效力'}已于 {at} 终止{forbidden.zh}。",
        f"Clause {grant.clause} of {grant.agreement} (version {grant.version}) granted it"
        f" until {at}{', when the agreement ended' if by_agreement else ''}{forbidden.en}.",
    )


def _forbidden(table: "Table", question: tuple[str | None, ...], at: datetime) -> Wording:
    """What forbade it at `at` although it was granted, and from when."""
    start, answer = Runs(table.timeline(*question)).piece_at(at)
    if answer.reason is not Reason.FORBIDDEN:
        return Wording("", "")
    by = Wording(f"平台规则 {answer.clause} ", f"house rule {answer.clause}")
    if answer.agreement is not None:
        by = Wording(
            f"协议 {answer.agreement}（第 {answer.version} 版）第 {answer.clause} 条",
            f"clause {answer.clause} of {answer.agreement} (version {answer.version})",
        )
    if start is None:
        return Wording(f"，但一直被{by.zh}禁止", f", but {by.en} forbade it all along")
    since = say_instant(start, table.terms)
    return Wording(f"，但自 {since} 起已被{by.zh}禁止", f", but {by.en} forbade it from {since} on")


def _replaced(table: "Table", partner: str | None) -> list[tuple[Agreement, Agreement]]:
    """The partner's versions that counted once, each with the one that came in its place.

    The one that was replaced last comes first.
    """
    known = [
        one
        for one in table.terms.agreements
        if table.known_at is None or one.known <= table.known_at
    ]
    replaced = []
    for old in (one for one in known if one.partner == partner):
        higher = [one for one in known if one.code == old.code and one.version > old.version]
        new = min(higher, key=lambda one: (one.known, -one.version), default=None)
        if new is not None and old.known < new.known:
            replaced.append((old, new))
    return sorted(replaced, key=lambda pair: pair[1].known, reverse=True)


def _was_replaced(table: "Table", grant: Answer, new: Agreement) -> Wording:
    known = say_instant(new.known, table.terms)
    return Wording(
        f"此前获知的协议 {grant.agreement} 第 {grant.version} 版第 {grant.clause} 条曾允许，"
        f"该版已由 {known} 获知的第 {new.version} 版取代。",
        f"Clause {grant.clause} of {grant.agreement} (version {grant.version}) granted it;"
        f" version {new.version}, known from {known}, replaced that version.",
    )
