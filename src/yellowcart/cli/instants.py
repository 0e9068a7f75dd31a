"""Instants as options give them."""

from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import parse_instant

if TYPE_CHECKING:
    from yellowcart.terms import Terms


def instant(text: str, terms: "Terms", option: str) -> datetime:
    """The instant an option names; without an offset, in the agreements' time zone."""
    try:
        return parse_instant(text, terms.zone)
    except BadInput as error:
        error.field = option
        raise


def known_instant(text: str | None, terms: "Terms") -> datetime | None:
    return None if text is None else instant(text, terms, "--known-at")
