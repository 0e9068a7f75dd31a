"""Telling endpoints, in the background: signed, again and again until they answer."""

from contextlib import closing
from datetime import timedelta
from time import monotonic

import httpx
import msgspec
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from yellowcart.kit.instant import format_instant
from yellowcart.links.resolver.addresses import is_public_address, system_lookup
from yellowcart.links.resolver.answer import WalkEnded
from yellowcart.links.resolver.deadline import Deadline
from yellowcart.links.resolver.pinned import PinnedBackend, PinnedTransport
from yellowcart.parties.clock import database_now
from yellowcart.webhooks.address import refuse_bad_address
from yellowcart.webhooks.errors import BadAddress
from yellowcart.webhooks.models import Attempt, Delivery, Endpoint, Event
from yellowcart.webhooks.signature import signed

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400)
)
"""Between one try and the next, as the specification suggests: over a day, then it has failed."""
SECONDS = 15.0
HEADERS = {
    "content-type": "application/json", "user-agent": "yellowcart", "connection": "close"
}  # fmt: skip
GONE = 410
"""The endpoint wants nothing any more."""
AT_ONCE = 100


@app.task(name="webhooks.deliver", queue="webhooks")
def deliver(delivery: int) -> None:
    """Tells one endpoint of one event, if that is due. Run twice, it is told twice at most.

    An endpoint may hear of an event more than once, always under the same id: the answer may be
    lost, or the worker killed before it was written down.
    """
    due = _due(delivery)
    if due is None:
        return
    at = database_now()
    endpoint, event = due.endpoint, due.event
    body = message(event)
    secrets = [endpoint.secret]
    if endpoint.former_until is not None and at < endpoint.former_until:
        secrets.append(endpoint.former_secret)
    headers = signed(event.id, at, body, secrets)
    started = monotonic()
    status, error = _sent(endpoint.url, body, headers)
    _noted(delivery, Attempt(
        at=at, status=status, error=error, milliseconds=int((monotonic() - started) * 1000)
    ))  # fmt: skip


@app.periodic(cron="* * * * *")
@app.task(name="webhooks.deliver_due", queue="webhooks", pass_context=False)
def deliver_due(timestamp: int) -> None:
    """Every minute: what is due and whose job is lost or was never made."""
    late = database_now() - timedelta(minutes=1)
    due = Delivery.objects.filter(state=Delivery.State.PENDING, next_at__lt=late)
    for key in due.order_by("next_at").values_list("pk", flat=True)[:AT_ONCE]:
        deliver(delivery=key)


def message(event: Event) -> bytes:
    """The body that is signed and sent."""
    return msgspec.json.encode(
        {"type": event.kind, "timestamp": format_instant(event.at), "data": event.data}
    )


def _due(key: int) -> Delivery | None:
    found = (
        Delivery.objects.select_related("event", "endpoint")
        .filter(pk=key, state=Delivery.State.PENDING, endpoint__disabled_at=None)
        .first()
    )
    if found is None or found.next_at is None or found.next_at > database_now():
        return None
    return found


def _sent(url: str, body: bytes, headers: dict[str, str]) -> tuple[int | None, str]:
    """The status of the answer, or what was in the way. A redirect is not followed.

    Production connects to addresses of the public internet alone, and to the very ones that
    were checked: nobody may have us ask our own network.
    """
    may_connect = _anywhere if settings.PRIVATE_WEBHOOKS else is_public_address
    backend = PinnedBackend(system_lookup, may_connect, Deadline(SECONDS))
    request = httpx.Request("POST", url, content=body, headers={**headers, **HEADERS})
    try:
        refuse_bad_address(url)
        with (
            PinnedTransport(backend, httpx.create_ssl_context(trust_env=False)) as transport,
            closing(transport.handle_request(request)) as answer,
        ):
            return answer.status_code, ""
    except WalkEnded as ended:
        return None, str(ended.reason)
    except BadAddress as error:
        return None, str(error)[:200]


def _anywhere(address: str) -> bool:
    return True


@transaction.atomic
def _noted(key: int, attempt: Attempt) -> None:
    delivery = Delivery.objects.select_for_update().select_related("endpoint").get(pk=key)
    attempt.delivery = delivery
    attempt.save()
    if delivery.state != Delivery.State.PENDING:
        return
    delivery.tries += 1
    delivery.next_at = None
    if attempt.status is not None and 200 <= attempt.status < 300:
        delivery.state = Delivery.State.DELIVERED
    elif attempt.status == GONE or delivery.tries > len(WAITS):
        delivery.state = Delivery.State.FAILED
    else:
        delivery.next_at = database_now() + WAITS[delivery.tries - 1]
        deliver.configure(schedule_at=delivery.next_at).defer(delivery=key)
    delivery.save()
    if attempt.status == GONE:
        Endpoint.objects.filter(pk=delivery.endpoint_id, disabled_at=None).update(
            disabled_at=attempt.at, disabled_why="answered 410 Gone"
        )
