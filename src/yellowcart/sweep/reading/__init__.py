"""Inventories in, batches of entries out; rows that cannot be read are set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from yellowcart.sweep.reading.entries import Entries, Piece
from yellowcart.sweep.reading.files import find_files, format_of
from yellowcart.sweep.reading.layout import IDS, Layout, alike, id_type
from yellowcart.sweep.reading.parquet import (
    parquet_entries,
    parquet_layout,
    parquet_pieces,
    parquet_rows,
)
from yellowcart.sweep.reading.text_files import (
    csv_entries,
    csv_layout,
    jsonl_entries,
    jsonl_layout,
)

__all__ = [
    "Entries",
    "Layout",
    "Piece",
    "id_types",
    "layouts_of",
    "pieces",
    "read_piece",
    "rows_of",
]

LAYOUT = {"parquet": parquet_layout, "csv": csv_layout, "jsonl": jsonl_layout}


def layouts_of(inventory: Sequence[str | Path], asked: frozenset[str]) -> list[Layout]:
    """The layout of each file, with one type for each id over all of them.

    Raises BadInput that names the file and the column, before any row is read.
    """
    layouts = []
    for path in find_files(inventory):
        format_ = format_of(path)
        assert format_ is not None, "find_files gives inventory files only"
        layouts.append(LAYOUT[format_](path, asked))
    return alike(layouts)


def id_types(layouts: Sequence[Layout]) -> tuple[pa.DataType, pa.DataType]:
    """The types of entry_id and creator_id, which are the same in all layouts."""
    entry_id, creator_id = (id_type(name in layouts[0].whole_ids) for name in IDS)
    return entry_id, creator_id


def pieces(layout: Layout) -> Iterator[Piece]:
    """The parts of one file, in order: row groups of Parquet, text files as they are."""
    return parquet_pieces(layout) if layout.format == "parquet" else iter([Piece(layout)])


def read_piece(piece: Piece) -> Iterator[Entries]:
    """The entries of one piece, a batch at a time, in order."""
    if piece.layout.format == "parquet":
        return parquet_entries(piece)
    return (csv_entries if piece.layout.format == "csv" else jsonl_entries)(piece.layout)


def rows_of(layouts: Sequence[Layout]) -> int | None:
    """How many rows there are, where the files tell beforehand."""
    if any(layout.format != "parquet" for layout in layouts):
        return None
    return sum(parquet_rows(layout.path) for layout in layouts)
