"""How far notices have come: whom they reached, who has read them, who has said so."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Q

from yellowcart.notices.models import Issue, Message, Notice


class Reach(NamedTuple):
    """How many a notice is for, and how far any of its issues has come with each of them."""

    recipients: int = 0
    delivered: int = 0
    read: int = 0
    acknowledged: int = 0


def reach(notices: Collection[Notice], at: datetime) -> dict[int, Reach]:
    """Of each notice that had gone out to anybody by an instant, by its key."""
    keys = [one.pk for one in notices]
    begun = Issue.objects.filter(notice__in=keys, started_at__lte=at).order_by()
    meant = dict(begun.values_list("notice").annotate(most=Max("recipients", default=0)))
    rows = (
        Message.objects.filter(recipient__notice__in=keys, at__lte=at)
        .order_by()
        .values_list("recipient__notice")
        .annotate(
            delivered=Count("recipient", distinct=True),
            read=Count("recipient", distinct=True, filter=Q(read_at__lte=at)),
            acknowledged=Count("recipient", distinct=True, filter=Q(acknowledged_at__lte=at)),
        )
    )
    found = {notice: Reach(recipients) for notice, recipients in meant.items()}
    for notice, delivered, read, acknowledged in rows:
        recipients = max(meant.get(notice, 0), delivered)
        found[notice] = Reach(recipients, delivered, read, acknowledged)
    return found
