"""What an inventory knows about an entry besides its text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yellowcart.sweep.generate import mix
from yellowcart.sweep.generate.kernels import write_facts
from yellowcart.sweep.generate.program import tickets_of
from yellowcart.sweep.generate.texts import items_of

Weights = Mapping[str, int] | Mapping[str | None, int]
NAMES = pa.dictionary(pa.int8(), pa.string())
FIRST_ENTRY = 1
LAST_LISTED_MS = 1_646_062_200_000
"""Half an hour before the cut-over of 1 March 2022; the earliest entry hangs 400 days before."""

FACTS = pa.schema(
    [
        ("entry_id", pa.int64()),
        ("creator_id", pa.int64()),
        ("surface", NAMES),
        ("kind", NAMES),
        ("category", NAMES),
        ("creator_group", NAMES),
        ("gmv_30d_fen", pa.int64()),
        ("listed_at", pa.timestamp("ms", "UTC")),
    ]
)


def creators_of(entries: int) -> int:
    """How many creators there are: one for twenty entries."""
    return max(1, entries // 20)


def facts_batch(seed: int, first: int, rows: int, entries: int) -> pa.RecordBatch:
    surface, kind, category, group = (np.empty(rows, dtype=np.int8) for _ in range(4))
    creator, gmv, hours = (np.empty(rows, dtype=np.int64) for _ in range(3))
    write_facts(
        np.uint64(seed % 2**64), first, rows, items_of(entries), creators_of(entries),
        _tickets(mix.SURFACES), _tickets(mix.KINDS), _tickets(mix.CATEGORIES),
        _tickets(mix.CREATOR_GROUPS), surface, kind, category, group, creator, gmv, hours,
    )  # fmt: skip
    entry = np.arange(first + FIRST_ENTRY, first + FIRST_ENTRY + rows, dtype=np.int64)
    listed = pa.array(LAST_LISTED_MS - hours * 3_600_000, pa.timestamp("ms", "UTC"))
    columns = [
        pa.array(entry),
        pa.array(creator),
        _named(surface, mix.SURFACES),
        _named(kind, mix.KINDS),
        _named(category, mix.CATEGORIES),
        _named(group, mix.CREATOR_GROUPS),
        pa.array(gmv),
        listed,
    ]
    return pa.record_batch(columns, schema=FACTS)


def _tickets(weights: Weights) -> npt.NDArray[np.uint16]:
    return tickets_of(list(weights.values()))


def _named(codes: npt.NDArray[np.int8], names: Weights) -> pa.Array:
    absent = [name is None for name in names]
    mask = np.array(absent)[codes] if any(absent) else None
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, mask=mask), pa.array([name or "" for name in names], pa.string())
    )
