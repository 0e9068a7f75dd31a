"""Notices, and what lies in an inbox."""

from datetime import datetime

import msgspec

from yellowcart.client.answers.cutovers import Differs, Move
from yellowcart.client.answers.shared import Name


class Audience(msgspec.Struct, frozen=True):
    """Whom a notice is for: everybody whom any of these names."""

    touched: list[str]
    """By the transition."""
    roles: list[str]
    """All creators, merchants or providers; of the platform, who has that role."""
    creators: list[str]
    organisations: list[str]
    people: list[str]
    """By username."""


class Notice(msgspec.Struct, frozen=True):
    id: int
    at: datetime | None
    """The transition's instant; null: a free notice."""
    source: str | None
    title: Name
    text: Name
    audience: Audience
    reminders: list[int]
    """Seconds before the instant at which it goes out again."""
    drafted_at: datetime
    drafted_by: str | None
    sent_at: datetime | None
    sent_by: str | None
    late_by: str | None
    """Who let it go out although the notice period could not be kept, and why."""
    late_why: str
    ended_at: datetime | None


class Issue(msgspec.Struct, frozen=True):
    """One time that a notice goes out, and what has become of it so far."""

    number: int
    kind: str
    distance: int | None
    due_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    dropped_at: datetime | None
    title: Name
    recipients: int
    delivered: int
    read: int
    acknowledged: int
    mails_sent: int
    mails_pending: int
    mails_failed: int
    mails_dropped: int


class Period(msgspec.Struct, frozen=True):
    days: int
    last_at: datetime
    """The last instant to tell it in time."""


class OneNotice(Notice, frozen=True, kw_only=True):
    changes: list[Move] | None
    """What the texts state; null: a free notice."""
    agrees: bool
    """Whether the texts say what the agreements do. One that does not cannot go out."""
    disagreements: list[Name]
    period: Period | None
    issues: list[Issue]


class Recipient(msgspec.Struct, frozen=True):
    """Whom a message is for: one of the three."""

    creator: str | None
    organisation: str | None
    person: str | None


class Message(msgspec.Struct, frozen=True):
    id: int
    notice: int
    number: int
    """Of the issue."""
    kind: str
    at: datetime
    recipient: Recipient
    title: Name
    read_at: datetime | None
    read_by: str | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


class Total(msgspec.Struct, frozen=True):
    entries: int
    gmv_30d_fen: int
    commission_30d_fen: int


class Becomes(msgspec.Struct, frozen=True):
    """Of the recipient's entries that go, by what becomes of them."""

    withdraw: Total
    session: Total
    keep: Total


class Personal(msgspec.Struct, frozen=True):
    """What the notice means for the recipient, as the agreements have it now."""

    at: datetime | None
    total: Total
    becomes: Becomes


class OneMessage(Message, frozen=True, kw_only=True):
    text: Name
    differs: Differs | None
    """Of a correction: what it corrects."""
    personal: Personal


class Going(msgspec.Struct, frozen=True):
    """An entry that goes, and what becomes of it."""

    entry: int
    title: str
    cart: str
    cart_title: str
    creator: str
    surface: str
    marketplace: str
    kind: str
    gmv_30d_fen: int
    commission_30d_fen: int
    becomes: str
    until: datetime | None
    """When it comes down; null: at its session's end, or never."""
