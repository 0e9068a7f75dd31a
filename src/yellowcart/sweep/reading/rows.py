"""Rows of text files, one at a time, gathered into batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from yellowcart.sweep.reading.entries import BATCH_BYTES, BATCH_ROWS, Entries
from yellowcart.sweep.reading.layout import IDS, NAME, Layout
from yellowcart.sweep.reading.rejected import rejected_batch, rejection
from yellowcart.sweep.reading.values import READ, Read, Unreadable, text_id, whole_id

Content = Callable[[], str]
"""The row as it came, asked for only where it has to be set aside."""


class Gatherer:
    """Takes rows and gives entries, a full batch at a time."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.schema = layout.schema()
        self._readers = [(name, _reader(layout, name)) for name in layout.columns]
        self._empty()

    def _empty(self) -> None:
        self.rows: list[list[Any]] = []
        self.rejected: list[dict[str, Any]] = []
        self.size = 0

    def take(self, line: int, row: Mapping[str, Any], size: int, content: Content) -> None:
        values = []
        try:
            for name, read in self._readers:
                values.append(read(row.get(name)))
        except Unreadable as wrong:
            self.reject(line, name, wrong.value, wrong.reason, content())
            return
        self.rows.append(values)
        self.size += size

    def reject(
        self, line: int, field: str | None, value: object, reason: str, content: str
    ) -> None:
        self.rejected.append(rejection(self.layout.path, line, field, value, reason, content))

    def full(self) -> Iterator[Entries]:
        if len(self.rows) + len(self.rejected) >= BATCH_ROWS or self.size >= BATCH_BYTES:
            yield from self.rest()

    def rest(self) -> Iterator[Entries]:
        if self.rows or self.rejected:
            columns = zip(*self.rows, strict=True) if self.rows else ([] for _ in self.schema)
            arrays = [
                _array(values, field.type)
                for values, field in zip(columns, self.schema, strict=True)
            ]
            batch = pa.record_batch(arrays, schema=self.schema)
            yield Entries(batch, rejected_batch(self.rejected))
        self._empty()


def _reader(layout: Layout, name: str) -> Read:
    if name in IDS:
        return whole_id if name in layout.whole_ids else text_id
    return READ[name]


def _array(values: Sequence[Any], wanted: pa.DataType) -> pa.Array:
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
