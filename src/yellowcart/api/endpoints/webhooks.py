"""Who is told of what happens, and what became of telling them."""

from datetime import timedelta
from typing import Any

from ninja import Router, Status

from yellowcart.api import schemas
from yellowcart.api.asked import at_instant, row_key
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.parties.permission import Verb, require
from yellowcart.webhooks import actions
from yellowcart.webhooks.errors import UnknownEndpoint, UnknownEvent
from yellowcart.webhooks.models import Delivery, Endpoint

router = Router(tags=["webhooks"])


@router.get("", response=schemas.Page[schemas.EndpointOut])
def endpoints(request: ApiRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The addresses that are told of events."""
    require(request.person, Verb.READ_ALL)
    return page(Endpoint.objects.all(), cursor, limit, _endpoint)


@router.post("", response={201: schemas.EndpointAdded})
def add_endpoint(request: ApiRequest, body: schemas.EndpointIn) -> Any:
    """Adds an address. The secret that signs is in this answer and nowhere else."""
    return Status(201, _added(actions.add_endpoint(by=request.person, **body.dict())))


@router.put("/{key}", response=schemas.EndpointOut)
def change_endpoint(request: ApiRequest, key: int, body: schemas.EndpointIn) -> Any:
    """Gives an endpoint another address or other kinds of events."""
    return _endpoint(actions.change_endpoint(by=request.person, key=row_key(key), **body.dict()))


@router.post("/{key}/disable", response=schemas.EndpointOut)
def disable_endpoint(request: ApiRequest, key: int, body: schemas.WhyIn) -> Any:
    """It is told nothing any more; what it was not told yet waits."""
    return _endpoint(actions.disable_endpoint(by=request.person, key=row_key(key), why=body.why))


@router.post("/{key}/enable", response=schemas.EndpointOut)
def enable_endpoint(request: ApiRequest, key: int) -> Any:
    """It is told again, first of what waited."""
    return _endpoint(actions.enable_endpoint(by=request.person, key=row_key(key)))


@router.post("/{key}/rotate-secret", response=schemas.EndpointAdded)
def rotate_secret(request: ApiRequest, key: int, body: schemas.OverlapIn) -> Any:
    """Gives it another secret; for a while messages are signed by both."""
    overlap = timedelta(seconds=body.overlap_seconds)
    return _added(actions.rotate_secret(by=request.person, key=row_key(key), overlap=overlap))


@router.post("/{key}/replay", response=schemas.ReplayOut)
def replay(request: ApiRequest, key: int, body: schemas.ReplayIn) -> Any:
    """Tells it again of what happened in `[since, until)`, under the same ids."""
    since = at_instant("since", body.since, body.since)
    until = None if body.until is None else at_instant("until", body.until, body.until)
    return {"events": actions.replay(by=request.person, key=row_key(key), since=since, until=until)}


@router.post("/{key}/events/{event}/replay", response=schemas.DeliveryOut)
def replay_event(request: ApiRequest, key: int, event: str) -> Any:
    """Tells it again of one event, or for the first time, under the id that it had."""
    if "\0" in event:
        raise UnknownEvent("there is no such event")
    return _delivery(actions.replay_event(by=request.person, key=row_key(key), event=event))


@router.get("/{key}/deliveries", response=schemas.Page[schemas.DeliveryOut])
def deliveries(request: ApiRequest, key: int, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The log: every event that it was to be told, with every try."""
    require(request.person, Verb.READ_ALL)
    if not Endpoint.objects.filter(pk=row_key(key)).exists():
        raise UnknownEndpoint(f"there is no endpoint {key}")
    found = Delivery.objects.filter(endpoint=key).select_related("event")
    return page(found.prefetch_related("attempts"), cursor, limit, _delivery)


def _added(added: actions.Added) -> dict[str, Any]:
    return {**_endpoint(added.endpoint), "secret": added.secret}


def _endpoint(row: Endpoint) -> dict[str, Any]:
    return {"id": row.pk, **{
        name: getattr(row, name)
        for name in schemas.EndpointOut.model_fields if name != "id"
    }}  # fmt: skip


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "event": row.event_id,
        "kind": row.event.kind,
        "state": row.state,
        "tries": row.tries,
        "next_at": row.next_at,
        "attempts": [
            {name: getattr(one, name) for name in schemas.AttemptOut.model_fields}
            for one in sorted(row.attempts.all(), key=lambda one: one.pk)
        ],
    }  # fmt: skip
