"""Creators and organisations."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import StringConstraints

from yellowcart.api.schemas.shared import Body, Code


class CreatorOut(Schema):
    code: str
    name: str
    group: str
    merchant: str | None
    """The merchant whose own account it is."""
    provider: str | None
    """The service provider that looks after the creator."""


class TiesIn(Body):
    merchant: Code | None
    """Null: somebody who sells for others."""
    provider: Code | None
    """Null: nobody looks after the creator."""


class CreatorIn(Body):
    code: Code
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    group: Annotated[str, StringConstraints(max_length=64)] = ""
    merchant: Code | None = None
    provider: Code | None = None


class OrganisationOut(Schema):
    code: str
    name: str
    kind: Literal["platform", "merchant", "provider"]
