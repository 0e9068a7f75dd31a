"""Carts, and what hangs in them."""

from datetime import datetime

import msgspec

from yellowcart.client.answers.problems import Refusal
from yellowcart.client.answers.terms import Decision


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
    place: int | None
    """Where it stood when a cut-over withdrew it."""
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
    gmv_30d_fen: int
    commission_30d_fen: int
    restores: int | None
    """The withdrawn entry in whose place it hangs."""


class Suggestion(msgspec.Struct, frozen=True):
    text: str
    product: str
    title: str
    suggested_at: datetime


class Withdrawal(msgspec.Struct, frozen=True):
    """Why a cut-over took an entry down, and what may hang there instead."""

    entry: int
    cutover: int
    at: datetime
    reason: str
    agreement: str | None
    version: int | None
    clause: str | None
    place: int | None
    suggestion: Suggestion | None


class OneEntry(Entry, frozen=True, kw_only=True):
    withdrawal: Withdrawal | None


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
    commission_30d_fen: int
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
