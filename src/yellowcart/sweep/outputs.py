"""The Parquet files of a sweep, written as its batches come."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from yellowcart.sweep.creators import creator_schema
from yellowcart.sweep.reading.rejected import REJECTED
from yellowcart.sweep.withdrawals import withdrawal_schema

FILES = (
    "withdrawals.parquet",
    "creators.parquet",
    "rejected.parquet",
    "summary.json",
    "report.html",
)
ROW_GROUP = 1 << 20
TOP_CREATORS = 20
HARDEST_HIT = ("gmv_30d_fen_withdrawn", "withdrawn", "entries")


class GroupedWriter:
    """Gathers batches into row groups worth scanning."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        named = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        whole = [field.name for field in schema if pa.types.is_integer(field.type)]
        self.schema = schema
        # Ids are packed as differences, in half the time and less room than compressed. Item ids
        # are nearly random: compressing them would take most of the time of all writing.
        plain = {"item_id", *whole}
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression={n: "none" if n in plain else "snappy" for n in schema.names},
            use_dictionary=named,
            column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED"),
            write_statistics=whole,
        )
        self._held: list[pa.RecordBatch] = []
        self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        if not batch.num_rows:
            return
        self._held.append(batch)
        self._rows += batch.num_rows
        if self._rows >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._held, schema=self.schema)
        self._writer.write_table(table, row_group_size=max(1, self._rows))
        self._held, self._rows = [], 0

    def __enter__(self) -> GroupedWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if kind is None and self._rows:
            self._flush()
        self._writer.close()


class Outputs:
    """Writers of withdrawals and rejected rows, open while a sweep runs."""

    def __init__(self, folder: Path, entry_id: pa.DataType, creator_id: pa.DataType) -> None:
        self._open = ExitStack()
        schema = withdrawal_schema(entry_id, creator_id)
        self.withdrawals = self._writer(folder / "withdrawals.parquet", schema)
        self.rejected = self._writer(folder / "rejected.parquet", REJECTED)

    def _writer(self, path: Path, schema: pa.Schema) -> GroupedWriter:
        return self._open.enter_context(GroupedWriter(path, schema))

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, *failure: Any) -> None:
        self._open.__exit__(*failure)


def write_creators(
    path: Path, batches: Iterable[pa.RecordBatch], creator_id: pa.DataType
) -> tuple[int, int, list[dict[str, Any]]]:
    """Writes the sums; answers how many creators there are, how many lose an entry, and those
    hit hardest, by GMV and then by entries withdrawn."""
    creators = touched = 0
    top: list[dict[str, Any]] = []
    with GroupedWriter(path, creator_schema(creator_id)) as writer:
        for batch in batches:
            writer.write(batch)
            creators += batch.num_rows
            touched += int(np.count_nonzero(batch.column("withdrawn").to_numpy()))
            top = sorted([*top, *_hardest_hit(batch)], key=_by_harm)[:TOP_CREATORS]
    return creators, touched, top


def _hardest_hit(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    harm = [batch.column(name).to_numpy() for name in HARDEST_HIT]
    order = np.lexsort([-column for column in reversed(harm)])[:TOP_CREATORS]
    hit = order[batch.column("withdrawn").to_numpy()[order] > 0]
    rows: list[dict[str, Any]] = batch.take(pa.array(hit)).to_pylist()
    return rows


def _by_harm(creator: dict[str, Any]) -> tuple[Any, ...]:
    return (*(-creator[name] for name in HARDEST_HIT), creator["creator_id"])
