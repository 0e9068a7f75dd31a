"""Columns of codes as whole numbers, one for each value that can make a difference."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Integers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Codes:
    """`values[numbers[i]]` is what dictionary entry i means; `indices` point to the entries.

    `indices` of None: one value for all rows.
    """

    indices: Integers | None
    numbers: Integers
    values: list[str | None]


def coded(
    column: pa.Array | pa.ChunkedArray | str | None,
    name: str,
    told_apart: Container[str] | None = None,
) -> Codes:
    """The column's values as numbers; a null is the value None.

    `told_apart`: the only codes that make a difference; all others are taken for None.
    """
    if column is None or isinstance(column, str):
        indices, entries = None, [column]
    else:
        indices, entries = _entries(column, name)
    numbers: dict[str | None, int] = {}
    number_of = [
        numbers.setdefault(
            entry if told_apart is None or entry in told_apart else None, len(numbers)
        )
        for entry in entries
    ]
    return Codes(indices, np.array(number_of, dtype=np.int64), list(numbers))


def _entries(column: pa.Array | pa.ChunkedArray, name: str) -> tuple[Integers, list[str | None]]:
    """Each row's index, and the entries; where a row is null, that of a None added at the end."""
    array = one_array(column)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    values = array.type.value_type
    if not (pa.types.is_string(values) or pa.types.is_large_string(values)):
        raise TypeError(f"{name} must be a column of strings, not of {values}")
    entries = [*array.dictionary.to_pylist(), None]
    indices = array.indices
    if indices.null_count:
        indices = pc.fill_null(indices.cast(pa.int64()), len(entries) - 1)
    return indices.to_numpy(zero_copy_only=False), entries


def one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if not isinstance(column, pa.ChunkedArray):
        return column
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    return column.combine_chunks()
