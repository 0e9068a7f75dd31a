"""Inventories in, batches of entries out; rows that cannot be read are set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from yellowcart.sweep.reading.entries import Entries, Reading
from yellowcart.sweep.reading.files import find_files, format_of
from yellowcart.sweep.reading.layout import Layout, alike
from yellowcart.sweep.reading.parquet import parquet_layout, parquet_readings, parquet_rows
from yellowcart.sweep.reading.text_files import csv_layout, jsonl_layout, text_readings

__all__ = ["Entries", "Layout", "Reading", "layouts_of", "readings", "rows_of"]

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


def readings(layout: Layout) -> Iterator[Reading]:
    """The pieces of one file, in order."""
    return parquet_readings(layout) if layout.format == "parquet" else text_readings(layout)


def rows_of(layouts: Sequence[Layout]) -> int | None:
    """How many rows there are, where the files tell beforehand."""
    if any(layout.format != "parquet" for layout in layouts):
        return None
    return sum(parquet_rows(layout.path) for layout in layouts)
