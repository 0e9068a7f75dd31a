"""Telling endpoints, in the background: signed, again and again until they answer.

An endpoint may hear of an event more than once, always under the same id: its answer may be
lost, or the worker killed before the answer was written down.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

import msgspec
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from yellowcart.kit.instant import format_instant
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.webhooks.locks import lock_delivery, lock_endpoint
from yellowcart.webhooks.models import Attempt, Delivery, Endpoint, Event
from yellowcart.webhooks.rows import shown
from yellowcart.webhooks.sending import SECONDS, Sent, send
from yellowcart.webhooks.signature import signed

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400)
)
"""Between one try and the next, as the specification suggests: soon, for whoever restarts; then
for a day and a third, so that a night and a morning's work can mend an endpoint."""
TRIES = len(WAITS) + 1
HELD_FOR = timedelta(seconds=SECONDS + 5)
"""A try takes no longer; one that is not noted by then was killed."""
LOST_AFTER = timedelta(seconds=10)
"""A job is seldom so late; a delivery that is has none any more."""
REST = timedelta(minutes=1)
"""For an endpoint that did not answer at all: its messages, each of which would be waited for,
may not hold up everybody else's."""
GONE = 410
"""The endpoint wants nothing any more."""
AT_ONCE = 1000


@app.task(name="webhooks.deliver", queue="webhooks")
def deliver(delivery: int) -> None:
    tell(delivery, database_now())


@app.periodic(cron="* * * * *")
@app.task(name="webhooks.deliver_due", queue="webhooks")
def deliver_due(timestamp: int) -> None:
    """Every minute: what is due and whose job is lost, with its worker or a restored backup."""
    defer(due(database_now() - LOST_AFTER))


def defer(deliveries: Iterable[int]) -> None:
    """Puts deliveries off to the worker; within a transaction, if and only if it commits."""
    jobs: list[dict[str, JSONValue]] = [{"delivery": key} for key in deliveries]
    for start in range(0, len(jobs), AT_ONCE):
        deliver.batch_defer(*jobs[start : start + AT_ONCE])


def due(at: datetime) -> list[int]:
    """The deliveries whose next try is due at an instant, the longest overdue first."""
    awake = Q(endpoint__rests_until=None) | Q(endpoint__rests_until__lte=at)
    found = Delivery.objects.filter(
        awake, state=Delivery.State.PENDING, next_at__lte=at, endpoint__disabled_at=None
    )
    return list(found.order_by("next_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def tell(delivery: int, at: datetime) -> None:
    """Tells one endpoint of one event, if that is due at this instant, and notes what it said.

    Safe to run twice, at once too: nobody else tells it meanwhile.
    """
    held = _held(delivery, at)
    if held is None:
        return
    endpoint, event = held.endpoint, held.event
    secrets = [endpoint.secret]
    if endpoint.former_until is not None and at < endpoint.former_until:
        secrets.append(endpoint.former_secret)
    body = message(event)
    started = monotonic()
    sent = send(endpoint.url, body, signed(event.id, at, body, secrets))
    _note(held, at, sent, int((monotonic() - started) * 1000))


def message(event: Event) -> bytes:
    """The body that is signed and sent."""
    return msgspec.json.encode(
        {"type": event.kind, "timestamp": format_instant(event.at), "data": event.data}
    )


@transaction.atomic
def _held(key: int, at: datetime) -> Delivery | None:
    """A delivery that is due, counted as tried and held for this try; None: it is not due."""
    found = lock_delivery(key)
    if found is None or found.state != Delivery.State.PENDING:
        return None
    if found.next_at is None or at < found.next_at or found.endpoint.disabled_at is not None:
        return None
    rests_until = found.endpoint.rests_until
    if rests_until is not None and at < rests_until:
        found.next_at = rests_until
        found.save(update_fields=["next_at"])
        return None
    if found.tries == TRIES:  # whoever made the last try was killed
        found.state, found.next_at = Delivery.State.FAILED, None
        found.save(update_fields=["state", "next_at"])
        return None
    found.tries += 1
    found.next_at = at + HELD_FOR
    found.save(update_fields=["tries", "next_at"])
    return found


@transaction.atomic
def _note(held: Delivery, at: datetime, sent: Sent, milliseconds: int) -> None:
    if sent.status == GONE:
        _disable(held.endpoint_id, at)
    elif sent.status is None:
        Endpoint.objects.filter(pk=held.endpoint_id).update(rests_until=at + REST)
    Attempt.objects.create(
        delivery=held, at=at, status=sent.status, error=sent.error, milliseconds=milliseconds
    )
    delivery = lock_delivery(held.pk)
    if delivery is None or delivery.next_at != held.next_at:
        return  # asked for again meanwhile, or held by another: theirs is what counts
    delivery.next_at = None
    if sent.status is not None and 200 <= sent.status < 300:
        delivery.state = Delivery.State.DELIVERED
    elif sent.status == GONE or delivery.tries == TRIES:
        delivery.state = Delivery.State.FAILED
    else:
        delivery.next_at = at + WAITS[delivery.tries - 1]
        deliver.configure(schedule_at=delivery.next_at).defer(delivery=delivery.pk)
    delivery.save(update_fields=["state", "next_at"])


def _disable(key: int, at: datetime) -> None:
    endpoint = lock_endpoint(key)
    if endpoint.disabled_at is None:
        before = shown(endpoint)
        endpoint.disabled_at, endpoint.disabled_why = at, f"answered {GONE} Gone"
        endpoint.save(update_fields=["disabled_at", "disabled_why"])
        audit.record(None, "endpoint.disabled", endpoint, before, shown(endpoint))
