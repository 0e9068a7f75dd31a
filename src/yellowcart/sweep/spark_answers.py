"""What the tasks of a Spark job wrote, a folder for each kind of row, read back on this side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from yellowcart.sweep.outputs import Outputs
from yellowcart.sweep.reading.parquet import open_parquet
from yellowcart.sweep.spark_rows import SCHEMAS, add_counts
from yellowcart.sweep.tally import Tally


def gathered(judged: Path, outputs: Outputs) -> Tally:
    """Writes what falls and what cannot be read, and answers what was counted."""
    for batch in rows_written(judged / "what=withdrawal", outputs.withdrawals.schema):
        outputs.withdrawals.write(batch)
    tally = Tally()
    for batch in rows_written(judged / "what=rejected", outputs.rejected.schema):
        outputs.rejected.write(batch)
        tally.rejected += batch.num_rows
    for what, schema in SCHEMAS.items():
        for batch in rows_written(judged / f"what={what}", schema):
            add_counts(tally, what, batch)
    return tally


def rows_written(folder: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows in that folder, part by part in their order; none where Spark wrote none."""
    for path in sorted(folder.glob("*.parquet")):
        for batch in open_parquet(path).iter_batches(columns=schema.names):
            columns = [_as(batch.column(field.name), field.type) for field in schema]
            yield pa.record_batch(columns, schema=schema)


def _as(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(wanted):
        return pc.dictionary_encode(column).cast(wanted)
    return column.cast(wanted)
