"""What columns an inventory has, and what the sweep reads of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.reading.files import Format

IDS = ("entry_id", "creator_id")
NAMES = ("surface", "marketplace", "kind", "category", "creator_group")
"""Columns of few different values, kept as dictionaries."""

NAME = pa.dictionary(pa.int32(), pa.string())
EVERY = (*IDS, "surface", "text", "marketplace", "item_id", *NAMES[2:], "gmv_30d_fen")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file says what hangs.

    `whole_ids` are the id columns held as 64-bit whole numbers; the others are strings.
    """

    path: Path
    format: Format
    columns: tuple[str, ...]
    whole_ids: frozenset[str]

    def schema(self) -> pa.Schema:
        return pa.schema([(name, self._type(name)) for name in self.columns])

    def _type(self, name: str) -> pa.DataType:
        if name in IDS:
            return id_type(name in self.whole_ids)
        if name == "gmv_30d_fen":
            return pa.int64()
        return NAME if name in NAMES else pa.string()


def id_type(whole: bool) -> pa.DataType:
    return pa.int64() if whole else pa.string()


def columns_read(path: Path, there: Iterable[str], asked: frozenset[str]) -> tuple[str, ...]:
    """The columns to read of those that are there; BadInput names one that must be and is not.

    Where there are both a text and a marketplace, the text counts. `asked` are the optional
    columns that the terms ask about: no others are read.
    """
    there = set(there)
    for name in (*IDS, "surface"):
        if name not in there:
            expected = f"a column named {name}"
            raise BadInput("the column is missing", source=path, field=name, expected=expected)
    if not there & {"text", "marketplace"}:
        raise BadInput(
            "the column is missing",
            source=path,
            field="text",
            expected="a text column, or marketplace and item_id where links are recognised",
        )
    unread = {"marketplace", "item_id"} if "text" in there else {"text"}
    unread |= {"kind", "category", "creator_group"} - asked
    return tuple(name for name in EVERY if name in there - unread)


def alike(layouts: Sequence[Layout]) -> list[Layout]:
    """The layouts with one type for each id: strings as soon as one file has strings."""
    whole = frozenset.intersection(*(layout.whole_ids for layout in layouts))
    return [replace(layout, whole_ids=whole) for layout in layouts]
