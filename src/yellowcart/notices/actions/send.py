"""Sending a notice, and calling it off."""

from datetime import datetime, timedelta

from django.db import transaction

from yellowcart.agreements.held import decided_by
from yellowcart.kit.instant import format_instant
from yellowcart.notices.actions.draft import lock_draft
from yellowcart.notices.audience import addressed
from yellowcart.notices.correcting import drop_mails
from yellowcart.notices.drafting import titled, write, written
from yellowcart.notices.errors import (
    NobodyToTell,
    NoticeEnded,
    NoticeStale,
    NoticeTooLate,
)
from yellowcart.notices.locks import lock_notice, lock_open_issues
from yellowcart.notices.models import Issue, Notice
from yellowcart.notices.queries.agreeing import agreement_of_text, period
from yellowcart.notices.rows import shown
from yellowcart.notices.tasks import deliver
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.falls import Falls
from yellowcart.publishing.given import written as checked_text
from yellowcart.terms import Table

LONGEST_WHY = 1000


@transaction.atomic
def send(*, by: Person | None, notice: Notice, late_why: str = "") -> Issue:
    """Sends it at once, and again at each of its distances before the instant that is still ahead.

    Refused with `NoticeStale` if it does not say what the agreements do, with `NoticeTooLate` if
    the notice period is over, unless a named person says why it goes out all the same.
    """
    require(by, Verb.WRITE_NOTICE)
    late_why = checked_text("late_why", late_why, LONGEST_WHY)
    notice = lock_draft(notice)
    table = decided_by()
    at = database_now()
    stale = agreement_of_text(notice, table)
    if stale.is_stale:
        raise NoticeStale(stale.reasons)
    before = shown(notice)
    if _is_late(notice, table, at, by, late_why):
        notice.late_by, notice.late_why = by, late_why
    falls = None if notice.at is None else Falls(table, notice.at, notice.source)
    if not addressed(notice.audience, falls).number:
        raise NobodyToTell("nobody whom it is for is touched, or on file")
    notice.sent_by, notice.sent_at = by, at
    notice.save()
    first = Issue.objects.bulk_create(_issues(notice, at))[0]
    deliver.defer(issue=first.pk)
    audit.record(by, "notice.sent", notice, before, shown(notice))
    return first


@transaction.atomic
def end(*, by: Person | None, notice: Notice) -> Notice:
    """Calls it off: nothing more of it goes out, neither what is due nor what is under way."""
    require(by, Verb.WRITE_NOTICE)
    notice = lock_notice(notice.pk)
    if notice.ended_at is not None:
        raise NoticeEnded(f"the notice {notice.pk} was called off already")
    open_issues = lock_open_issues(notice)
    before = shown(notice)
    at = database_now()
    notice.ended_at = at
    notice.save(update_fields=["ended_at"])
    Issue.objects.filter(pk__in=[one.pk for one in open_issues]).update(dropped_at=at)
    drop_mails(notice)
    audit.record(by, "notice.ended", notice, before, shown(notice))
    return notice


def _is_late(notice: Notice, table: Table, at: datetime, by: Person | None, late_why: str) -> bool:
    kept = period(notice, table)
    if kept is None or at <= kept.last_at:
        return False
    if by is None or not late_why:
        last = format_instant(kept.last_at, table.terms.zone)
        raise NoticeTooLate(
            f"the notice period is {kept.days} days: it could go out in time until {last};"
            " to send it all the same, say why"
        )
    return True


def _issues(notice: Notice, at: datetime) -> list[Issue]:
    """The first, and a reminder for each distance that is still ahead, the farthest first."""
    when: list[tuple[str, int | None, datetime]] = [(Issue.Kind.FIRST, None, at)]
    for ahead in notice.reminders:
        assert notice.at is not None
        due_at = notice.at - timedelta(seconds=ahead)
        if at < due_at:
            when.append((Issue.Kind.REMINDER, ahead, due_at))
    issues = []
    texts = written(notice)
    for number, (kind, distance, due_at) in enumerate(when, start=1):
        issue = Issue(
            notice=notice, number=number, kind=kind, distance=distance, due_at=due_at,
            changes=notice.changes,
        )  # fmt: skip
        write(issue, texts._replace(title=titled(kind, texts.title)))
        issues.append(issue)
    return issues
