"""What schemas of every noun are made of."""

from typing import Annotated, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

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


class WhyIn(Body):
    why: Annotated[str, StringConstraints(max_length=2_000)] = ""
