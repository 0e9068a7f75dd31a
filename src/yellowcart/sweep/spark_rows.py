"""One table for all that a Spark task answers, since a task has one output: `what` tells apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import pyarrow as pa

from yellowcart.sweep.creators import creator_schema
from yellowcart.sweep.judge import Judged, judge
from yellowcart.sweep.reading import Piece, read_piece
from yellowcart.sweep.reading.rejected import REJECTED
from yellowcart.sweep.rulings import Line, Outcome, Rulings
from yellowcart.sweep.tally import Tally
from yellowcart.sweep.withdrawals import withdrawal_schema
from yellowcart.terms import Terms

LINE = ("outcome", "partner", "surface", "reason", "agreement", "version", "clause", "hung")
COUNTS = [("entries", pa.int64()), ("gmv_30d_fen", pa.int64())]
SCHEMAS = {
    "line": pa.schema(
        [*((name, pa.int32() if name == "version" else pa.string()) for name in LINE), *COUNTS]
    ),
    "marketplace": pa.schema([("marketplace", pa.string()), *COUNTS[:1]]),
    "unrecognised": pa.schema([("value", pa.string()), *COUNTS[:1]]),
}


def all_columns(entry_id: pa.DataType, creator_id: pa.DataType) -> pa.Schema:
    """Every column of every kind of row, each name once; a name has one type in all of them."""
    schemas = (
        withdrawal_schema(entry_id, creator_id),
        creator_schema(creator_id),
        REJECTED,
        *SCHEMAS.values(),
    )
    fields = {field.name: _plain(field.type) for schema in schemas for field in schema}
    return pa.schema([("what", pa.string()), *fields.items()])


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def widened(what: str, batch: pa.RecordBatch, columns: pa.Schema) -> pa.RecordBatch:
    named = {name: batch.column(name) for name in batch.schema.names}
    named["what"] = pa.repeat(pa.scalar(what), batch.num_rows)
    arrays = [
        named[field.name].cast(field.type)
        if field.name in named
        else pa.nulls(batch.num_rows, field.type)
        for field in columns
    ]
    return pa.record_batch(arrays, schema=columns)


def judged_rows(
    work: Sequence[Piece],
    question: tuple[Terms, datetime, datetime | None],
    columns: pa.Schema,
    numbers: Iterable[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """What a task does: reads and judges the pieces of `work` whose numbers it is given."""
    rulings = Rulings(*question)
    for batch in numbers:
        for number in batch.column(0).to_pylist():
            for entries in read_piece(work[number]):
                judged = judge(entries.batch, rulings)
                yield widened("withdrawal", judged.withdrawals, columns)
                yield widened("creator", judged.creators.batch(), columns)
                yield widened("rejected", entries.rejected, columns)
                for what, counts in count_batches(judged):
                    yield widened(what, counts, columns)


def count_batches(judged: Judged) -> Iterator[tuple[str, pa.RecordBatch]]:
    lines = [
        {name: getattr(line, name) for name in LINE} | {"entries": entries, "gmv_30d_fen": fen}
        for line, (entries, fen) in judged.lines.items()
    ]
    markets = [{"marketplace": k, "entries": n} for k, n in judged.marketplaces.items()]
    kinds = [{"value": k, "entries": n} for k, n in judged.unrecognised.items()]
    for what, rows in (("line", lines), ("marketplace", markets), ("unrecognised", kinds)):
        yield what, pa.RecordBatch.from_pylist(rows, schema=SCHEMAS[what])


def add_counts(tally: Tally, what: str, batch: pa.RecordBatch) -> None:
    for row in batch.to_pylist():
        entries = row["entries"]
        if what == "line":
            row["outcome"] = Outcome(row["outcome"])
            line = Line(**{name: row[name] for name in LINE})
            tally.add({line: (entries, row["gmv_30d_fen"])}, {}, {}, 0)
        elif what == "marketplace":
            tally.add({}, {row["marketplace"]: entries}, {}, 0)
        else:
            tally.add({}, {}, {row["value"]: entries}, 0)
