"""Notices, and what lies in whose inbox."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from yellowcart.api.schemas.cutovers import DiffersOut, MoveOut, SourceName
from yellowcart.api.schemas.shared import Body, Key, Kind, Name

Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Touched = Literal["creators", "merchants", "providers"]
Codes = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=150)]],
    Field(default_factory=list, max_length=10_000),
]
Distance = Annotated[int, Field(gt=0, le=366 * 24 * 60 * 60)]
Reminders = Annotated[list[Distance], Field(max_length=20)]
IssueKind = Literal["first", "reminder", "correction"]


class Audience(Body):
    """Whom a notice is for: everybody whom any of these names."""

    touched: Annotated[list[Touched], Field(default_factory=list, max_length=3)]
    """By the transition."""
    roles: Codes
    """All creators, merchants or providers; of the platform, who has that role."""
    creators: Codes
    organisations: Codes
    people: Codes
    """By username."""


class NoticeOut(Schema):
    id: int
    at: datetime | None
    """The transition's instant; null: a free notice."""
    source: SourceName | None
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


class IssueOut(Schema):
    """One time that a notice goes out, and what has become of it so far."""

    number: int
    kind: IssueKind
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


class PeriodOut(Schema):
    days: int
    last_at: datetime
    """The last instant to tell it in time."""


class OneNoticeOut(NoticeOut):
    changes: list[MoveOut] | None
    """What the texts state; null: a free notice."""
    agrees: bool
    """Whether the texts say what the agreements do. One that does not cannot go out."""
    disagreements: list[Name]
    period: PeriodOut | None
    issues: list[IssueOut]


class NoticeIn(Body):
    """What a notice of a transition is drafted with; the texts come from what changes."""

    audience: Audience | None = None
    """Null: the creators, merchants and providers touched."""
    reminders: Reminders | None = None
    """Null: 7 days, 3 days, a day and an hour before."""


class TitleIn(Body):
    zh: Title
    en: Title


class TextIn(Body):
    zh: Text
    en: Text


class FreeNoticeIn(Body):
    title: TitleIn
    text: TextIn
    audience: Audience


class NoticeEdit(Body):
    """What is left out, or null, stays."""

    title: TitleIn | None = None
    text: TextIn | None = None
    audience: Audience | None = None
    reminders: Reminders | None = None


class SendingIn(Body):
    late_why: Annotated[str, StringConstraints(max_length=1_000)] = ""
    """Why it goes out although the notice period cannot be kept."""


class RecipientOut(Schema):
    """Whom a message is for: one of the three."""

    creator: str | None
    organisation: str | None
    person: str | None


class MessageOut(Schema):
    id: int
    notice: int
    number: int
    """Of the issue."""
    kind: IssueKind
    at: datetime
    recipient: RecipientOut
    title: Name
    read_at: datetime | None
    read_by: str | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


class TotalOut(Schema):
    entries: int
    gmv_30d_fen: int
    commission_30d_fen: int


class BecomesOut(Schema):
    """Of the recipient's entries that go, by what becomes of them."""

    withdraw: TotalOut
    session: TotalOut
    keep: TotalOut


class PersonalOut(Schema):
    """What the notice means for the recipient, as the agreements have it now."""

    at: datetime | None
    total: TotalOut
    becomes: BecomesOut


class OneMessageOut(MessageOut):
    text: Name
    differs: DiffersOut | None
    """Of a correction: what it corrects."""
    personal: PersonalOut


class GoingOut(Schema):
    """An entry that goes, and what becomes of it."""

    entry: Key
    title: str
    cart: str
    cart_title: str
    creator: str
    surface: str
    marketplace: str
    kind: Kind
    gmv_30d_fen: int
    commission_30d_fen: int
    becomes: Literal["withdraw", "session", "keep"]
    until: datetime | None
    """When it comes down; null: at its session's end, or never."""
