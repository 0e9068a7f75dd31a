"""Carts and what hangs in them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from yellowcart.api.schemas.shared import Body, Code, Key, Kind
from yellowcart.api.schemas.terms import DecisionOut


class CartOut(Schema):
    code: str
    creator: str
    surface: str
    title: str
    opened_at: datetime


class CartIn(Body):
    code: Code
    creator: Code
    surface: Code
    title: Annotated[str, StringConstraints(max_length=200)] = ""


class StandingOut(Schema):
    served: bool
    decision: DecisionOut
    ended: datetime | None
    """When the last grant ended, where none stands."""
    hung: Literal["withdraw", "session", "keep"] | None
    """What the clause says of entries already hung when it ends."""


class EntryOut(Schema):
    id: int
    cart: str
    status: Literal["hung", "in_review", "refused", "taken_down", "withdrawn"]
    position: int | None
    place: int | None
    """Where it stood when a cut-over withdrew it."""
    text: str
    product: str
    title: str
    kind: Kind
    category: str
    marketplace: str | None
    form: str | None
    item_id: str | None
    url: str | None
    pinned: bool
    given_at: datetime
    hung_at: datetime | None
    agreement: str | None
    version: int | None
    clause: str | None
    ended_at: datetime | None
    ended_why: str
    gmv_30d_fen: int
    commission_30d_fen: int
    restores: int | None
    """The withdrawn entry in whose place it hangs."""


class SuggestionOut(Schema):
    """What may hang in a withdrawn entry's place: a link, or one of the platform's own products."""

    text: str
    product: str
    title: str
    suggested_at: datetime


class SuggestionIn(Body):
    text: Annotated[str, StringConstraints(max_length=10_000)] = ""
    product: Annotated[str, StringConstraints(max_length=64)] = ""
    title: Annotated[str, StringConstraints(max_length=200)] = ""


class WithdrawalOut(Schema):
    """Why a cut-over took an entry down, and what may hang there instead."""

    entry: int
    cutover: int
    at: datetime
    reason: Literal["no_agreement", "not_granted", "forbidden"]
    agreement: str | None
    """With version and clause: what ended or forbids it; null: a house rule does."""
    version: int | None
    clause: str | None
    place: int | None
    suggestion: SuggestionOut | None


class OneEntryOut(EntryOut):
    withdrawal: WithdrawalOut | None
    """Null: no cut-over took it down."""


class ShownOut(Schema):
    id: int
    position: int | None
    text: str
    product: str
    title: str
    kind: Kind
    category: str
    marketplace: str
    form: str
    item_id: str | None
    url: str | None
    pinned: bool
    hung_at: datetime
    gmv_30d_fen: int
    commission_30d_fen: int
    standing: StandingOut


class CartPageOut(Schema):
    """A cart at an instant: what viewers are served, and what hangs and is not served."""

    code: str
    title: str
    creator: str
    surface: str
    at: datetime
    on_air_since: datetime | None
    entries: list[ShownOut]
    stopped: list[ShownOut]


class EntryIn(Body):
    """A link in any message, or the code of one of the platform's own products."""

    text: Annotated[str, StringConstraints(max_length=10_000)] = ""
    product: Annotated[str, StringConstraints(max_length=64)] = ""
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    kind: Kind = "goods"
    category: Annotated[str, StringConstraints(max_length=64)] = ""


class RowIn(EntryIn):
    cart: Code
    gmv_30d_fen: Annotated[int, Field(ge=0, lt=1 << 63)] = 0
    commission_30d_fen: Annotated[int, Field(ge=0, lt=1 << 63)] = 0
    hung_at: AwareDatetime | None = None
    """Of what hung elsewhere before it came here; null: it hangs now."""


class RowsIn(Body):
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=10_000)]


class RefusedOut(Schema):
    row: int
    """Its place among the rows sent, from 0."""
    problem: dict[str, Any]


class LoadedOut(Schema):
    hung: int
    in_review: int
    refused: list[RefusedOut]


class OrderIn(Body):
    entries: Annotated[list[Key], Field(max_length=10_000)]


class PinIn(Body):
    entry: Key | None
    """Null: nothing is being explained."""


class LimitIn(Body):
    surface: Code
    creator_group: Annotated[str, StringConstraints(max_length=64)] = ""
    """Empty: every group that has no limit of its own."""
    most_entries: Annotated[int, Field(ge=1, lt=1 << 30)] | None
    """Null: no limit."""


class LimitOut(Schema):
    surface: str
    creator_group: str
    most_entries: int


class RefusalIn(Body):
    why: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class NamingIn(Body):
    marketplace: Code
    item_id: Annotated[str, StringConstraints(max_length=512)] = ""


class SessionOut(Schema):
    cart: str
    started_at: datetime
    ended_at: datetime | None
