"""What the API answers, typed. Instants are aware; amounts are whole fen."""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

Item = TypeVar("Item")


class Name(msgspec.Struct, frozen=True):
    zh: str
    en: str


class Surface(msgspec.Struct, frozen=True):
    code: str
    name: Name


class Partner(msgspec.Struct, frozen=True):
    code: str
    name: Name
    marketplaces: list[str]


class Clause(msgspec.Struct, frozen=True):
    id: str
    effect: str
    surfaces: list[str]
    kinds: list[str]
    categories: list[str]
    except_categories: list[str]
    creator_groups: list[str]
    except_creator_groups: list[str]
    start: datetime | None
    until: datetime | None
    hung: str


class Version(msgspec.Struct, frozen=True):
    version: int
    status: str
    start: datetime
    until: datetime | None
    known: datetime | None
    renews: str | None
    notice_days: int | None
    counts: bool
    drafted_by: str | None
    decided_by: str | None
    objection: str
    clauses: list[Clause]


class Agreement(msgspec.Struct, frozen=True):
    code: str
    partner: str
    versions: list[Version]


class Change(msgspec.Struct, frozen=True):
    partner: str
    surface: str
    kind: str
    category: str | None
    creator_group: str | None
    verdict: str


class Transition(msgspec.Struct, frozen=True):
    at: datetime
    changes: list[Change]


class Transitions(msgspec.Struct, frozen=True):
    items: list[Transition]


class Decision(msgspec.Struct, frozen=True):
    verdict: str
    reason: str
    partner: str | None
    surface: str | None
    kind: str | None
    at: datetime
    agreement: str | None
    version: int | None
    clause: str | None
    valid_until: datetime | None


class Link(msgspec.Struct, frozen=True):
    marketplace: str | None
    form: str | None
    item_id: str | None


class Decided(Decision, frozen=True):
    link: Link | None = None


class Told(msgspec.Struct, frozen=True):
    """What one text of a batch points to, and which of the decisions is about it."""

    marketplace: str | None
    form: str | None
    item_id: str | None
    decision: int


class Batch(msgspec.Struct, frozen=True):
    decisions: list[Decision]
    links: list[Told]


class Explanation(msgspec.Struct, frozen=True):
    decision: Decision
    marketplace: str | None
    explanation: Name


class Creator(msgspec.Struct, frozen=True):
    code: str
    name: str
    group: str


class Cart(msgspec.Struct, frozen=True):
    code: str
    creator: str
    surface: str
    title: str
    opened_at: datetime


class Entry(msgspec.Struct, frozen=True):
    id: int
    cart: str
    status: str
    position: int | None
    text: str
    product: str
    title: str
    kind: str
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


class Standing(msgspec.Struct, frozen=True):
    served: bool
    decision: Decision
    ended: datetime | None
    hung: str | None


class Shown(msgspec.Struct, frozen=True):
    id: int
    position: int | None
    text: str
    product: str
    title: str
    kind: str
    category: str
    marketplace: str
    form: str
    item_id: str | None
    url: str | None
    pinned: bool
    hung_at: datetime
    gmv_30d_fen: int
    standing: Standing


class CartPage(msgspec.Struct, frozen=True):
    """What a cart serves (`entries`), and what hangs there and is not served (`stopped`)."""

    code: str
    title: str
    creator: str
    surface: str
    at: datetime
    on_air_since: datetime | None
    entries: list[Shown]
    stopped: list[Shown]


class Problem(msgspec.Struct, frozen=True):
    """Why something was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    decision: Decision | None = None
    explanation: Name | None = None


class Refusal(msgspec.Struct, frozen=True):
    """A row that did not hang, by its place among the rows sent."""

    row: int
    problem: Problem


class Loaded(msgspec.Struct, frozen=True):
    hung: int
    in_review: int
    refused: list[Refusal]


class Limit(msgspec.Struct, frozen=True):
    surface: str
    creator_group: str
    most_entries: int


class Session(msgspec.Struct, frozen=True):
    cart: str
    started_at: datetime
    ended_at: datetime | None


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


class Page(msgspec.Struct, Generic[Item], frozen=True):
    items: list[Item]
    next: str | None
