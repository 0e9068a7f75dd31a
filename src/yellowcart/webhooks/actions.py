"""Adding and ending endpoints, changing their secrets, and telling them again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import format_instant
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Organisation, Person
from yellowcart.parties.permission import Verb, require
from yellowcart.webhooks.address import refuse_bad_address
from yellowcart.webhooks.errors import BadKinds, Disabled, UnknownEvent
from yellowcart.webhooks.locks import lock_endpoint
from yellowcart.webhooks.models import Delivery, Endpoint, Event, Kind
from yellowcart.webhooks.rows import shown
from yellowcart.webhooks.signature import new_secret
from yellowcart.webhooks.tasks import defer

LONGEST_OVERLAP = timedelta(days=7)
LONGEST_TEXT = 200
AT_ONCE = 1000


class Added(NamedTuple):
    """An endpoint with the secret that signs for it, which is shown this once."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def add_endpoint(
    *,
    by: Person | None,
    url: str,
    kinds: Collection[str],
    description: str = "",
    organisation: Organisation | None = None,
) -> Added:
    """An address that is told, from now on, of events of these kinds."""
    require(by, Verb.MANAGE_WEBHOOKS)
    _refuse(url, kinds, description)
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        url=url,
        kinds=sorted(set(kinds)),
        description=description,
        organisation=organisation,
        secret=secret,
        added_at=database_now(),
    )
    audit.record(by, "endpoint.added", endpoint, None, shown(endpoint))
    return Added(endpoint, secret)


@transaction.atomic
def change_endpoint(
    *, by: Person | None, key: int, url: str, kinds: Collection[str], description: str = ""
) -> Endpoint:
    """Gives an endpoint another address, other kinds of events and another description."""
    require(by, Verb.MANAGE_WEBHOOKS)
    _refuse(url, kinds, description)
    endpoint = lock_endpoint(key)
    before = shown(endpoint)
    endpoint.url, endpoint.kinds, endpoint.description = url, sorted(set(kinds)), description
    endpoint.save(update_fields=["url", "kinds", "description"])
    audit.record(by, "endpoint.changed", endpoint, before, shown(endpoint))
    return endpoint


@transaction.atomic
def disable_endpoint(*, by: Person | None, key: int, why: str = "") -> Endpoint:
    """It is told nothing any more; what it was not told yet waits until it is enabled.

    What happens meanwhile does not wait for it; `replay` tells it of that.
    """
    require(by, Verb.MANAGE_WEBHOOKS)
    _refuse_text("why", why)
    endpoint = lock_endpoint(key)
    if endpoint.disabled_at is None:
        before = shown(endpoint)
        endpoint.disabled_at, endpoint.disabled_why = database_now(), why
        endpoint.save(update_fields=["disabled_at", "disabled_why"])
        audit.record(by, "endpoint.disabled", endpoint, before, shown(endpoint))
    return endpoint


@transaction.atomic
def enable_endpoint(*, by: Person | None, key: int) -> Endpoint:
    """It is told again, first of what waited."""
    require(by, Verb.MANAGE_WEBHOOKS)
    endpoint = lock_endpoint(key)
    if endpoint.disabled_at is not None:
        before = shown(endpoint)
        endpoint.disabled_at, endpoint.disabled_why = None, ""
        endpoint.save(update_fields=["disabled_at", "disabled_why"])
        _again(endpoint.deliveries.filter(state=Delivery.State.PENDING), database_now())
        audit.record(by, "endpoint.enabled", endpoint, before, shown(endpoint))
    return endpoint


@transaction.atomic
def rotate_secret(*, by: Person | None, key: int, overlap: timedelta = timedelta(days=1)) -> Added:
    """Gives an endpoint another secret. For `overlap` messages are signed by the former one too."""
    require(by, Verb.MANAGE_WEBHOOKS)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadInput(
            "not an overlap", field="overlap", value=str(overlap), expected="none, to seven days"
        )
    endpoint = lock_endpoint(key)
    before = shown(endpoint)
    endpoint.former_secret, endpoint.former_until = endpoint.secret, database_now() + overlap
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "former_secret", "former_until"])
    audit.record(by, "endpoint.secret_rotated", endpoint, before, shown(endpoint))
    return Added(endpoint, endpoint.secret)


@transaction.atomic
def replay(*, by: Person | None, key: int, since: datetime, until: datetime | None = None) -> int:
    """Tells an endpoint again, or for the first time, of what happened in `[since, until)`.

    Of events of its kinds; under the ids that they had. Answers how many.
    """
    require(by, Verb.MANAGE_WEBHOOKS)
    endpoint = _enabled(key)
    events = Event.objects.filter(kind__in=endpoint.kinds, at__gte=since)
    if until is not None:
        events = events.filter(at__lt=until)
    count = _tell_again(endpoint, events)
    after = {
        "since": format_instant(since),
        "until": None if until is None else format_instant(until),
        "events": count,
    }
    audit.record(by, "endpoint.replayed", endpoint, None, after)
    return count


@transaction.atomic
def replay_event(*, by: Person | None, key: int, event: str) -> Delivery:
    """Tells an endpoint of one event again, or for the first time, under the id that it had."""
    require(by, Verb.MANAGE_WEBHOOKS)
    endpoint = _enabled(key)
    if not _tell_again(endpoint, Event.objects.filter(pk=event)):
        raise UnknownEvent(f"there is no event {event}")
    audit.record(by, "endpoint.replayed", endpoint, None, {"event": event})
    return Delivery.objects.get(endpoint=endpoint, event=event)


def _enabled(key: int) -> Endpoint:
    endpoint = lock_endpoint(key)
    if endpoint.disabled_at is not None:
        raise Disabled(f"the endpoint {endpoint} is disabled; enable it first")
    return endpoint


def _tell_again(endpoint: Endpoint, events: "QuerySet[Event]") -> int:
    at = database_now()
    keys = list(events.order_by("at", "pk").values_list("pk", flat=True))
    Delivery.objects.bulk_create(
        [Delivery(event_id=key, endpoint=endpoint, next_at=at) for key in keys],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    return _again(endpoint.deliveries.filter(event__in=keys), at)


def _again(deliveries: "QuerySet[Delivery]", at: datetime) -> int:
    """All tries anew, from now on."""
    ordered = deliveries.order_by("event__at", "event")
    keys = list(ordered.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=keys).update(state=Delivery.State.PENDING, tries=0, next_at=at)
    defer(keys)
    return len(keys)


def _refuse(url: str, kinds: Collection[str], description: str) -> None:
    refuse_bad_address(url)
    if not kinds or not set(kinds) <= set(Kind.values):
        raise BadKinds(f"kinds {sorted(kinds)}; expected some of {', '.join(Kind.values)}")
    _refuse_text("description", description)


def _refuse_text(field: str, text: str) -> None:
    if len(text) > LONGEST_TEXT or "\0" in text:
        raise BadInput(
            "too long", field=field, expected=f"at most {LONGEST_TEXT} letters, none of them NUL"
        )
