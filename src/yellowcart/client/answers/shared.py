"""What answers of every noun are made of."""

from typing import Generic, TypeVar

import msgspec

Item = TypeVar("Item")


class Name(msgspec.Struct, frozen=True):
    zh: str
    en: str


class Page(msgspec.Struct, Generic[Item], frozen=True):
    items: list[Item]
    next: str | None
