"""What was agreed, and what the terms answer."""

from datetime import datetime

import msgspec

from yellowcart.client.answers.shared import Name


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
