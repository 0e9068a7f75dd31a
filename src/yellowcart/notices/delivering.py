"""Into the inboxes: in batches, each a transaction of its own, so that whoever is killed leaves
whole batches behind and whoever comes next goes on from there.

That nobody has an issue twice, the database holds; that everybody has it, the last look does,
before the issue is called done. Two that deliver one issue at once take turns.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from yellowcart.agreements.held import decided_by
from yellowcart.notices.audience import Addressed, addressed
from yellowcart.notices.correcting import correction_of
from yellowcart.notices.drafting import titled, write, written
from yellowcart.notices.locks import lock_issue, lock_notice, lock_open_issues
from yellowcart.notices.models import Issue, Mail, Message, Notice, Recipient
from yellowcart.notices.rows import told
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.publishing.falls import Falls
from yellowcart.terms import Table
from yellowcart.webhooks.events import emit

AT_ONCE = 5000
"""Recipients of a batch: done in a fraction of a second, and few batches for many."""
PARTIES = {"creators": "creator", "organisations": "organisation", "people": "person"}
RECIPIENTS = """
INSERT INTO notices_recipient (notice_id, {party}_id)
SELECT %(notice)s, key FROM unnest(%(keys)s::bigint[]) AS key
ON CONFLICT DO NOTHING
"""
MESSAGES = """
INSERT INTO notices_message (issue_id, recipient_id, at)
SELECT %(issue)s, id, %(at)s FROM notices_recipient
WHERE notice_id = %(notice)s AND {party}_id = ANY(%(keys)s)
ON CONFLICT DO NOTHING
"""
MAILS = """
INSERT INTO notices_mail (message_id, person_id, address, state, tries, next_at, error)
SELECT m.id, p.id, p.email, 'pending', 0, %(at)s, ''
FROM notices_message AS m
JOIN notices_recipient AS r ON r.id = m.recipient_id
JOIN parties_person AS p ON p.{of_person} = r.{party}_id
WHERE m.issue_id = %(issue)s AND r.{party}_id = ANY(%(keys)s) AND p.is_active AND p.email <> ''
ON CONFLICT DO NOTHING
"""


class Begun(NamedTuple):
    """An issue that goes out, and the terms by which it is seen whom it concerns."""

    issue: Issue
    table: Table


def due(at: datetime) -> list[int]:
    """The issues that should have gone out by an instant, and have not, or not entirely."""
    found = Issue.objects.filter(
        due_at__lte=at, done_at=None, dropped_at=None, notice__ended_at=None
    )
    return list(found.order_by("due_at", "pk").values_list("pk", flat=True))


def deliver(issue: Issue | int, *, at_once: int = AT_ONCE) -> None:
    """Delivers an issue that is due to everybody it concerns; safe to run again, and at once.

    If the agreements have changed since, its correction is delivered in its place.
    """
    begun = _begin(issue.pk if isinstance(issue, Issue) else issue)
    if begun is None:
        return
    issue = begun.issue
    while True:
        reached = _reached(issue)
        concerned = _concerned(begun) | reached
        left = concerned - reached
        if not left.number:
            break
        Issue.objects.filter(pk=issue.pk, done_at=None).update(recipients=concerned.number)
        for party, keys in _batches(left, at_once):
            if not _hand_out(issue, party, keys):
                return
    _finish(issue.pk)


@transaction.atomic
def _begin(key: int) -> Begun | None:
    """None: it is not due, is done or dropped, or a reminder of which nothing is left to say."""
    of = Issue.objects.filter(pk=key).values_list("notice", flat=True).first()
    if of is None:
        return None
    notice = lock_notice(of)
    open_issues = lock_open_issues(notice)
    at = database_now()
    issue = next((one for one in open_issues if one.pk == key and one.due_at <= at), None)
    if issue is None:
        return None
    table = decided_by()
    issue = correction_of(notice, open_issues, table, at) or issue
    if issue.started_at is None:
        if issue.kind == Issue.Kind.REMINDER:
            if _is_overtaken(notice, issue, open_issues, at):
                _drop(issue, at)
                return None
            texts = written(notice)
            write(issue, texts._replace(title=titled(issue.kind, texts.title)))
            issue.changes = notice.changes
        issue.started_at = at
        issue.save()
    issue.notice = notice
    return Begun(issue, table)


def _is_overtaken(notice: Notice, issue: Issue, open_issues: Sequence[Issue], at: datetime) -> bool:
    """A reminder of what is over, of nothing, or that comes so late that a nearer one is due."""
    assert notice.at is not None
    assert issue.distance is not None
    return notice.at <= at or not notice.changes or any(
        one.distance is not None and one.distance < issue.distance and one.due_at <= at
        for one in open_issues
    )  # fmt: skip


def _drop(issue: Issue, at: datetime) -> None:
    issue.dropped_at = at
    issue.save(update_fields=["dropped_at"])
    audit.record(None, "notice.reminder_dropped", issue, None, {"distance": issue.distance})


def _concerned(begun: Begun) -> Addressed:
    """Whom the issue concerns by what hangs now; a correction, whoever was told as well."""
    notice = begun.issue.notice
    falls = None if notice.at is None else Falls(begun.table, notice.at, notice.source)
    now = addressed(notice.audience, falls)
    if begun.issue.kind != Issue.Kind.CORRECTION:
        return now
    return now | _parties(Recipient.objects.filter(notice=notice).values_list(*PARTIES.values()))


def _reached(issue: Issue) -> Addressed:
    return _parties(
        Message.objects.filter(issue=issue).values_list(
            *(f"recipient__{party}" for party in PARTIES.values())
        )
    )


def _parties(rows: Iterable[tuple[int | None, ...]]) -> Addressed:
    found: tuple[set[int], ...] = (set(), set(), set())
    for row in rows:
        for keys, key in zip(found, row, strict=True):
            if key is not None:
                keys.add(key)
    return Addressed(*map(frozenset, found))


def _batches(left: Addressed, at_once: int) -> Iterator[tuple[str, list[int]]]:
    for party, keys in zip(PARTIES.values(), left, strict=True):
        ordered = sorted(keys)
        for start in range(0, len(ordered), at_once):
            yield party, ordered[start : start + at_once]


@transaction.atomic
def _hand_out(issue: Issue, party: str, keys: list[int]) -> bool:
    """One batch; False: the issue goes out no further, or went out meanwhile."""
    held = lock_issue(issue.pk)
    if held.done_at is not None or held.dropped_at is not None:
        return False
    values: dict[str, Any] = {
        "notice": issue.notice_id, "issue": issue.pk, "keys": keys, "at": database_now(),
    }  # fmt: skip
    of_person = "id" if party == "person" else f"{party}_id"
    statements = [RECIPIENTS, MESSAGES, *([MAILS] if settings.SENDS_MAIL else [])]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(party=party, of_person=of_person), values)
    return True


@transaction.atomic
def _finish(key: int) -> None:
    """Everybody has it: that is told to other systems once, since it is noted once."""
    issue = lock_issue(key)
    if issue.done_at is not None or issue.dropped_at is not None:
        return
    issue.recipients = issue.messages.count()
    issue.done_at = database_now()
    issue.save(update_fields=["recipients", "done_at"])
    mails = Mail.objects.filter(message__issue=issue).count()
    event = told(issue, mails)
    emit("notice.sent", str(issue.notice_id), event)
    audit.record(None, "notice.delivered", issue, None, event)
