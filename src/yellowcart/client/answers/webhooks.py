"""Who is told of what happens."""

from datetime import datetime

import msgspec


class Endpoint(msgspec.Struct, frozen=True):
    """An address that is told of events of some kinds."""

    id: int
    url: str
    kinds: list[str]
    description: str
    added_at: datetime
    former_until: datetime | None
    """Until then messages are signed by the former secret too."""
    disabled_at: datetime | None
    disabled_why: str


class EndpointAdded(Endpoint, frozen=True, kw_only=True):
    secret: str


class Attempt(msgspec.Struct, frozen=True):
    """One try; `status` is null where there was no answer, and `error` says why."""

    at: datetime
    status: int | None
    error: str
    milliseconds: int


class Delivery(msgspec.Struct, frozen=True):
    """One event to one endpoint."""

    id: int
    event: str
    kind: str
    state: str
    tries: int
    next_at: datetime | None
    attempts: list[Attempt]


class Replayed(msgspec.Struct, frozen=True):
    events: int
