"""A column of texts from Parquet to its answer, on two cores."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.figure import Figure
from bench.interleave import medians
from bench.plain_shapes import in_duckdb, in_polars
from yellowcart.links.column import recognise_column
from yellowcart.sweep.generate import generate_inventory, generate_labelled

ROWS, SEED = 4_000_000, 12
COMPARED = 200_000
ROUNDS = 15
CORES = 2


def measure(scratch: Path) -> Iterator[Figure]:
    path = scratch / f"texts-{ROWS}.parquet"
    generate_inventory(ROWS, SEED, path)
    db = duckdb.connect(config={"threads": CORES})
    seconds = medians(
        {
            "ours": lambda: recognised(path),
            "duckdb": lambda: in_duckdb(db, path),
            "polars": lambda: in_polars(path),
            "pyarrow lengths": lambda: lengths(path),
            "duckdb lengths": lambda: lengths_in_duckdb(db, path),
        },
        ROUNDS,
    )
    ours = seconds["ours"]
    for peer in ("duckdb", "polars"):
        yield Figure(f"recognise_column/{peer}", ROWS / ours, ROWS / seconds[peer], "rows/s")
    for reader in ("pyarrow", "duckdb"):
        yield Figure(f"recognise_column/lengths-{reader}", ours, seconds[f"{reader} lengths"], "s")
    yield right_answers(scratch)


def recognised(path: Path) -> pa.Table:
    return pa.concat_tables(by_row_group(path, recognise_column))


def lengths(path: Path) -> int:
    return sum(by_row_group(path, lambda texts: pc.sum(pc.binary_length(texts)).as_py()))


def lengths_in_duckdb(db: duckdb.DuckDBPyConnection, path: Path) -> Any:
    return db.sql(f"SELECT sum(strlen(text)) FROM '{path}'").fetchall()


def by_row_group(path: Path, do: Callable[[pa.ChunkedArray], Any]) -> list[Any]:
    """Row groups, each read and done by one of a thread a core."""
    groups = range(pq.read_metadata(path).num_row_groups)
    with ThreadPoolExecutor(CORES) as pool:
        return list(pool.map(partial(_of_group, path, do), groups))


def _of_group(path: Path, do: Callable[[pa.ChunkedArray], Any], group: int) -> Any:
    with pq.ParquetFile(path, memory_map=True, pre_buffer=False) as file:
        return do(file.read_row_group(group, columns=["text"], use_threads=False).column(0))


def right_answers(scratch: Path) -> Figure:
    """How many marketplaces, forms and ids are right, of generated texts whose answer is known.

    Both are held against the generator's labels: the compiled reader and the plain shapes in SQL.
    """
    labelled = generate_labelled(COMPARED, SEED)
    path = scratch / "labelled.parquet"
    pq.write_table(labelled.select(["text"]), path, use_dictionary=False)
    in_order = duckdb.connect(config={"threads": 1})  # with more, a join mixes the rows up
    ours, sql = recognised(path), in_duckdb(in_order, path)
    return Figure("recognise_column/right", right(ours, labelled), right(sql, labelled), "%")


def right(answers: pa.Table, labelled: pa.Table) -> float:
    equal = sum(map(tuple.__eq__, _rows(answers), _rows(labelled)))
    return 100 * equal / int(labelled.num_rows)


def _rows(table: pa.Table) -> list[tuple[str | None, ...]]:
    columns = (table.column(name).cast(pa.string()) for name in ("marketplace", "form", "item_id"))
    return list(zip(*(column.to_pylist() for column in columns), strict=True))
