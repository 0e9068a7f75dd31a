"""The same sweep inside Apache Spark, `local[2]`: its start, and its rows a second without it."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree, which
from statistics import median
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

from bench import process
from bench.decide import AnswersDiffer
from bench.figure import Figure
from bench.inventories import SMALL, inventory
from bench.sweeping import AGREEMENTS, CUT_OVER
from yellowcart.sweep import sweep
from yellowcart.terms import read_terms

ENTRIES, ROUNDS = 2_000_000, 5
OUTPUTS = ("withdrawals.parquet", "creators.parquet", "rejected.parquet")


def missing() -> str | None:
    """What is not there of what Spark needs."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return None if which("java") else "there is no Java"


def measure(scratch: Path) -> Iterator[Figure]:
    """Each run is a process of its own, since a session starts fast where another has been."""
    large, small = inventory(scratch, ENTRIES), inventory(scratch, SMALL)
    here, there = scratch / "swept-here", scratch / "swept-in-spark"
    local, starts, rest = [], [], []
    for _ in range(ROUNDS):
        local.append(process.run("bench.sweeping", large, small, here).seconds[0])
        start, seconds = process.run("bench.spark", large, there).seconds
        starts.append(start)
        rest.append(seconds)
    compare(here, there)
    for folder in (here, there):
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


def main(large: str, output: str) -> None:
    """One sweep inside Spark: its start, and the rest of it."""
    terms = read_terms(AGREEMENTS)
    started = perf_counter()
    summary = sweep([large], terms, CUT_OVER, Path(output), engine="spark")
    start = summary.seconds["start"]
    process.tell([start, perf_counter() - started - start])


if __name__ == "__main__":
    main(*sys.argv[1:])
