"""A generated inventory as Parquet: one file, or a folder of parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.generate.facts import FACTS, facts_batch
from yellowcart.sweep.generate.texts import BATCH, LABELLED, items_of, labelled_batch
from yellowcart.sweep.place import placed_file, placed_folder

PART_ENTRIES = 40 * BATCH
"""Five million and a quarter: about half a gigabyte."""

AHEAD = 2
"""Batches made while one is being written."""


def generate_inventory(
    entries: int,
    seed: int,
    output: Path,
    *,
    recognised: bool = False,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Writes an inventory of `entries` published links; answers how many bytes it takes.

    A name that ends in `.parquet` gets one file, any other name a folder of parts. `recognised`
    writes the right `marketplace` and `item_id` of each entry instead of its text. The same
    entries and seed give the same bytes. `progress` is called with the rows written since its
    last call. Raises BadInput for another suffix, and where `output` is something else already:
    a file is replaced only if it is Parquet with the columns of a generated inventory.
    """
    if entries < 0:
        raise BadInput("cannot generate", field="entries", value=entries, expected="0 or more")
    if output.suffix not in ("", ".parquet"):
        raise BadInput(
            "not the name of an inventory that can be made",
            field="output",
            value=str(output),
            expected="a name in .parquet for one file, or without a suffix for a folder of parts",
        )
    if output.suffix == ".parquet":
        _refuse_what_is_not_ours(output)
        with placed_file(output) as path:
            _write(path, seed, 0, entries, entries, recognised, progress)
        return output.stat().st_size
    with placed_folder(output, ["part-*.parquet"]) as folder:
        for number, first in enumerate(range(0, max(1, entries), PART_ENTRIES)):
            rows = min(PART_ENTRIES, entries - first)
            path = folder / f"part-{number:05}.parquet"
            _write(path, seed, first, rows, entries, recognised, progress)
    return sum(path.stat().st_size for path in output.iterdir())


def _refuse_what_is_not_ours(output: Path) -> None:
    if not output.is_file():
        return
    try:
        there = pq.read_schema(output).names
    except (pa.ArrowException, OSError):
        there = []
    if there not in [_schema(recognised).names for recognised in (False, True)]:
        raise BadInput(
            "a file is in the way that is no generated inventory",
            source=output,
            expected="a new name, or an earlier output",
        )


def _write(
    path: Path,
    seed: int,
    first: int,
    rows: int,
    entries: int,
    recognised: bool,
    progress: Callable[[int], None] | None,
) -> None:
    make = partial(_batch, seed, entries, recognised)
    schema = _schema(recognised)
    named = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    with pq.ParquetWriter(
        path, schema, compression="snappy", use_dictionary=named, write_statistics=["entry_id"]
    ) as writer:
        spans = [(at, min(BATCH, first + rows - at)) for at in range(first, first + rows, BATCH)]
        for batch in _made_ahead(make, spans):
            writer.write_batch(batch)
            if progress is not None:
                progress(batch.num_rows)


def _made_ahead(
    make: Callable[[int, int], pa.RecordBatch], spans: list[tuple[int, int]]
) -> Iterator[pa.RecordBatch]:
    with ThreadPoolExecutor(AHEAD) as pool:
        coming = [pool.submit(make, *span) for span in spans[:AHEAD]]
        for i in range(len(spans)):
            yield coming.pop(0).result()
            if i + AHEAD < len(spans):
                coming.append(pool.submit(make, *spans[i + AHEAD]))


def _batch(seed: int, entries: int, recognised: bool, first: int, rows: int) -> pa.RecordBatch:
    facts = facts_batch(seed, first, rows, entries)
    labelled = labelled_batch(seed, first, rows, items_of(entries))
    columns = dict(zip(FACTS.names, facts.columns, strict=True))
    columns |= dict(zip(LABELLED.names, labelled.columns, strict=True))
    schema = _schema(recognised)
    return pa.record_batch([columns[name] for name in schema.names], schema=schema)


def _schema(recognised: bool) -> pa.Schema:
    link = ["marketplace", "item_id"] if recognised else ["text"]
    head = [FACTS.field(name) for name in ("entry_id", "creator_id", "surface")]
    tail = [FACTS.field(name) for name in FACTS.names[3:]]
    return pa.schema([*head, *(LABELLED.field(name) for name in link), *tail])
