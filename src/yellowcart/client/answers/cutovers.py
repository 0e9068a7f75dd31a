"""Cut-overs, rehearsals and proofs."""

from datetime import datetime
from typing import Any

import msgspec


class Move(msgspec.Struct, frozen=True):
    """What opens or closes, and by what."""

    partner: str
    surface: str
    kind: str
    category: str | None
    creator_group: str | None
    before: str
    after: str
    reason: str
    agreement: str | None
    clause: str | None
    hung: str | None
    """Of a closing: what becomes of entries already hung."""
    spared: list[list[str | None]]
    """Categories with creator groups that stay as they were."""


class Differs(msgspec.Struct, frozen=True):
    before: list[Move]
    """What is no longer so."""
    now: list[Move]
    """What is so instead."""


class Taken(msgspec.Struct, frozen=True):
    """A step that was taken."""

    at: datetime
    by: str | None
    """A username; null: Yellowcart itself."""


class Steps(msgspec.Struct, frozen=True):
    rehearsed: Taken | None
    announced: Taken | None
    approved: Taken | None
    swept: Taken | None
    proved: Taken | None
    closed: Taken | None


class Cutover(msgspec.Struct, frozen=True):
    id: int
    at: datetime
    source: str
    standing: str
    waits_for: str | None
    """While under review: the version that would bring it."""
    step: str
    steps: Steps
    overdue: str | None
    """The step that is late."""
    changes: list[Move]
    found_at: datetime
    longest_wait_seconds: int
    told_ppm: int
    told_days: int
    sweeping_since: datetime | None
    reopened_at: datetime | None
    differs: Differs | None
    """From what had been rehearsed, announced or swept."""


class Figures(msgspec.Struct, frozen=True):
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


class ToldInTime(msgspec.Struct, frozen=True):
    """How many creators are touched, how many of them were told by then, how many must be."""

    touched: int
    told: int
    wanted: int
    by_then: datetime
    met: bool


class Reviewed(msgspec.Struct, frozen=True):
    version: str
    """Of an agreement or a house rule, such as "jd-2021 3"."""
    differs: Differs


class OneCutover(Cutover, frozen=True, kw_only=True):
    figures: Figures
    told: ToldInTime
    under_review: list[Reviewed]
    """What versions under review would make different of it."""


class Rehearsal(msgspec.Struct, frozen=True):
    id: int
    cutover: int
    asked_at: datetime
    asked_by: str
    done_at: datetime | None
    """Null: the worker has not done it yet."""
    failed: str
    """Why there is no report; empty: it did not fail."""


class OneRehearsal(Rehearsal, frozen=True, kw_only=True):
    changes: list[Move] | None
    """What opens and closes by the terms that it was rehearsed on."""
    summary: dict[str, Any] | None
    """The figures, as in `summary.json` of a sweep."""


class Left(msgspec.Struct, frozen=True):
    due: int
    waiting: int
    """For the end of their live session."""
    kept: int
    """By their clause."""


class Progress(msgspec.Struct, frozen=True):
    withdrawn: int
    restored: int
    left: Left


class Restorable(msgspec.Struct, frozen=True):
    entry: int
    cart: str
    creator: str
    place: int | None
    title: str
    withdrawn_at: datetime
    back: str
    """Whether it can be put back now, or why not."""
    restored_by: int | None
    """The entry that hangs in its place, or hung there."""


class RestorableCounts(msgspec.Struct, frozen=True):
    back: int
    not_granted: int
    cart_changed: int
    restored: int


class Restored(msgspec.Struct, frozen=True):
    restored: int
    """Entries that were put back by this request."""
    next: str | None
    """Where the next request goes on; null: this was the last."""


class Proof(msgspec.Struct, frozen=True):
    id: int
    cutover: int
    at: datetime
    by: str
    hanging: int
    """Entries that hang and should not: 0, or it proves nothing."""
    waiting: int
    kept: int


class SignedProof(msgspec.Struct, frozen=True):
    """A proof as it was signed: Ed25519 over the canonical JSON of `proof`."""

    proof: dict[str, Any]
    algorithm: str
    public_key: str
    signature: str


class ProofKey(msgspec.Struct, frozen=True):
    algorithm: str
    public_key: str
    """In Base64."""
