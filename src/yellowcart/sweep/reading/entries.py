"""What a reader hands on: a batch of entries of one layout, and the rows it had to reject."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from yellowcart.sweep.reading.layout import Layout

BATCH_ROWS = 1 << 17
BATCH_BYTES = 64 << 20
MOST_FEN = (1 << 46) - 1
"""703,687,441,776.63 yuan: so that the GMV of a whole batch still sums exactly in 64 bits."""


@dataclass(frozen=True, slots=True)
class Entries:
    """`batch` has the columns of its layout; rows that could not be read are in `rejected`."""

    batch: pa.RecordBatch
    rejected: pa.RecordBatch


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one file that can be read on its own: a row group, or a whole text file.

    `row` is the number of its first row, `batch_rows` how many rows are read at once. One that
    `fits` is small enough to be held in memory whole.
    """

    layout: Layout
    group: int | None = None
    row: int = 1
    batch_rows: int = BATCH_ROWS
    fits: bool = False
