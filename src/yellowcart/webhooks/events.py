"""The outbox: what happened, written with the change itself, and jobs that tell of it."""

from collections.abc import Iterable, Mapping
from uuid import uuid4

import msgspec
from django.db import connection, transaction

from yellowcart.parties.clock import database_now
from yellowcart.webhooks.models import Delivery, Endpoint, Event
from yellowcart.webhooks.tasks import defer

AT_ONCE = 1000
COPIED = 20
"""From so many events on, copying is quicker than inserting; of 200, five times."""
COPY = "COPY webhooks_event (id, kind, subject, data, at) FROM STDIN"


def emit(kind: str, subject: str, data: Mapping[str, object]) -> Event:
    """Notes an event, within the transaction of the change, and whom to tell.

    `data` holds what JSON can hold. If the transaction is rolled back, nothing has happened and
    nobody is told.
    """
    (event,) = emit_many(kind, [(subject, data)])
    return event


def emit_many(kind: str, happened: Iterable[tuple[str, Mapping[str, object]]]) -> list[Event]:
    """Many events of one kind: each with its subject and its data."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to its change's transaction")
    at = database_now()
    events = [
        Event(id=f"evt_{uuid4().hex}", kind=kind, subject=subject, data=dict(data), at=at)
        for subject, data in happened
    ]
    if len(events) < COPIED:
        Event.objects.bulk_create(events)
    else:
        _copy(events)
    subscribed = Endpoint.objects.filter(kinds__contains=[kind], disabled_at=None)
    endpoints = list(subscribed.values_list("pk", flat=True))
    deliveries = [
        Delivery(event=event, endpoint_id=endpoint, next_at=at)
        for event in events
        for endpoint in endpoints
    ]
    defer(one.pk for one in Delivery.objects.bulk_create(deliveries, batch_size=AT_ONCE))
    return events


def _copy(events: list[Event]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for one in events:
            data = msgspec.json.encode(one.data).decode()
            copy.write_row((one.id, one.kind, one.subject, data, one.at))
