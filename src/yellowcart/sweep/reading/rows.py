"""Rows of text files, one at a time, gathered into batches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from yellowcart.sweep.reading.entries import BATCH_BYTES, BATCH_ROWS, Entries
from yellowcart.sweep.reading.layout import IDS, NAME, Layout
from yellowcart.sweep.reading.rejected import (
    MISSING,
    NOT_AN_ID,
    NOT_FEN,
    NOT_TEXT,
    NOT_WHOLE,
    rejected_batch,
    rejection,
)

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
INT64 = range(-(1 << 63), 1 << 63)
NEEDED = (*IDS, "surface", "text")


Content = Callable[[], str]
"""The row as it came, asked for only where it has to be set aside."""


class Unreadable(Exception):
    def __init__(self, field: str, value: object, reason: str) -> None:
        self.field, self.value, self.reason = field, value, reason


def whole(value: object) -> int | None:
    """The whole number it says, if it is one of 64 bits written the usual way, else None.

    00123 is no whole number: as an id it is not 123.
    """
    if isinstance(value, str) and WHOLE.fullmatch(value):
        value = int(value)
    return value if type(value) is int and value in INT64 else None


class Gatherer:
    """Takes rows and gives entries, a full batch at a time."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.schema = layout.schema()
        self._empty()

    def _empty(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in self.layout.columns}
        self.rejected: list[dict[str, Any]] = []
        self.taken = self.size = 0

    def take(self, line: int, row: Mapping[str, Any], size: int, content: Content) -> None:
        try:
            values = [self._value(name, row.get(name)) for name in self.layout.columns]
        except Unreadable as wrong:
            self.reject(line, wrong.field, wrong.value, wrong.reason, content())
            return
        self.taken += 1
        self.size += size
        for column, value in zip(self.columns.values(), values, strict=True):
            column.append(value)

    def reject(
        self, line: int, field: str | None, value: object, reason: str, content: str
    ) -> None:
        self.taken += 1
        self.rejected.append(rejection(self.layout.path, line, field, value, reason, content))

    def full(self) -> Iterator[Entries]:
        if self.taken >= BATCH_ROWS or self.size >= BATCH_BYTES:
            yield from self.rest()

    def rest(self) -> Iterator[Entries]:
        if self.taken:
            arrays = [_array(self.columns[f.name], f.type) for f in self.schema]
            batch = pa.record_batch(arrays, schema=self.schema)
            yield Entries(batch, rejected_batch(self.rejected))
        self._empty()

    def _value(self, name: str, value: Any) -> Any:
        if value is None or (value == "" and name != "text"):
            if name in NEEDED:
                raise Unreadable(name, None, MISSING)
            return None
        if name in IDS:
            return self._id(name, value)
        if name == "gmv_30d_fen":
            fen = whole(value)
            if fen is None or fen < 0:
                raise Unreadable(name, value, NOT_FEN)
            return fen
        if name == "item_id" and type(value) is int:
            return str(value)
        if not isinstance(value, str) or not _is_utf8(value):
            raise Unreadable(name, value, NOT_TEXT)
        return value

    def _id(self, name: str, value: Any) -> int | str:
        if name in self.layout.whole_ids:
            number = whole(value)
            if number is None:
                raise Unreadable(name, value, NOT_WHOLE)
            return number
        if type(value) is int:
            return str(value)
        if not isinstance(value, str) or not _is_utf8(value):
            raise Unreadable(name, value, NOT_AN_ID)
        return value


def _is_utf8(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _array(values: list[Any], wanted: pa.DataType) -> pa.Array:
    if wanted == NAME:
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, wanted)


def whole_ids(
    rows: Sequence[Mapping[str, Any]], reads: Callable[[object], int | None]
) -> frozenset[str]:
    """The id columns that are whole numbers in most of these first rows."""
    found = set()
    for name in IDS:
        values = [row[name] for row in rows if row.get(name) not in (None, "")]
        if 2 * sum(reads(value) is not None for value in values) > len(values):
            found.add(name)
    return frozenset(found)


def whole_in_json(value: object) -> int | None:
    """A whole number that JSON has as a number: a file that quotes its ids has texts."""
    return None if isinstance(value, str) else whole(value)
