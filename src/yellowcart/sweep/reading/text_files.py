"""Inventories in CSV (RFC 4180, with a header) and JSONL (an object a line), both in UTF-8."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.reading.entries import Entries
from yellowcart.sweep.reading.layout import Layout, columns_read
from yellowcart.sweep.reading.rejected import MISSING
from yellowcart.sweep.reading.rows import Gatherer, whole_ids
from yellowcart.sweep.reading.values import whole, whole_in_json

LOOKED_AT = 1_000
"""Rows that tell whether a file's ids are whole numbers."""

LONGEST_FIELD = 16 << 20


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """The file's text; bytes that are no UTF-8 come as surrogates, and only their rows are lost."""
    unpacked: Any = gzip.open if path.suffix == ".gz" else open
    try:
        with (
            unpacked(path, "rb") as raw,
            io.TextIOWrapper(raw, "utf-8-sig", "surrogateescape", newline="") as file,
        ):
            yield file
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise BadInput(f"cannot be read ({error})", source=path) from None


def csv_layout(path: Path, asked: frozenset[str]) -> Layout:
    with opened(path) as file:
        rows = _csv_reader(file)
        header: list[str] = next(rows, [])
        columns = columns_read(path, header, asked)
        first = [dict(zip(header, row, strict=False)) for row in islice(rows, LOOKED_AT)]
    return Layout(path, "csv", columns, whole_ids(first, whole))


def jsonl_layout(path: Path, asked: frozenset[str]) -> Layout:
    with opened(path) as file:
        first = [row for line in islice(file, LOOKED_AT) if (row := _object(line)) is not None]
    columns = columns_read(path, {name for row in first for name in row}, asked)
    return Layout(path, "jsonl", columns, whole_ids(first, whole_in_json))


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def jsonl_entries(layout: Layout) -> Iterator[Entries]:
    gatherer = Gatherer(layout)
    with opened(layout.path) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            row = _object(line)
            if row is None:
                gatherer.reject(number, None, None, "not a JSON object", line.rstrip("\r\n"))
            elif "marketplace" in layout.columns and "marketplace" not in row:
                # It may have a text, in a file whose first rows have none. A null is an answer.
                gatherer.reject(number, "marketplace", None, MISSING, line.rstrip("\r\n"))
            else:
                gatherer.take(number, row, len(line), partial(line.rstrip, "\r\n"))
            yield from gatherer.full()
    yield from gatherer.rest()


def csv_entries(layout: Layout) -> Iterator[Entries]:
    gatherer = Gatherer(layout)
    with opened(layout.path) as file:
        rows = _csv_reader(file)
        header = next(rows)
        line = rows.line_num + 1
        while (row := _next_row(rows)) is not None:
            if isinstance(row, csv.Error):
                gatherer.reject(line, None, None, f"not CSV ({row})", "")
            elif row and len(row) != len(header):
                reason = f"{len(row)} columns where the header has {len(header)}"
                gatherer.reject(line, None, None, reason, _csv_line(row))
            elif row:
                size = sum(map(len, row))
                gatherer.take(
                    line, dict(zip(header, row, strict=True)), size, partial(_csv_line, row)
                )
            line = rows.line_num + 1
            yield from gatherer.full()
    yield from gatherer.rest()


def _csv_reader(file: TextIO) -> Any:
    csv.field_size_limit(LONGEST_FIELD)
    return csv.reader(file)


def _next_row(rows: Iterator[list[str]]) -> list[str] | csv.Error | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        return error


def _csv_line(row: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    return line.getvalue()
