"""Inventories in Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.reading.entries import BATCH_BYTES, BATCH_ROWS, MOST_FEN, Entries, Piece
from yellowcart.sweep.reading.layout import IDS, NAME, NAMES, Layout, columns_read
from yellowcart.sweep.reading.rejected import (
    MISSING,
    NONE_REJECTED,
    NOT_FEN,
    as_json,
    rejected_batch,
    rejection,
)

EXPECTED_TYPE = {
    "entry_id": "whole numbers or strings",
    "creator_id": "whole numbers or strings",
    "gmv_30d_fen": "whole numbers of fen",
}


def open_parquet(path: Path, names: list[str] | None = None) -> pq.ParquetFile:
    """The file, with the columns of these names read as dictionaries."""
    try:
        there = path.stat()
        metadata = _metadata(path, there.st_size, there.st_mtime_ns)
        return pq.ParquetFile(
            path, metadata=metadata, memory_map=True, pre_buffer=False, read_dictionary=names
        )
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"not a Parquet file ({error})", source=path) from None


@lru_cache(maxsize=8)
def _metadata(path: Path, size: int, changed_ns: int) -> pq.FileMetaData:
    # A large file is opened once for each of its row groups; its footer is parsed once.
    return pq.read_metadata(path, memory_map=True)


def parquet_layout(path: Path, asked: frozenset[str]) -> Layout:
    schema = open_parquet(path).schema_arrow
    columns = columns_read(path, schema.names, asked)
    for name in columns:
        _refuse_type(path, name, schema.field(name).type)
    whole = frozenset(name for name in IDS if _is_whole(schema.field(name).type))
    return Layout(path, "parquet", columns, whole)


def _is_whole(kind: pa.DataType) -> bool:
    # Ids in the upper half of uint64 would not fit; they are kept as strings.
    return bool(pa.types.is_integer(kind) and not pa.types.is_uint64(kind))


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    is_string = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(check(kind) for check in is_string) or bool(pa.types.is_null(kind))


def _refuse_type(path: Path, name: str, kind: pa.DataType) -> None:
    whole = name in EXPECTED_TYPE and pa.types.is_integer(kind)
    if whole or (name != "gmv_30d_fen" and _is_text(kind)):
        return
    expected = EXPECTED_TYPE.get(name, "strings")
    raise BadInput(f"the column holds {kind}", source=path, field=name, expected=expected)


def parquet_rows(path: Path) -> int:
    return int(open_parquet(path).metadata.num_rows)


def parquet_pieces(layout: Layout) -> Iterator[Piece]:
    """A row group each."""
    metadata = open_parquet(layout.path).metadata
    row = 1
    for group in range(metadata.num_row_groups):
        about = metadata.row_group(group)
        rows, size = about.num_rows, about.total_byte_size
        yield Piece(
            layout,
            group,
            row,
            batch_rows=max(1, min(BATCH_ROWS, BATCH_BYTES * rows // max(1, size))),
            fits=rows <= 2 * BATCH_ROWS and size <= 2 * BATCH_BYTES,
        )
        row += rows


def parquet_entries(piece: Piece) -> Iterator[Entries]:
    layout, row = piece.layout, piece.row
    names = [name for name in layout.columns if name in NAMES]
    with open_parquet(layout.path, names) as file:
        batches = file.iter_batches(
            piece.batch_rows,
            row_groups=[piece.group],
            columns=list(layout.columns),
            use_threads=False,
        )
        while (batch := _next(batches, layout.path)) is not None:
            yield _entries(layout, batch, row)
            row += batch.num_rows


def _next(batches: Iterator[pa.RecordBatch], path: Path) -> pa.RecordBatch | None:
    try:
        return next(batches, None)
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"cannot be read ({error})", source=path) from None


def _entries(layout: Layout, batch: pa.RecordBatch, row: int) -> Entries:
    schema = layout.schema()
    good, rejected = _sift(layout, batch, row)
    columns = [_as(good.column(field.name), field.type) for field in schema]
    return Entries(pa.record_batch(columns, schema=schema), rejected)


def _as(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    if column.type == wanted:
        return column
    if wanted == NAME:
        return column.cast(pa.string()).dictionary_encode()
    return column.cast(wanted)


def _sift(layout: Layout, batch: pa.RecordBatch, row: int) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    wrong = {name: mask for name in layout.columns if (mask := _wrong(layout, batch, name))}
    if not wrong:
        return batch, NONE_REJECTED
    any_wrong = None
    for mask in wrong.values():
        any_wrong = mask if any_wrong is None else pc.or_(any_wrong, mask)
    bad = pc.indices_nonzero(any_wrong).to_pylist()
    rows = []
    for i in bad:
        field = next(name for name, mask in wrong.items() if mask[i].as_py())
        content = batch.slice(i, 1).to_pylist()[0]
        value = content[field]
        missing = value in (None, "")
        reason = MISSING if missing else NOT_FEN
        shown = None if missing else value
        rows.append(rejection(layout.path, row + i, field, shown, reason, as_json(content)))
    return batch.filter(pc.invert(any_wrong)), rejected_batch(rows)


def _wrong(layout: Layout, batch: pa.RecordBatch, name: str) -> pa.Array | None:
    """Which rows cannot be read for this column; None where all can, the usual case."""
    column = batch.column(name)
    if name == "gmv_30d_fen":
        return _no_fen(column)
    if name in IDS or name == "surface":
        missing = pc.is_null(column)
        if _has_empty(column):
            empty = pc.equal(column.cast(pa.string()), "")
            missing = pc.or_(missing, pc.fill_null(empty, False))
        return missing if pc.any(missing).as_py() else None
    if name == "text" and column.null_count:
        return pc.is_null(column)
    return None


def _no_fen(column: pa.Array) -> pa.Array | None:
    least, most = (bound.as_py() or 0 for bound in pc.min_max(column).values())
    if least >= 0 and most <= MOST_FEN:
        return None
    wrong = pc.less(column, pa.scalar(0, column.type))
    if most > MOST_FEN:
        wrong = pc.or_(wrong, pc.greater(column, pa.scalar(MOST_FEN, column.type)))
    return pc.fill_null(wrong, False)


def _has_empty(column: pa.Array) -> bool:
    values = column.dictionary if pa.types.is_dictionary(column.type) else column
    return _is_text(column.type) and bool(pc.any(pc.equal(values, "")).as_py())
