"""What was agreed, and what it says."""

from datetime import datetime
from typing import Literal

from ninja import Schema

from yellowcart.api.schemas.shared import Name


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
