"""The entries that come down, each with what it comes down by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yellowcart.sweep.rulings import Line, Lines, Rulings

NAME = pa.dictionary(pa.int32(), pa.string())
BASIS = ("surface", "partner", "reason", "agreement", "clause", "hung")


def withdrawal_schema(entry_id: pa.DataType, creator_id: pa.DataType) -> pa.Schema:
    return pa.schema(
        [
            ("entry_id", entry_id),
            ("creator_id", creator_id),
            ("surface", NAME),
            ("partner", NAME),
            ("marketplace", NAME),
            ("item_id", pa.string()),
            ("reason", NAME),
            ("agreement", NAME),
            ("version", pa.int32()),
            ("clause", NAME),
            ("hung", NAME),
        ]
    )


def withdrawals_of(
    batch: pa.RecordBatch,
    rulings: Rulings,
    lines: tuple[Line, ...],
    line: Lines,
    withdrawn: npt.NDArray[Any],
    marketplace: pa.DictionaryArray,
    item_id: pa.Array,
) -> pa.RecordBatch:
    rows = pa.array(withdrawn)
    line_of_row = line[withdrawn]
    names = rulings.withdrawal_names
    columns = {name: _named(names[name], lines, name, line_of_row) for name in BASIS}
    columns["version"] = _versions(lines, line_of_row)
    columns["marketplace"] = _recoded(marketplace, names["marketplace"], withdrawn)
    columns["item_id"] = item_id.take(rows)
    for name in ("entry_id", "creator_id"):
        columns[name] = batch.column(name).take(rows)
    schema = withdrawal_schema(columns["entry_id"].type, columns["creator_id"].type)
    return pa.record_batch([columns[name] for name in schema.names], schema=schema)


def indices(column: pa.DictionaryArray) -> npt.NDArray[Any]:
    """The dictionary's indices, with -1 for null."""
    codes = column.indices
    if codes.null_count:
        codes = pc.fill_null(codes, pa.scalar(-1, codes.type))
    return codes.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _named(names: pa.Array, lines: Iterable[Line], field: str, line: Lines) -> pa.DictionaryArray:
    number = {name: index for index, name in enumerate(names.to_pylist())}
    codes = np.array([number.get(getattr(one, field), -1) for one in lines], dtype=np.int32)
    return _dictionary(codes[line], names)


def _dictionary(codes: npt.NDArray[np.int32], names: pa.Array) -> pa.DictionaryArray:
    absent = codes < 0
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=absent if absent.any() else None), names
    )


def _versions(lines: Iterable[Line], line: Lines) -> pa.Array:
    versions = np.array([one.version or 0 for one in lines], dtype=np.int32)[line]
    unnamed = versions == 0
    return pa.array(versions, mask=unnamed if unnamed.any() else None)


def _recoded(
    column: pa.DictionaryArray, names: pa.Array, rows: npt.NDArray[Any]
) -> pa.DictionaryArray:
    number = {name: index for index, name in enumerate(names.to_pylist())}
    values = column.dictionary.to_pylist()
    codes = np.array([*(number.get(value, -1) for value in values), -1], dtype=np.int32)
    return _dictionary(codes[indices(column)[rows]], names)
