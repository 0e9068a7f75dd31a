"""Cut-overs: transitions found in the terms, and what people do of them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from yellowcart.api.schemas.shared import Body, Code, Key

Verdict = Literal["allow", "deny"]
StepName = Literal["found", "rehearsed", "announced", "approved", "swept", "proved", "closed"]
SourceName = Literal["agreements", "house_rules"]


class MoveOut(Schema):
    """What opens or closes, and by what."""

    partner: str
    surface: str
    kind: str
    category: str | None = None
    creator_group: str | None = None
    before: Verdict
    after: Verdict
    reason: str
    agreement: str | None
    clause: str | None
    hung: Literal["withdraw", "session", "keep"] | None
    """Of a closing: what becomes of entries already hung."""
    spared: list[list[str | None]]
    """Categories with creator groups that stay as they were."""


class DiffersOut(Schema):
    before: list[MoveOut]
    """What is no longer so."""
    now: list[MoveOut]
    """What is so instead."""


class TakenOut(Schema):
    """A step that was taken."""

    at: datetime
    by: str | None
    """A username; null: Yellowcart itself."""


class StepsOut(Schema):
    rehearsed: TakenOut | None
    announced: TakenOut | None
    approved: TakenOut | None
    swept: TakenOut | None
    proved: TakenOut | None
    closed: TakenOut | None


class CutoverOut(Schema):
    id: int
    at: datetime
    source: SourceName
    standing: Literal["in_force", "under_review", "gone"]
    waits_for: str | None
    """While under review: the version that would bring it."""
    step: StepName
    steps: StepsOut
    overdue: StepName | None
    """The step that is late."""
    changes: list[MoveOut]
    found_at: datetime
    longest_wait_seconds: int
    told_ppm: int
    told_days: int
    sweeping_since: datetime | None
    reopened_at: datetime | None
    differs: DiffersOut | None
    """From what had been rehearsed, announced or swept."""


class FiguresOut(Schema):
    """What hangs of the classes that fall, and whom it concerns."""

    entries: int
    carts: int
    sessions: int
    """Live rooms on air in whose carts they hang."""
    creators: int
    merchants: int
    providers: int
    gmv_30d_fen: int
    commission_30d_fen: int


class ToldOut(Schema):
    """How many creators are touched, how many of them were told by then, how many must be."""

    touched: int
    told: int
    wanted: int
    by_then: datetime
    met: bool


class ReviewedOut(Schema):
    version: str
    """Of an agreement or a house rule, such as "jd-2021 3"."""
    differs: DiffersOut


class OneCutoverOut(CutoverOut):
    figures: FiguresOut
    told: ToldOut
    under_review: list[ReviewedOut]
    """What versions under review would make different of it."""


class PlanIn(Body):
    longest_wait_seconds: Annotated[int, Field(ge=0, le=7 * 24 * 60 * 60)]
    """How long after the instant an entry may wait for the end of its live session."""
    told_ppm: Annotated[int, Field(ge=0, le=1_000_000)]
    """The share of the creators touched that must have been told, in parts per million, …"""
    told_days: Annotated[int, Field(ge=0, le=365)]
    """… so many days before the instant."""


class AnnouncementIn(Body):
    notice: Key
    late_why: Annotated[str, StringConstraints(max_length=1_000)] = ""
    """Why it goes out although the notice period cannot be kept."""


class RehearsalOut(Schema):
    id: int
    cutover: int
    asked_at: datetime
    asked_by: str
    done_at: datetime | None
    """Null: the worker has not done it yet."""
    failed: str
    """Why there is no report; empty: it did not fail."""


class OneRehearsalOut(RehearsalOut):
    changes: list[MoveOut] | None
    """What opens and closes by the terms that it was rehearsed on."""
    summary: dict[str, Any] | None
    """The figures, as in `summary.json` of a sweep."""


class LeftOut(Schema):
    due: int
    waiting: int
    """For the end of their live session."""
    kept: int
    """By their clause."""


class ProgressOut(Schema):
    withdrawn: int
    restored: int
    left: LeftOut


BackName = Literal["back", "not_granted", "cart_changed", "restored"]


class RestorableOut(Schema):
    entry: int
    cart: str
    creator: str
    place: int | None
    title: str
    withdrawn_at: datetime
    back: BackName
    """Whether it can be put back now, or why not."""
    restored_by: int | None
    """The entry that hangs in its place, or hung there."""


class RestorableCountsOut(Schema):
    back: int = 0
    not_granted: int = 0
    cart_changed: int = 0
    restored: int = 0


class RestoreIn(Body):
    creator: Code | None = None
    """Null: everybody's."""
    cursor: Annotated[str, StringConstraints(max_length=64)] | None = None
    """`next` of the answer before; null: from the first."""


class RestoredOut(Schema):
    restored: int
    """Entries that were put back by this request."""
    next: str | None
    """Where the next request goes on; null: this was the last."""


class ProofOut(Schema):
    id: int
    cutover: int
    at: datetime
    by: str
    hanging: int
    """Entries that hang and should not: 0, or it proves nothing."""
    waiting: int
    kept: int


class SignedProofOut(Schema):
    """A proof as it was signed: Ed25519 over the canonical JSON of `proof`."""

    proof: dict[str, Any]
    algorithm: Literal["Ed25519"]
    public_key: str
    signature: str


class ProofKeyOut(Schema):
    algorithm: Literal["Ed25519"]
    public_key: str
    """In Base64."""
