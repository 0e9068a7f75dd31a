"""Texts as people publish them, with the right answer beside each."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.generate.kernels import write_texts
from yellowcart.sweep.generate.program import Program, program

BATCH = 1 << 17
USUAL_BYTES = 160


def generate_texts(n: int, seed: int) -> pa.ChunkedArray:
    """`n` texts of the mix, as strings; the same for the same seed, on every machine."""
    return pa.chunked_array(
        [batch.column("text") for batch in labelled_batches(n, seed)], type=pa.string()
    )


def generate_labelled(n: int, seed: int) -> pa.Table:
    """The texts of `generate_texts` with what each points to.

    Columns: text; marketplace and form (dictionaries, null where the text is no shop link or
    a token of no marketplace); item_id (null where the text does not show one).
    """
    return pa.Table.from_batches(labelled_batches(n, seed), schema=LABELLED)


CODES = pa.dictionary(pa.int16(), pa.string())
LABELLED = pa.schema(
    [("text", pa.string()), ("marketplace", CODES), ("form", CODES), ("item_id", pa.string())]
)


def labelled_batches(n: int, seed: int) -> Iterator[pa.RecordBatch]:
    if n < 0:
        raise BadInput("cannot generate", field="entries", value=n, expected="0 or more")
    items = items_of(n)
    for first in range(0, n, BATCH):
        yield labelled_batch(seed, first, min(BATCH, n - first), items)


def items_of(entries: int) -> int:
    """How many different items hang: one for four entries, and the Zipf head far more often."""
    return max(1, entries // 4)


def labelled_batch(seed: int, first: int, rows: int, items: int) -> pa.RecordBatch:
    made = program()
    shape_of = np.empty(rows, dtype=np.uint16)
    text_at, item_at = (np.empty(rows + 1, dtype=np.int32) for _ in range(2))
    item = np.empty(rows * 64, dtype=np.uint8)
    size = rows * USUAL_BYTES + made.longest
    while True:
        text = np.empty(size, dtype=np.uint8)
        done = write_texts(
            np.uint64(seed % 2**64), first, rows, items, made.tickets, made.first_op, made.ops,
            made.literals, made.phrase_at, made.alphabets, made.longest,
            text, text_at, item, item_at, shape_of,
        )  # fmt: skip
        if done == rows:
            break
        size *= 2
    return pa.record_batch(
        [
            strings(text, text_at),
            _dictionary(made, shape_of, "marketplace"),
            _dictionary(made, shape_of, "form"),
            _null_where_empty(item, item_at),
        ],
        schema=LABELLED,
    )


def strings(data: np.ndarray, at: np.ndarray, mask: pa.Buffer | None = None) -> pa.Array:
    used = data[: at[-1]]
    buffers = [mask, pa.py_buffer(at), pa.py_buffer(used)]
    return pa.Array.from_buffers(pa.string(), len(at) - 1, buffers)


def _null_where_empty(data: np.ndarray, at: np.ndarray) -> pa.Array:
    shown = np.packbits(at[1:] > at[:-1], bitorder="little")
    return strings(data, at, pa.py_buffer(shown))


def _dictionary(made: Program, shape_of: np.ndarray, field: str) -> pa.Array:
    values = [getattr(shape, field) for shape in made.shapes]
    names = sorted({value for value in values if value is not None})
    code = np.array([-1 if value is None else names.index(value) for value in values], np.int16)
    codes = code[shape_of]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(names))
