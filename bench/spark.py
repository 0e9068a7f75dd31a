"""The same sweep inside Apache Spark, `local[2]`: its start, and its rows a second without it."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree, which
from statistics import median
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

from bench.decide import AnswersDiffer
from bench.figure import Figure
from bench.sweep import SEED
from bench.sweeping import AGREEMENTS, CUT_OVER, swept
from yellowcart.sweep import sweep
from yellowcart.sweep.generate import generate_inventory
from yellowcart.terms import read_terms

ENTRIES, ROUNDS = 2_000_000, 5
OUTPUTS = ("withdrawals.parquet", "creators.parquet", "rejected.parquet")


def missing() -> str | None:
    """What is not there of what Spark needs."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return None if which("java") else "there is no Java"


def measure(scratch: Path) -> Iterator[Figure]:
    inventory = scratch / "inventory-spark"
    generate_inventory(ENTRIES, SEED, inventory)
    here, there = scratch / "swept-here", scratch / "swept-in-spark"
    local, starts, rest = [], [], []
    for number in range(ROUNDS + 1):
        started = perf_counter()
        swept(inventory, here)
        locally = perf_counter() - started
        started = perf_counter()
        summary = sweep([inventory], read_terms(AGREEMENTS), CUT_OVER, there, engine="spark")
        in_spark = perf_counter() - started
        if number:
            local.append(locally)
            starts.append(summary.seconds["start"])
            rest.append(in_spark - summary.seconds["start"])
        else:
            compare(here, there)
    for folder in (inventory, here, there):
        rmtree(folder)
    yield Figure("spark/rows", ENTRIES / median(rest), ENTRIES / median(local), "rows/s")
    yield Figure("spark/start", median(starts), median(local), "s")


def compare(here: Path, there: Path) -> None:
    """Raises AnswersDiffer unless both wrote the same rows, whatever their order."""
    for name in OUTPUTS:
        if rows_of(here / name) != rows_of(there / name):
            raise AnswersDiffer(f"{name}: local and Spark")


def rows_of(path: Path) -> pa.Table:
    table = pq.read_table(path)
    plain = pa.table(
        {
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )
    return plain.sort_by([(name, "ascending") for name in plain.column_names[:2]])
