"""Adding and ending endpoints, changing their secrets, and telling them again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models, transaction

from yellowcart.kit.errors import BadInput
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.webhooks.address import refuse_bad_address
from yellowcart.webhooks.errors import BadKinds, Disabled, UnknownEndpoint
from yellowcart.webhooks.models import Delivery, Endpoint, Event, Kind
from yellowcart.webhooks.signature import new_secret
from yellowcart.webhooks.tasks import deliver

LONGEST_OVERLAP = timedelta(days=7)
AT_ONCE = 1000


class Added(NamedTuple):
    """An endpoint with the secret that signs for it, which is shown this once."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def add_endpoint(
    *, by: Person | None, url: str, kinds: Collection[str], description: str = ""
) -> Added:
    """An address that is told, from now on, of events of these kinds."""
    require(by, Verb.MANAGE_WEBHOOKS)
    _refuse(url, kinds, description)
    secret = new_secret()
    endpoint = Endpoint.objects.create(
        url=url,
        kinds=sorted(set(kinds)),
        description=description,
        secret=secret,
        added_at=database_now(),
    )
    audit.record(by, "endpoint.added", endpoint, None, _shown(endpoint))
    return Added(endpoint, secret)


@transaction.atomic
def change_endpoint(
    *, by: Person | None, key: int, url: str, kinds: Collection[str], description: str = ""
) -> Endpoint:
    require(by, Verb.MANAGE_WEBHOOKS)
    _refuse(url, kinds, description)
    endpoint = _locked(key)
    before = _shown(endpoint)
    endpoint.url, endpoint.kinds, endpoint.description = url, sorted(set(kinds)), description
    endpoint.save(update_fields=["url", "kinds", "description"])
    audit.record(by, "endpoint.changed", endpoint, before, _shown(endpoint))
    return endpoint


@transaction.atomic
def disable_endpoint(*, by: Person | None, key: int, why: str = "") -> Endpoint:
    """It is told nothing any more; what it was not told yet waits until it is enabled."""
    require(by, Verb.MANAGE_WEBHOOKS)
    endpoint = _locked(key)
    if endpoint.disabled_at is None:
        before = _shown(endpoint)
        endpoint.disabled_at, endpoint.disabled_why = database_now(), why[:200]
        endpoint.save(update_fields=["disabled_at", "disabled_why"])
        audit.record(by, "endpoint.disabled", endpoint, before, _shown(endpoint))
    return endpoint


@transaction.atomic
def enable_endpoint(*, by: Person | None, key: int) -> Endpoint:
    require(by, Verb.MANAGE_WEBHOOKS)
    endpoint = _locked(key)
    if endpoint.disabled_at is not None:
        before = _shown(endpoint)
        endpoint.disabled_at, endpoint.disabled_why = None, ""
        endpoint.save(update_fields=["disabled_at", "disabled_why"])
        audit.record(by, "endpoint.enabled", endpoint, before, _shown(endpoint))
        _again(endpoint.deliveries.filter(state=Delivery.State.PENDING))
    return endpoint


@transaction.atomic
def rotate_secret(*, by: Person | None, key: int, overlap: timedelta = timedelta(days=1)) -> Added:
    """Gives an endpoint another secret. For `overlap` messages are signed by the former one too."""
    require(by, Verb.MANAGE_WEBHOOKS)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadInput(
            "not an overlap", field="overlap", value=overlap, expected="none, to seven days"
        )
    endpoint = _locked(key)
    before = _shown(endpoint)
    former = endpoint.secret
    endpoint.secret = new_secret()
    endpoint.former_secret, endpoint.former_until = former, database_now() + overlap
    endpoint.save(update_fields=["secret", "former_secret", "former_until"])
    audit.record(by, "endpoint.secret_rotated", endpoint, before, _shown(endpoint))
    return Added(endpoint, endpoint.secret)


@transaction.atomic
def replay(*, by: Person | None, key: int, since: datetime, until: datetime | None = None) -> int:
    """Tells an endpoint again, or for the first time, of what happened in `[since, until)`.

    Of events of its kinds; under the ids that they had. Answers how many.
    """
    require(by, Verb.MANAGE_WEBHOOKS)
    endpoint = _locked(key)
    if endpoint.disabled_at is not None:
        raise Disabled(f"the endpoint {endpoint} is disabled; enable it first")
    events = Event.objects.filter(kind__in=endpoint.kinds, at__gte=since)
    if until is not None:
        events = events.filter(at__lt=until)
    at = database_now()
    Delivery.objects.bulk_create(
        [Delivery(event=event, endpoint=endpoint, next_at=at) for event in events],
        batch_size=AT_ONCE,
        ignore_conflicts=True,
    )
    count = _again(endpoint.deliveries.filter(event__in=events.order_by()))
    after = {
        "since": since.isoformat(), "until": until and until.isoformat(), "events": count
    }  # fmt: skip
    audit.record(by, "endpoint.replayed", endpoint, None, after)
    return count


def _again(deliveries: "models.QuerySet[Delivery]") -> int:
    keys = list(deliveries.select_for_update().values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=keys).update(
        state=Delivery.State.PENDING, tries=0, next_at=database_now()
    )
    for key in keys:
        deliver.defer(delivery=key)
    return len(keys)


def _refuse(url: str, kinds: Collection[str], description: str) -> None:
    refuse_bad_address(url)
    if not kinds or not set(kinds) <= set(Kind.values):
        raise BadKinds(f"kinds {sorted(kinds)}; expected some of {', '.join(Kind.values)}")
    if len(description) > 200 or "\0" in description:
        raise BadInput("too long", field="description", expected="at most 200 letters")


def _locked(key: int) -> Endpoint:
    found = Endpoint.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise UnknownEndpoint(f"there is no endpoint {key}")
    return found


def _shown(endpoint: Endpoint) -> dict[str, object]:
    """Without its secrets, which no record holds."""
    return {
        "url": endpoint.url,
        "kinds": list(endpoint.kinds),
        "description": endpoint.description,
        "disabled_at": endpoint.disabled_at and endpoint.disabled_at.isoformat(),
        "disabled_why": endpoint.disabled_why,
        "former_until": endpoint.former_until and endpoint.former_until.isoformat(),
    }
