"""Rows that could not be read, set aside with the reason so that they can be mended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from yellowcart.sweep.reading.entries import MOST_FEN

REJECTED = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),  # of a text file, its header counted; of Parquet, the row from 1
        ("field", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("content", pa.string()),  # the row as it came, or as JSON where it was readable so far
    ]
)
LONGEST_KEPT = 4_000

MISSING = "missing"
NOT_WHOLE = "not a whole number, as the ids of this inventory are"
NOT_AN_ID = "not a text or a whole number"
NOT_FEN = f"not a whole number of fen from 0 to {MOST_FEN}"
NOT_TEXT = "not a text"


def rejection(
    file: Path, line: int, field: str | None, value: object, reason: str, content: str
) -> dict[str, Any]:
    return {
        "file": str(file),
        "line": line,
        "field": field,
        "value": None if value is None else printable(str(value)),
        "reason": reason,
        "content": printable(content),
    }


def printable(text: str) -> str:
    """As much of it as is kept, without the surrogates that stand for bytes that are no UTF-8."""
    return text[:LONGEST_KEPT].encode("utf-8", "replace").decode()


def rejected_batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(rows, schema=REJECTED)


NONE_REJECTED = rejected_batch([])


def as_json(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
