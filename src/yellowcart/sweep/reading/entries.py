"""What a reader hands on: a batch of entries of one layout, and the rows it had to reject."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

BATCH_ROWS = 1 << 17
BATCH_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Entries:
    """`batch` has the columns of its layout; rows that could not be read are in `rejected`."""

    batch: pa.RecordBatch
    rejected: pa.RecordBatch


Reading = Callable[[], list[Entries]]
"""A piece of an inventory still to be read, on whatever thread calls it."""
