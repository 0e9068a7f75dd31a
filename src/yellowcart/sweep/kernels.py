"""Exact sums of whole numbers over coded rows (numpy's weighted bincount sums in floats)."""

from __future__ import annotations

import numpy as np
from numba import njit

EMPTY = np.int64(0)
SCATTER = np.uint64(0x9E3779B97F4A7C15)
SUMS = 6


@njit(cache=True, nogil=True)
def sum_by_line(line, gmv, entries_of, gmv_of):  # type: ignore[no-untyped-def]
    for i in range(len(line)):
        entries_of[line[i]] += 1
        gmv_of[line[i]] += gmv[i]


@njit(cache=True, nogil=True)
def sum_by_creator(creator, standing, gmv, sums):  # type: ignore[no-untyped-def]
    """`standing` of a row: 1 withdrawn, 2 kept, 3 unrecognised, 0 none of these."""
    for i in range(len(creator)):
        one = sums[creator[i]]
        one[0] += 1
        one[standing[i]] += standing[i] != 0
        one[4] += gmv[i]
        one[5] += gmv[i] if standing[i] == 1 else 0


@njit(cache=True, nogil=True)
def add_to_slots(slots, used, creator_id, sums):  # type: ignore[no-untyped-def]
    """Adds sums to the open-addressed slots of their creators; answers how many slots are used.

    A slot is one cache line: the id, six sums (entries first, so 0 is an empty slot), one spare.
    """
    mask = np.uint64(len(slots) - 1)
    for i in range(len(creator_id)):
        key = creator_id[i]
        at = (np.uint64(key) * SCATTER >> np.uint64(20)) & mask
        while slots[at, 1] != EMPTY and slots[at, 0] != key:
            at = (at + np.uint64(1)) & mask
        used += slots[at, 1] == EMPTY
        slots[at, 0] = key
        for j in range(SUMS):
            slots[at, j + 1] += sums[i, j]
    return used
