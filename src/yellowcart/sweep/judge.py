"""The judgement of one batch: entries in; withdrawals, sums by creator and counts out.

One pure function of its arguments, run by the local sweep and inside Spark alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yellowcart.sweep.creators import CreatorPart, sums_by_creator
from yellowcart.sweep.kernels import append_digit, sum_by_line
from yellowcart.sweep.recognised import recognised_columns
from yellowcart.sweep.rulings import Codes, Line, Outcome, Rulings
from yellowcart.sweep.tally import Count
from yellowcart.sweep.withdrawals import indices, withdrawals_of

Int64s = npt.NDArray[np.int64]
WITHDRAWN, KEPT, UNRECOGNISED = 1, 2, 3
"""How an entry stands, as `sums_by_creator` counts it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`withdrawals` has the columns of that file, and `creators` the sums of this batch.

    `lines` says how many entries each line has, and their GMV in fen; `marketplaces` and
    `unrecognised` count the entries as in `Tally`.
    """

    withdrawals: pa.RecordBatch
    creators: CreatorPart
    lines: Mapping[Line, Count]
    marketplaces: Mapping[str | None, int]
    unrecognised: Mapping[str, int]
    rows: int


def judge(batch: pa.RecordBatch, rulings: Rulings) -> Judged:
    """Judges the entries of one batch, whose columns are those of a `Layout`.

    A null marketplace is unrecognised. A null kind is goods, a null GMV is 0; a null category
    or creator group matches no list.
    """
    marketplace, item_id, unrecognised = recognised_columns(batch)
    line = rulings.lines_of(_classes(batch, marketplace, rulings))
    lines = tuple(rulings.lines)
    gmv = _gmv(batch)
    entries_of, gmv_of = (np.zeros(len(lines), dtype=np.int64) for _ in range(2))
    sum_by_line(line, gmv, entries_of, gmv_of)
    standing = np.array([_standing(one) for one in lines], dtype=np.int8)[line]
    withdrawn = np.flatnonzero(standing == WITHDRAWN)
    return Judged(
        withdrawals_of(batch, rulings, lines, line, withdrawn, marketplace, item_id),
        sums_by_creator(batch.column("creator_id"), standing, gmv),
        {
            one: (entries, fen)
            for one, entries, fen in zip(lines, entries_of.tolist(), gmv_of.tolist(), strict=True)
            if entries
        },
        _by_marketplace(marketplace),
        unrecognised,
        batch.num_rows,
    )


def _standing(line: Line) -> int:
    if line.outcome is Outcome.WITHDRAWN:
        return WITHDRAWN
    if line.outcome is Outcome.KEPT:
        return KEPT
    return UNRECOGNISED if line.reason == "unrecognised" else 0


def _classes(batch: pa.RecordBatch, marketplace: pa.DictionaryArray, rulings: Rulings) -> Codes:
    """Which class of question each entry is, as a flat index of `rulings.shape`."""
    surfaces, kinds = _numbers(rulings.surfaces), _numbers(rulings.kinds)
    classes = np.zeros(batch.num_rows, dtype=np.int64)
    unknown = len(rulings.partners) - 2
    _add(classes, marketplace, rulings.partner_of_marketplace, unknown, unknown + 1, unknown + 2)
    _add(classes, batch.column("surface"), surfaces, -1, -1, len(surfaces))
    optional = (
        ("kind", kinds, 0),
        ("category", _numbers(rulings.categories), -1),
        ("creator_group", _numbers(rulings.creator_groups), -1),
    )
    for name, numbers, absent in optional:
        if name in batch.schema.names:
            _add(classes, batch.column(name), numbers, -1, absent, len(numbers))
        else:
            classes *= len(numbers)
            classes += absent % len(numbers)
    return classes


def _numbers(codes: Sequence[str | None]) -> Mapping[str | None, int]:
    return {code: number for number, code in enumerate(codes)}


def _add(
    classes: Codes,
    column: pa.DictionaryArray,
    numbers: Mapping[Any, int],
    other: int,
    null: int,
    count: int,
) -> None:
    """Appends the number of each value to its class, as the next digit in base `count`.

    `other` is the number of a value that has none, `null` that of no value or an empty one;
    -1 is the last.
    """
    values = column.dictionary.to_pylist()
    table = [numbers.get(value, other) if value else null for value in values]
    digits = np.array([*table, null], dtype=np.int64) % count
    append_digit(classes, indices(column).astype(np.int32, copy=False), digits, count)


def _gmv(batch: pa.RecordBatch) -> Int64s:
    if "gmv_30d_fen" not in batch.schema.names:
        return np.zeros(batch.num_rows, dtype=np.int64)
    column = batch.column("gmv_30d_fen")
    filled = pc.fill_null(column, 0) if column.null_count else column
    return filled.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _by_marketplace(marketplace: pa.DictionaryArray) -> Mapping[str | None, int]:
    counts = np.bincount(indices(marketplace) + 1, minlength=len(marketplace.dictionary) + 1)
    names = [None, *marketplace.dictionary.to_pylist()]
    return {name: entries for name, entries in zip(names, counts.tolist(), strict=True) if entries}
