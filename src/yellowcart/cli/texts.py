"""The texts of a file: plain lines, or one column of CSV, JSONL or Parquet."""

import csv
from collections.abc import Iterator
from pathlib import Path

from yellowcart.cli.lines import lines_of, objects_of, shown_name
from yellowcart.kit.errors import BadInput

LONGEST_FIELD = 16 << 20


def texts_of(file: str, column: str) -> Iterator[str | None]:
    """The texts in order, as they are read; None where a row has none.

    The name's ending tells the form: .csv, .jsonl (.ndjson), .parquet (.pq); the lines of any
    other file, and of standard input (`-`), are the texts. Raises BadInput at the first row
    that cannot be read.
    """
    ending = Path(file.removesuffix(".gz")).suffix.lower()
    if ending == ".csv":
        return _of_csv(file, column)
    if ending in (".jsonl", ".ndjson"):
        return _of_jsonl(file, column)
    if ending in (".parquet", ".pq"):
        return _of_parquet(file, column)
    return (line.rstrip("\r\n") for _, line in lines_of(file))


def _of_jsonl(file: str, column: str) -> Iterator[str | None]:
    for number, row in objects_of(file):
        if column not in row:
            raise _missing(file, column, list(row), number)
        text = row[column]
        if text is not None and not isinstance(text, str):
            raise BadInput(
                "not a text",
                source=shown_name(file),
                line=number,
                field=column,
                value=text,
                expected="a string or null",
            )
        yield text


def _of_csv(file: str, column: str) -> Iterator[str | None]:
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader((line for _, line in lines_of(file)), strict=True)
    try:
        header = next(rows, [])
        if column not in header:
            raise _missing(file, column, header, 1)
        wanted = header.index(column)
        line = rows.line_num + 1
        for row in rows:
            if row and len(row) != len(header):
                raise BadInput(
                    f"{len(row)} columns",
                    source=shown_name(file),
                    line=line,
                    expected=f"{len(header)}, as the header has",
                )
            if row:
                yield row[wanted]
            line = rows.line_num + 1
    except csv.Error as error:
        raise BadInput(f"not CSV ({error})", source=file, line=rows.line_num) from None


def _of_parquet(file: str, column: str) -> Iterator[str | None]:
    # Only who reads Parquet waits for Arrow to load.
    import pyarrow as pa

    from yellowcart.sweep.reading.parquet import open_parquet

    with open_parquet(Path(file)) as opened:
        schema = opened.schema_arrow
        if column not in schema.names:
            raise _missing(file, column, schema.names)
        kind = schema.field(column).type
        value = kind.value_type if pa.types.is_dictionary(kind) else kind
        if not (pa.types.is_string(value) or pa.types.is_large_string(value)):
            raise BadInput(
                f"the column holds {kind}", source=file, field=column, expected="strings"
            )
        for batch in opened.iter_batches(columns=[column]):
            yield from batch.column(0).to_pylist()


def _missing(file: str, column: str, there: list[str], line: int | None = None) -> BadInput:
    return BadInput(
        "the column is missing",
        source=shown_name(file),
        line=line,
        field=column,
        expected=f"one of {', '.join(there)}" if there else "a header line with column names",
    )
