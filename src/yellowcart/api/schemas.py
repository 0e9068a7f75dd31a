"""What the API takes and gives. Instants carry their offset from UTC, amounts are whole fen."""

from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Key = Annotated[int, Field(ge=1, lt=1 << 63)]
Kind = Literal["goods", "services"]


class Body(Schema):
    """A body has the fields that there are, and no others."""

    model_config = ConfigDict(extra="forbid")


class Page(Schema, Generic[Item]):
    items: list[Item]
    next: str | None
    """The cursor of the next page; null: there is none."""


class Name(Schema):
    zh: str
    en: str


class SurfaceOut(Schema):
    code: str
    name: Name


class PartnerOut(Schema):
    code: str
    name: Name
    marketplaces: list[str]


class ClauseOut(Schema):
    id: str
    effect: Literal["grant", "forbid"]
    surfaces: list[str]
    kinds: list[str]
    categories: list[str]
    except_categories: list[str]
    creator_groups: list[str]
    except_creator_groups: list[str]
    start: datetime | None
    until: datetime | None
    hung: Literal["withdraw", "session", "keep"]


class VersionOut(Schema):
    version: int
    status: str
    start: datetime
    until: datetime | None
    known: datetime | None
    renews: str | None
    notice_days: int | None
    counts: bool
    """Whether it is the version that counts of those in force."""
    drafted_by: str | None
    decided_by: str | None
    objection: str
    clauses: list[ClauseOut]


class AgreementOut(Schema):
    code: str
    partner: str
    versions: list[VersionOut]


class ChangeOut(Schema):
    partner: str
    surface: str
    kind: str
    category: str | None
    creator_group: str | None
    verdict: Literal["allow", "deny"]
    """From the transition on."""


class TransitionOut(Schema):
    at: datetime
    changes: list[ChangeOut]


class TransitionsOut(Schema):
    items: list[TransitionOut]


class DecisionOut(Schema):
    verdict: Literal["allow", "deny"]
    reason: str
    partner: str | None
    surface: str | None
    kind: str | None
    at: datetime
    agreement: str | None
    version: int | None
    clause: str | None
    valid_until: datetime | None


class ExplanationOut(Schema):
    decision: DecisionOut
    marketplace: str | None
    explanation: Name


class CreatorOut(Schema):
    code: str
    name: str
    group: str


class CreatorIn(Body):
    code: Code
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    group: Annotated[str, StringConstraints(max_length=64)] = ""


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
    status: Literal["hung", "in_review", "refused", "taken_down"]
    position: int | None
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


class WhyIn(Body):
    why: Annotated[str, StringConstraints(max_length=2_000)] = ""


class RefusalIn(Body):
    why: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class NamingIn(Body):
    marketplace: Code
    item_id: Annotated[str, StringConstraints(max_length=512)] = ""


class SessionOut(Schema):
    cart: str
    started_at: datetime
    ended_at: datetime | None


EventKind = Literal["agreement.in_force", "entry.hung", "entry.refused", "entry.withdrawn"]


class EndpointIn(Body):
    url: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    kinds: Annotated[list[EventKind], Field(min_length=1, max_length=4)]
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
