"""Who is told of what happens."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from yellowcart.api.schemas.shared import Body

EventKind = Literal[
    "agreement.in_force",
    "entry.hung",
    "entry.refused",
    "entry.withdrawn",
    "notice.sent",
    "transition.approved",
    "transition.swept",
    "transition.proved",
]


class EndpointIn(Body):
    url: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    kinds: Annotated[list[EventKind], Field(min_length=1, max_length=8)]
    description: Annotated[str, StringConstraints(max_length=200)] = ""


class EndpointOut(Schema):
    id: int
    url: str
    kinds: list[str]
    description: str
    added_at: datetime
    former_until: datetime | None
    disabled_at: datetime | None
    disabled_why: str


class EndpointAdded(EndpointOut):
    secret: str
    """Signs what is sent there. It is shown this once."""


class OverlapIn(Body):
    overlap_seconds: Annotated[int, Field(ge=0, le=7 * 24 * 60 * 60)] = 24 * 60 * 60


class ReplayIn(Body):
    since: datetime
    until: datetime | None = None


class ReplayOut(Schema):
    events: int


class AttemptOut(Schema):
    at: datetime
    status: int | None
    error: str
    milliseconds: int


class DeliveryOut(Schema):
    id: int
    event: str
    kind: str
    state: Literal["pending", "delivered", "failed"]
    tries: int
    next_at: datetime | None
    attempts: list[AttemptOut]
