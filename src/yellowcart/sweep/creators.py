"""Sums by creator, in bounded memory however many creators there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.kernels import SUMS, add_to_slots, number_ids, sum_by_creator

SUM_NAMES = (
    "entries",
    "withdrawn",
    "kept",
    "unrecognised",
    "gmv_30d_fen",
    "gmv_30d_fen_withdrawn",
)
Int64s = npt.NDArray[np.int64]
FIRST_SLOTS = 1 << 16
MOST_SLOTS = 1 << 23
"""Half a gigabyte. What does not fit is put on disk and summed up at the end."""

HELD_ROWS = 1 << 20
MERGE_MEMORY = "900MB"
CHUNK = 1 << 18


def creator_schema(creator_id: pa.DataType) -> pa.Schema:
    return pa.schema([("creator_id", creator_id), *((name, pa.int64()) for name in SUM_NAMES)])


def too_much(creator_id: object) -> BadInput:
    return BadInput(
        f"the GMV of creator {creator_id} goes beyond 64 bits",
        field="gmv_30d_fen",
        expected="less than 2^63 fen a creator",
    )


def without_nulls(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The sums as they come; BadInput at a null, which stands for one that 64 bits do not hold."""
    for batch in batches:
        gmv = batch.column("gmv_30d_fen")
        if gmv.null_count:
            where = gmv.is_null().index(True)
            raise too_much(batch.column("creator_id")[where.as_py()].as_py())
        yield batch


@dataclass(frozen=True, slots=True)
class CreatorPart:
    """The sums of some entries: of creator i, `sums[i]` in the order of `SUM_NAMES`."""

    creator_id: pa.Array
    sums: Int64s

    def batch(self) -> pa.RecordBatch:
        columns = [pa.array(np.ascontiguousarray(column)) for column in self.sums.T]
        schema = creator_schema(self.creator_id.type)
        return pa.record_batch([self.creator_id, *columns], schema=schema)


def _slots_for(creators: int) -> int:
    """A quarter stays empty, so that the way to a slot is short."""
    return creators * 4 // 3 + 1


def sums_by_creator(
    creator_id: pa.Array, standing: npt.NDArray[np.int8], gmv: Int64s
) -> CreatorPart:
    """`standing` of an entry: 1 withdrawn, 2 kept, 3 unrecognised, 0 none of these."""
    if pa.types.is_integer(creator_id.type):
        distinct, number = _numbered(creator_id.to_numpy())
    else:
        coded = creator_id.dictionary_encode()
        distinct, number = coded.dictionary, coded.indices.to_numpy()
    sums = np.zeros((len(distinct), SUMS), dtype=np.int64)
    sum_by_creator(number, standing, gmv, sums)
    return CreatorPart(distinct, sums)


def _numbered(ids: Int64s) -> tuple[pa.Array, npt.NDArray[np.int32]]:
    places = np.full(1 << (2 * len(ids)).bit_length(), -1, dtype=np.int32)
    distinct, number = np.empty_like(ids), np.empty(len(ids), dtype=np.int32)
    count = number_ids(ids, places, distinct, number)
    return pa.array(distinct[:count]), number


class CreatorSums:
    """Adds up the sums of parts; `sorted_batches` gives the totals, ordered by creator_id.

    Whole-number ids are summed in memory up to `MOST_SLOTS`; beyond that, and for ids that are
    strings, sums of parts go to `folder` and DuckDB merges them, on disk where it must.
    """

    def __init__(self, creator_id: pa.DataType, folder: Path) -> None:
        self.schema = creator_schema(creator_id)
        self.folder = folder
        self.whole = pa.types.is_integer(creator_id)
        self._spilled = 0
        self._held: list[pa.RecordBatch] = []
        self._held_rows = 0
        self._clear()

    def _clear(self) -> None:
        self._slots = np.zeros((FIRST_SLOTS, 8), dtype=np.int64)
        self._used = 0

    def add(self, part: CreatorPart) -> None:
        if not self.whole:
            self._hold(part.batch())
            return
        more = len(part.sums)
        if _slots_for(self._used + more) > MOST_SLOTS and self._used:
            self._spill(self._in_memory())
            self._clear()
        while _slots_for(self._used + more) > len(self._slots):
            self._grow()
        self._put(part.creator_id.to_numpy(), part.sums)

    def _hold(self, sums: pa.RecordBatch) -> None:
        self._held.append(sums)
        self._held_rows += sums.num_rows
        if self._held_rows >= HELD_ROWS:
            self._spill(self._held)
            self._held, self._held_rows = [], 0

    def _put(self, creator_id: Int64s, sums: Int64s) -> None:
        warmed = np.zeros(1, dtype=np.int64)
        self._used = int(add_to_slots(self._slots, self._used, creator_id, sums, warmed))
        if self._used < 0:
            raise too_much(int(self._slots[-1 - self._used, 0]))

    def _grow(self) -> None:
        taken = self._slots[self._slots[:, 1] != 0]
        self._slots = np.zeros((2 * len(self._slots), 8), dtype=np.int64)
        self._used = 0
        self._put(taken[:, 0], taken[:, 1 : SUMS + 1])

    def _in_memory(self) -> Iterator[pa.RecordBatch]:
        taken = np.flatnonzero(self._slots[:, 1])
        taken = taken[np.argsort(self._slots[taken, 0])]
        for start in range(0, len(taken), CHUNK):
            rows = self._slots[taken[start : start + CHUNK]]
            columns = [pa.array(np.ascontiguousarray(rows[:, i])) for i in range(SUMS + 1)]
            yield pa.record_batch(columns, schema=self.schema)

    def _spill(self, batches: Iterator[pa.RecordBatch] | list[pa.RecordBatch]) -> None:
        path = self.folder / f"{self._spilled:05}.parquet"
        with pq.ParquetWriter(path, self.schema, write_statistics=False) as writer:
            for batch in batches:
                writer.write_batch(batch)
        self._spilled += 1

    def sorted_batches(self) -> Iterator[pa.RecordBatch]:
        if self.whole and not self._spilled:
            return self._in_memory()
        self._spill(self._in_memory() if self.whole else self._held)
        self._clear()
        return self._merged()

    def _merged(self) -> Iterator[pa.RecordBatch]:
        import duckdb

        # Sums are exact, in 128 bits; one that 64 do not hold becomes null.
        totals = ", ".join(f"TRY_CAST(sum({name}) AS BIGINT) AS {name}" for name in SUM_NAMES)
        with duckdb.connect(config={"memory_limit": MERGE_MEMORY, "threads": 2}) as db:
            db.execute("SET temp_directory = ?", [str(self.folder / "merge")])
            parts = str(self.folder / "*.parquet")
            query = f"SELECT creator_id, {totals} FROM read_parquet(?) GROUP BY 1 ORDER BY 1"
            batches = db.sql(query, params=[parts]).to_arrow_reader(CHUNK)
            yield from without_nulls(batch.cast(self.schema) for batch in batches)
