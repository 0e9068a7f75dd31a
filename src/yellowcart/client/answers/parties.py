"""Creators and organisations."""

import msgspec


class Creator(msgspec.Struct, frozen=True):
    code: str
    name: str
    group: str
    merchant: str | None
    """The merchant whose own account it is."""
    provider: str | None
    """The service provider that looks after the creator."""


class Organisation(msgspec.Struct, frozen=True):
    code: str
    name: str
    kind: str
