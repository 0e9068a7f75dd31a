"""Who has received what: the messages that a person may see, and how many there are."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from yellowcart.agreements.changing import rows_of
from yellowcart.notices.audience import touched_creators
from yellowcart.notices.errors import UnknownMessage
from yellowcart.notices.models import Issue, Mail, Message, Notice, Recipient
from yellowcart.parties.models import Person
from yellowcart.publishing.falls import Falls
from yellowcart.terms import Table

STATES = (Mail.State.SENT, Mail.State.PENDING, Mail.State.FAILED, Mail.State.DROPPED)
"""In the order in which `IssueCounts` has them."""


class IssueCounts(NamedTuple):
    """Of one issue, so far."""

    issue: Issue
    recipients: int
    """How many it is for, as last counted; none before it goes out."""
    delivered: int
    read: int
    acknowledged: int
    mails_sent: int
    mails_pending: int
    mails_failed: int
    mails_dropped: int


class Told(NamedTuple):
    """How many creators a transition touches, and how many of them were told in time."""

    touched: int
    told: int


def notices_of(at: datetime, source: str) -> QuerySet[Notice]:
    """The notices of a transition, in the order in which they were drafted."""
    return Notice.objects.filter(at=at, source=source).order_by("pk")


def counts(notice: Notice, at: datetime | None = None) -> list[IssueCounts]:
    """What became of each issue, in order, as it is at this moment; with `at`, what of messages
    had by then. What became of mails is known of this moment alone."""
    messages = {
        issue: numbers
        for issue, *numbers in Message.objects.filter(issue__notice=notice, **by_then("at", at))
        .order_by()
        .values_list("issue")
        .annotate(
            delivered=Count("pk"),
            read=Count("read_at", filter=Q(**by_then("read_at", at))),
            acknowledged=Count("acknowledged_at", filter=Q(**by_then("acknowledged_at", at))),
        )
    }
    mails: dict[int, dict[str, int]] = {}
    for issue, state, number in (
        Mail.objects.filter(message__issue__notice=notice)
        .order_by()
        .values_list("message__issue", "state")
        .annotate(number=Count("pk"))
    ):
        mails.setdefault(issue, {})[state] = number
    return [
        IssueCounts(
            issue,
            issue.recipients or 0,
            *messages.get(issue.pk, (0, 0, 0)),
            *(mails.get(issue.pk, {}).get(state, 0) for state in STATES),
        )
        for issue in notice.issues.order_by("number")
    ]


def by_then(field: str, at: datetime | None) -> dict[str, datetime]:
    """As conditions: that something was so by an instant; without one, none."""
    return {} if at is None else {f"{field}__lte": at}


def inbox(person: Person) -> QuerySet[Message]:
    """The messages that are a person's own, the newest first: the one place that says which.

    A creator's member has the creator's, a merchant's or provider's the organisation's; the
    platform's people have those to themselves, and nobody reads those of others here.
    """
    messages = Message.objects.select_related(
        "issue__notice", "recipient__creator", "recipient__organisation", "recipient__person"
    ).order_by("-at", "-pk")
    if not person.is_active:
        return messages.none()
    return messages.filter(recipient__in=_recipients(person))


def _recipients(person: Person) -> QuerySet[Recipient]:
    own = Q(person=person.pk)
    if person.creator_id is not None:
        own |= Q(creator=person.creator_id)
    elif person.organisation_id is not None:
        own |= Q(organisation=person.organisation_id)
    return Recipient.objects.filter(own)


def the_message(person: Person, key: int) -> Message:
    """Refused with `UnknownMessage`, whether there is none or it is somebody else's."""
    found = inbox(person).filter(pk=key).first() if 0 < key < 1 << 63 else None
    if found is None:
        raise UnknownMessage(f"there is no message {key}")
    return found


def told(at: datetime, source: str, by_then: datetime, table: Table) -> Told:
    """How many creators it touches, and how many of them had a notice of it before an instant.

    Of all of it, as `table` has it: who was told before an amendment added to it counts from
    when the correction came.
    """
    falls = Falls(table, at, source)
    touched = touched_creators(falls)
    reached = Recipient.objects.filter(
        notice__at=at,
        notice__source=source,
        creator__isnull=False,
        messages__at__lt=by_then,
        messages__issue__changes__contains=rows_of(falls.diff.changes),
    )
    reached_creators = set(reached.order_by().values_list("creator", flat=True).distinct())
    return Told(len(touched), len(touched & reached_creators))
