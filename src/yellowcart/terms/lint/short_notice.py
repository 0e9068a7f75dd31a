"""Changes that were known too shortly before they took effect."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from yellowcart.terms.changes import Change, transitions
from yellowcart.terms.lint.finding import Finding, Severity
from yellowcart.terms.lint.knowledge import Known, everything_known, terms_of
from yellowcart.terms.register import Terms
from yellowcart.terms.speech import say_instant, say_partner
from yellowcart.terms.table import Table
from yellowcart.terms.wording import Wording

DAYS_BY_LAW = 7
"""E-Commerce Law of the People's Republic of China, article 34: an amended agreement or rule
of the platform is shown at least seven days before it takes effect."""

Move = tuple[datetime, str, str, bool, str | None, str | None]
"""When, surface, kind, whether it opens, category, creator group."""


def short_notice(terms: Terms) -> Iterator[Finding]:
    """Each entry that made a change known less than its `notice_days`, or 7 days, ahead.

    A change is known from when every later state of knowledge has it too. Days are of 24
    hours. What was known only after the change is retroactive, and not said again here.
    """
    everything = list(everything_known(terms))
    for partner in terms.partners:
        own = terms_of(partner, terms)
        entries = [one for one in everything if one.concerns(partner.code)]
        said: set[tuple[Known, datetime]] = set()
        for change, known in _known_since(own):
            days = max(DAYS_BY_LAW, _agreed_days(own.table(), change))
            if known <= change.since < known + timedelta(days=days):
                one = _made_known_by(entries, change, known)
                if (one, change.since) not in said:
                    said.add((one, change.since))
                    yield _finding(terms, one, change, known, days)


def _known_since(terms: Terms) -> Iterator[tuple[Change, datetime]]:
    """Every change to come of these terms, with the instant since which it was known."""
    latest = {_move(change): change for change in _changes(terms.table())}
    unsettled = dict.fromkeys(latest)
    for later, known in zip(
        reversed(terms.known_instants), reversed((None, *terms.known_instants)[:-1]), strict=True
    ):
        earlier = terms.table(known) if known is not None else _before(terms, later)
        held = {_move(change) for change in _changes(earlier)}
        for move in [move for move in unsettled if move not in held]:
            del unsettled[move]
            yield latest[move], later


def _before(terms: Terms, first: datetime) -> Table:
    return terms.table(first - timedelta(microseconds=1))


def _changes(table: Table) -> Iterator[Change]:
    for transition in transitions(table):
        yield from transition.changes


def _move(change: Change) -> Move:
    return (
        change.since,
        change.surface,
        change.kind,
        change.opens,
        change.category,
        change.creator_group,
    )


def _agreed_days(table: Table, change: Change) -> int:
    agreement = table.agreement(change.agreement or "")
    return agreement.notice_days or 0 if agreement is not None else 0


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
            f"links of {en} change at {at}, which was known from {since}: {lead.days} days and"
            f" {hours} hours ahead, less than {needed.en}",
        ),
    )
