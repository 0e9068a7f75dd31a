"""Changes that were known too shortly before they took effect."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from yellowcart.terms.changes import JUST_BEFORE, Change, transitions
from yellowcart.terms.decision import Verdict
from yellowcart.terms.lint.finding import Finding, Severity
from yellowcart.terms.lint.knowledge import Known, everything_known, terms_around, terms_of
from yellowcart.terms.register import Terms
from yellowcart.terms.speech import say_instant, say_partner
from yellowcart.terms.table import Table
from yellowcart.terms.timeline import EARLIEST
from yellowcart.terms.wording import Wording

DAYS_BY_LAW = 7
"""E-Commerce Law of the People's Republic of China, article 34: an amended agreement or rule
of the platform is shown at least seven days before it takes effect."""


def short_notice(terms: Terms) -> Iterator[Finding]:
    """Each entry that made a change known less than the agreed days, or 7 days, ahead.

    A change is known from when every later state of knowledge has it too. Days are of 24
    hours. What was known only after the change is retroactive, and not said again here.
    """
    everything = list(everything_known(terms))
    for partner in terms.partners:
        own = terms_of(partner, terms)
        on_file = {*own.agreements, *own.house_rules}
        entries = [one for one in everything if one.entry in on_file]
        for transition in transitions(own.table()):
            then = terms_around(transition.at, own)
            said: set[Known] = set()
            for change in transition.changes:
                known = _known_since(then, change)
                days = _needed_days(then, change, known)
                if not 0 <= (transition.at - known).days < days:
                    continue
                one = _made_known_by(entries, change, known)
                if one not in said:
                    said.add(one)
                    yield _finding(terms, one, change, known, days)


def days_ahead(terms: Terms, change: Change) -> int:
    """How many days before it takes effect a change has to be made known.

    The 7 days of the law, or as many as were agreed if those are more.
    """
    partner = next(one for one in terms.partners if one.code == change.partner)
    then = terms_around(change.since, terms_of(partner, terms))
    return _needed_days(then, change, _known_since(then, change))


def _needed_days(terms: Terms, change: Change, known: datetime) -> int:
    return max(DAYS_BY_LAW, _agreed_days(terms, change, known))


def _known_since(terms: Terms, change: Change) -> datetime:
    """The instant since which it was known to come.

    There is one: until the first agreement is known nothing is granted, and nothing changes.
    """
    since = change.since
    for known in reversed(terms.known_instants):
        if not _has(terms.table(known), change):
            break
        since = known
    return since


def _has(table: Table, change: Change) -> bool:
    question = (change.partner, change.surface, change.kind)
    of = (change.category, change.creator_group)
    before = table.decide(*question, change.since - JUST_BEFORE, *of).verdict
    after = table.decide(*question, change.since, *of).verdict
    return before is change.before and after is change.after


def _agreed_days(terms: Terms, change: Change, known: datetime) -> int:
    """The most `notice_days` of what the change rests on and of what granted until then.

    Both in the version that counted before the change was known and in the one that counts
    since, so that no amendment frees itself of the notice that was agreed.
    """
    tables = [terms.table(known)]
    if known > EARLIEST:
        tables.append(terms.table(known - JUST_BEFORE))
    codes = {change.agreement}
    question = (change.partner, change.surface, change.kind)
    of = (change.category, change.creator_group)
    for table in tables:
        for at in (change.since - JUST_BEFORE, change.since):
            answer = table.decide(*question, at, *of)
            if answer.verdict is Verdict.ALLOW:
                codes.add(answer.agreement)
    agreements = [table.agreement(code) for table in tables for code in codes if code is not None]
    return max((one.notice_days or 0 for one in agreements if one is not None), default=0)


def _made_known_by(entries: list[Known], change: Change, known: datetime) -> Known:
    """What became known then: the entry that the change rests on, or else the first."""
    then = [one for one in entries if one.known == known]
    rests_on = change.agreement if change.agreement is not None else change.clause
    return next((one for one in then if one.entry.code == rests_on), then[0])


def _finding(terms: Terms, one: Known, change: Change, known: datetime, days: int) -> Finding:
    lead = change.since - known
    hours = lead // timedelta(hours=1) % 24
    breaks_law = lead < timedelta(days=DAYS_BY_LAW)
    needed = Wording(f"约定的 {days} 天", f"the {days} days agreed")
    if breaks_law and days == DAYS_BY_LAW:
        needed = Wording(
            f"《电子商务法》第三十四条的 {days} 天",
            f"the {days} days of the E-Commerce Law, article 34",
        )
    at, since = say_instant(change.since, terms), say_instant(known, terms)
    zh, en = (say_partner(change.partner, terms, language) for language in ("zh", "en"))
    return Finding(
        "short-notice",
        Severity.ERROR if breaks_law and not change.opens else Severity.WARNING,
        one.line,
        one.entry.code,
        change.clause if change.agreement == one.entry.code else None,
        Wording(
            f"{zh}的链接自 {at} 起变化，{since} 才获知，提前 {lead.days} 天 {hours} 小时，"
            f"不足{needed.zh}",
            f"links of {en} change at {at}, which was known from {since}:"
            f" {_counted(lead.days, 'day')} and {_counted(hours, 'hour')} ahead,"
            f" less than {needed.en}",
        ),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
