"""The same sweep inside Apache Spark: each task reads some pieces and judges them in Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyarrow as pa

from yellowcart.sweep.creators import SUM_NAMES, creator_schema, without_nulls
from yellowcart.sweep.outputs import Outputs
from yellowcart.sweep.reading import Layout, Piece, id_types, pieces
from yellowcart.sweep.rulings import Rulings
from yellowcart.sweep.spark_answers import gathered, rows_written
from yellowcart.sweep.spark_rows import all_columns, judged_rows
from yellowcart.sweep.spark_session import session
from yellowcart.sweep.tally import Swept

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DEFAULT_MASTER = "local[2]"
PIECES_A_TASK = 8
ROW_GROUP_BYTES = 16 << 20


def sweep_in_spark(
    layouts: Sequence[Layout],
    rulings: Rulings,
    outputs: Outputs,
    scratch: Path,
    on_rows: Callable[[int], None],
    master: str | None = None,
) -> Swept:
    """As `sweep_locally`. The executors must see the inventory and `scratch` under these paths."""
    started = perf_counter()
    work = [piece for layout in layouts for piece in pieces(layout)]
    entry_id, creator_id = id_types(layouts)
    judged, sums = scratch / "judged", scratch / "sums"
    columns = all_columns(entry_id, creator_id)
    with session(master or DEFAULT_MASTER) as spark:
        start_seconds = perf_counter() - started
        write = _judged(spark, work, rulings, columns).write.partitionBy("what")
        write.option("parquet.block.size", ROW_GROUP_BYTES).parquet(str(judged))
        _sum_creators(spark, judged / "what=creator", sums)
    tally = gathered(judged, outputs)
    on_rows(tally.entries + tally.rejected)
    creators = without_nulls(rows_written(sums, creator_schema(creator_id)))
    return Swept(tally, creators, start_seconds)


def _judged(
    spark: SparkSession, work: Sequence[Piece], rulings: Rulings, columns: pa.Schema
) -> DataFrame:
    from pyspark.sql.pandas.types import from_arrow_schema

    question = (rulings.terms, rulings.at, rulings.known_at)
    least = min(len(work), spark.sparkContext.defaultParallelism)
    numbers = spark.range(len(work), numPartitions=max(1, least, len(work) // PIECES_A_TASK))

    def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return judged_rows(work, question, columns, batches)

    return numbers.mapInArrow(task, from_arrow_schema(columns))


def _sum_creators(spark: SparkSession, parts: Path, sums: Path) -> None:
    from pyspark.sql import functions

    if not parts.exists():
        return
    # A sum that 64 bits do not hold becomes null, whatever the cluster's ANSI setting.
    totals = [functions.try_sum(name).alias(name) for name in SUM_NAMES]
    frame = spark.read.parquet(str(parts)).groupBy("creator_id").agg(*totals)
    frame.orderBy("creator_id").write.parquet(str(sums))
