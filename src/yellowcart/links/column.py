"""Columns of texts in, columns of links out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yellowcart.links.book import FORM_NAMES, book
from yellowcart.links.kernels.rows import read_rows
from yellowcart.links.recognise import Recogniser, recogniser

ROWS = 65_536
"""Rows read at a time: what a thread works on, and after which new hosts are learned."""

CODES = pa.dictionary(pa.int8(), pa.string())
LINKS = pa.schema([("marketplace", CODES), ("form", CODES), ("item_id", pa.string())])


def recognise_column(
    texts: pa.Array | pa.ChunkedArray, *, threads: int = 1, by: Recogniser | None = None
) -> pa.Table:
    """The first link of each text: row i answers text i.

    `texts` is a string or large_string column. The answer has the columns `marketplace` and
    `form` (dictionaries, null where there is no link, and marketplace null for a token of no
    marketplace) and `item_id` (string, null where the link gives none), as
    `recognise(text)[0]` has them. A null text has no link. Reads `threads` pieces at once;
    the compiled kernels let go of the interpreter. Raises TypeError for any other column.
    """
    exact = by or recogniser()
    exact.warm()
    pieces = list(_pieces(texts))
    if threads > 1 and len(pieces) > 1:
        with ThreadPoolExecutor(threads) as pool:
            batches = list(pool.map(lambda piece: _read(piece, exact), pieces))
    else:
        batches = [_read(piece, exact) for piece in pieces]
    return pa.Table.from_batches(batches, schema=LINKS)


def warm() -> None:
    """Loads both compiled entries, for a column and for one text, before anybody waits for them.

    Until it is done, the shared recogniser answers without them.
    """
    recognise_column(pa.array([""]), by=Recogniser(book()))
    recogniser().warm()


def _pieces(texts: pa.Array | pa.ChunkedArray) -> Iterator[pa.Array]:
    for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        if pa.types.is_dictionary(chunk.type):
            chunk = chunk.dictionary_decode()
        if not (pa.types.is_string(chunk.type) or pa.types.is_large_string(chunk.type)):
            raise TypeError(f"texts must be a column of strings, not {chunk.type}")
        for start in range(0, len(chunk), ROWS):
            yield chunk.slice(start, ROWS)


def _read(texts: pa.Array, exact: Recogniser) -> pa.RecordBatch:
    reader = exact.reader
    assert reader is not None
    tables = reader.tables
    rows = len(texts)
    letters, offsets = _letters(texts)
    marketplace, form = np.empty(rows, np.int8), np.empty(rows, np.int8)
    item_at, bits = np.empty(rows + 1, np.int32), np.zeros((3, (rows + 7) // 8), np.uint8)
    scratch = reader.scratch()
    items, slow = scratch.ids(int(offsets[-1] - offsets[0])), np.empty(rows, np.int64)
    slow_rows = read_rows(
        letters, offsets, tables.numbers, tables.letters, tables.code_points,
        scratch.letters, scratch.out, marketplace, form, items, item_at, bits, slow,
    )  # fmt: skip
    ids = _array(pa.string(), rows, bits[2], item_at, items[: item_at[-1]].copy())
    if slow_rows:
        ids = _read_slowly(texts, slow[:slow_rows], exact, marketplace, form, bits, ids)
        reader.learn()
    codes = [m.code for m in exact.book.marketplaces]
    return pa.record_batch(
        [_named(marketplace, bits[0], codes), _named(form, bits[1], FORM_NAMES), ids], schema=LINKS
    )


def _array(kind: pa.DataType, rows: int, *buffers: npt.NDArray[Any]) -> pa.Array:
    return pa.Array.from_buffers(kind, rows, list(map(pa.py_buffer, buffers)))


def _letters(texts: pa.Array) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """The bytes of a column and where each text starts, without a copy of the bytes."""
    if texts.null_count:
        texts = pc.fill_null(texts, "")
    _, offsets, letters = texts.buffers()
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    at_row = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1]
    if letters is None or letters.size == 0:
        return np.empty(1, np.uint8), at_row.astype(np.int64)
    # Numba types read-only and writable arrays apart; nothing writes to this one.
    pointer = ctypes.cast(letters.address, ctypes.POINTER(ctypes.c_uint8))
    return np.ctypeslib.as_array(pointer, (letters.size,)), at_row.astype(np.int64)


def _read_slowly(
    texts: pa.Array,
    slow: npt.NDArray[np.int64],
    exact: Recogniser,
    marketplace: npt.NDArray[np.int8],
    form: npt.NDArray[np.int8],
    bits: npt.NDArray[np.uint8],
    ids: pa.Array,
) -> pa.Array:
    codes = {m.code: i for i, m in enumerate(exact.book.marketplaces)}
    forms = {name: i for i, name in enumerate(FORM_NAMES)}
    found: list[str | None] = []
    for row, text in zip(slow.tolist(), texts.take(pa.array(slow)).to_pylist(), strict=True):
        links = exact.recognise_exactly(text or "")
        found.append(links[0].item_id if links else None)
        if links:
            byte, bit = row >> 3, 1 << (row & 7)
            if links[0].marketplace:
                marketplace[row] = codes[links[0].marketplace]
                bits[0, byte] |= bit
            form[row] = forms[links[0].form]
            bits[1, byte] |= bit
    mask = np.zeros(len(texts), bool)
    mask[slow] = True
    return pc.replace_with_mask(ids, pa.array(mask), pa.array(found, pa.string()))


def _named(
    codes: npt.NDArray[np.int8],
    bits: npt.NDArray[np.uint8],
    names: list[str] | tuple[str, ...],
) -> pa.Array:
    indices = _array(pa.int8(), len(codes), bits, codes)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()), safe=False)
