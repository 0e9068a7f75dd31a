"""The same sweep inside Apache Spark: each task reads some pieces and judges them in Arrow."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.creators import SUM_NAMES, creator_schema
from yellowcart.sweep.judge import judge
from yellowcart.sweep.outputs import Outputs
from yellowcart.sweep.reading import Layout, Piece, id_types, pieces, read_piece
from yellowcart.sweep.reading.parquet import open_parquet
from yellowcart.sweep.rulings import Rulings
from yellowcart.sweep.spark_rows import (
    SCHEMAS,
    add_counts,
    all_columns,
    count_batches,
    widened,
)
from yellowcart.sweep.tally import Swept, Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DEFAULT_MASTER = "local[2]"
PIECES_A_TASK = 8
ROW_GROUP_BYTES = 16 << 20
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A file for each kind of row at once; Spark would sort all rows by kind first.
    "spark.sql.maxConcurrentOutputFileWriters": "8",
}


def sweep_in_spark(
    layouts: Sequence[Layout],
    rulings: Rulings,
    outputs: Outputs,
    scratch: Path,
    on_rows: Callable[[int], None],
    master: str | None = None,
) -> Swept:
    """As `sweep_locally`. The executors must see the inventory and `scratch` under these paths."""
    work = [piece for layout in layouts for piece in pieces(layout)]
    entry_id, creator_id = id_types(layouts)
    started = perf_counter()
    spark = _session(master or DEFAULT_MASTER)
    started_in = perf_counter() - started
    try:
        judged = scratch / "judged"
        columns = all_columns(entry_id, creator_id)
        frame = _judged(spark, work, rulings, columns)
        write = frame.write.partitionBy("what").option("parquet.block.size", ROW_GROUP_BYTES)
        write.parquet(str(judged))
        sums = scratch / "sums"
        _sum_creators(spark, judged / "what=creator", sums)
    finally:
        spark.stop()
    for batch in _rows(judged / "what=withdrawal", outputs.withdrawals.schema):
        outputs.withdrawals.write(batch)
    rejected = 0
    for batch in _rows(judged / "what=rejected", outputs.rejected.schema):
        outputs.rejected.write(batch)
        rejected += batch.num_rows
    tally = Tally(rejected=rejected)
    for what in ("line", "marketplace", "unrecognised"):
        for batch in _rows(judged / f"what={what}", SCHEMAS[what]):
            add_counts(tally, what, batch)
    on_rows(tally.entries + tally.rejected)
    return Swept(tally, _rows(sums, creator_schema(creator_id)), started_in)


def _session(master: str) -> SparkSession:
    try:
        import pandas  # noqa: F401 - mapInArrow asks for it
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise BadInput(
            "Spark is not installed", field="engine", expected="pip install 'yellowcart[spark]'"
        ) from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("yellowcart sweep")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1")
    try:
        spark = builder.getOrCreate()
    except (PySparkException, OSError) as error:
        first = str(error).splitlines()[0]
        raise BadInput(
            f"Spark did not start ({first})", field="master", value=master, expected="Java 17"
        ) from None
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def _judged(
    spark: SparkSession, work: Sequence[Piece], rulings: Rulings, columns: pa.Schema
) -> DataFrame:
    from pyspark.sql.pandas.types import from_arrow_schema

    question = (rulings.terms, rulings.at, rulings.known_at)

    def judged(numbers: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rulings_here = Rulings(*question)
        for batch in numbers:
            for number in batch.column(0).to_pylist():
                for entries in read_piece(work[number]):
                    found = judge(entries.batch, rulings_here)
                    yield widened("withdrawal", found.withdrawals, columns)
                    yield widened("creator", found.creators.batch(), columns)
                    yield widened("rejected", entries.rejected, columns)
                    for what, counts in count_batches(found):
                        yield widened(what, counts, columns)

    tasks = max(
        1, len(work) // PIECES_A_TASK, min(len(work), spark.sparkContext.defaultParallelism)
    )
    numbers = spark.range(len(work), numPartitions=tasks)
    return numbers.mapInArrow(judged, from_arrow_schema(columns))


def _sum_creators(spark: SparkSession, parts: Path, sums: Path) -> None:
    from pyspark.sql import functions

    if not parts.exists():
        return
    totals = [functions.sum(name).alias(name) for name in SUM_NAMES]
    frame = spark.read.parquet(str(parts)).groupBy("creator_id").agg(*totals)
    frame.orderBy("creator_id").write.parquet(str(sums))


def _rows(folder: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """What Spark wrote there, part by part in their order; nothing where it wrote nothing."""
    for path in sorted(folder.glob("*.parquet")):
        for batch in open_parquet(path).iter_batches(columns=schema.names):
            columns = [_as(batch.column(field.name), field) for field in schema]
            yield pa.record_batch(columns, schema=schema)


def _as(column: pa.Array, field: Any) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return pc.dictionary_encode(column).cast(field.type)
    return column.cast(field.type)
