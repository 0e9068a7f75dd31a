"""What one value of a text file says, or why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from yellowcart.sweep.reading.entries import MOST_FEN
from yellowcart.sweep.reading.rejected import MISSING, NOT_AN_ID, NOT_FEN, NOT_TEXT, NOT_WHOLE

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
INT64 = range(-(1 << 63), 1 << 63)
NOT_UTF8 = re.compile("[\ud800-\udfff]")

Read = Callable[[Any], Any]


class Unreadable(Exception):
    """The value that cannot be read, None where there is none, and the reason."""

    def __init__(self, value: object, reason: str) -> None:
        self.value, self.reason = value, reason


def whole(value: object) -> int | None:
    """The whole number it says, if it is one of 64 bits written the usual way, else None.

    00123 is no whole number: as an id it is not 123.
    """
    if type(value) is str and WHOLE.fullmatch(value):
        value = int(value)
    return value if type(value) is int and value in INT64 else None


def whole_in_json(value: object) -> int | None:
    """A whole number that JSON has as a number: a file that quotes its ids has texts."""
    return None if isinstance(value, str) else whole(value)


def text(value: object) -> str:
    if value is None:
        raise Unreadable(None, MISSING)
    if type(value) is not str or not (value.isascii() or NOT_UTF8.search(value) is None):
        raise Unreadable(value, NOT_TEXT)
    return value


def name(value: object) -> str:
    return text(None if value == "" else value)


def optional_name(value: object) -> str | None:
    return None if value is None or value == "" else text(value)


def optional_item(value: object) -> str | None:
    return str(value) if type(value) is int else optional_name(value)


def whole_id(value: object) -> int:
    if value is None or value == "":
        raise Unreadable(None, MISSING)
    number = whole(value)
    if number is None:
        raise Unreadable(value, NOT_WHOLE)
    return number


def text_id(value: object) -> str:
    if type(value) is int:
        return str(value)
    try:
        return name(value)
    except Unreadable as wrong:
        raise Unreadable(wrong.value, MISSING if wrong.value is None else NOT_AN_ID) from None


def optional_fen(value: object) -> int | None:
    if value is None or value == "":
        return None
    fen = whole(value)
    if fen is None or not 0 <= fen <= MOST_FEN:
        raise Unreadable(value, NOT_FEN)
    return fen


READ: dict[str, Read] = {
    "surface": name,
    "text": text,
    "marketplace": optional_name,
    "item_id": optional_item,
    "kind": optional_name,
    "category": optional_name,
    "creator_group": optional_name,
    "gmv_30d_fen": optional_fen,
}
