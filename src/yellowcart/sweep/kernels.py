"""Loops over coded rows: exact sums (numpy's weighted bincount sums in floats), and hashing."""

from __future__ import annotations

import numpy as np
from numba import njit

SCATTER = np.uint64(0x9E3779B97F4A7C15)
HIGH_BITS, ONE = np.uint64(20), np.uint64(1)
SUMS = 6
BLOCK = 128


@njit(cache=True, nogil=True)
def append_digit(numbers, code, digit_of_code, base):  # type: ignore[no-untyped-def]
    """numbers = numbers * base + digit, where code -1 takes the last digit there is."""
    for i in range(len(numbers)):
        numbers[i] = numbers[i] * base + digit_of_code[code[i]]


@njit(cache=True, nogil=True)
def sum_by_line(line, gmv, entries_of, gmv_of):  # type: ignore[no-untyped-def]
    for i in range(len(line)):
        entries_of[line[i]] += 1
        gmv_of[line[i]] += gmv[i]


@njit(cache=True, nogil=True)
def sum_by_creator(creator, standing, gmv, sums):  # type: ignore[no-untyped-def]
    """Adds rows to their creators' sums, in the order of `SUM_NAMES`."""
    for i in range(len(creator)):
        one = sums[creator[i]]
        one[0] += 1
        one[standing[i]] += standing[i] != 0
        one[4] += gmv[i]
        one[5] += gmv[i] if standing[i] == 1 else 0


@njit(cache=True, nogil=True)
def number_ids(ids, places, distinct, number):  # type: ignore[no-untyped-def]
    """Numbers each different id in the order of their first rows; answers how many there are.

    `places` is an open-addressed table, all -1, with room for twice the ids.
    """
    mask = np.uint64(len(places) - 1)
    count = 0
    for i in range(len(ids)):
        at = (np.uint64(ids[i]) * SCATTER >> HIGH_BITS) & mask
        while places[at] >= 0 and distinct[places[at]] != ids[i]:
            at = (at + ONE) & mask
        if places[at] < 0:
            places[at] = count
            distinct[count] = ids[i]
            count += 1
        number[i] = places[at]
    return count


@njit(cache=True, nogil=True)
def add_to_slots(slots, used, creator_id, sums, warmed):  # type: ignore[no-untyped-def]
    """Adds sums to the open-addressed slots of their creators; answers how many slots are used.

    Negative: minus one, less the number of a slot whose GMV went beyond 64 bits. It came out
    negative then, since no GMV is; the GMV withdrawn is a part of it.

    A slot is one cache line: the id, six sums (entries first, so 0 is an empty slot), one spare.
    The slots of a block are touched first, so that their cache misses overlap.
    """
    mask = np.uint64(len(slots) - 1)
    for start in range(0, len(creator_id), BLOCK):
        end = min(start + BLOCK, len(creator_id))
        for i in range(start, end):
            warmed[0] ^= slots[(np.uint64(creator_id[i]) * SCATTER >> HIGH_BITS) & mask, 0]
        for i in range(start, end):
            key = creator_id[i]
            at = (np.uint64(key) * SCATTER >> HIGH_BITS) & mask
            while slots[at, 1] != 0 and slots[at, 0] != key:
                at = (at + ONE) & mask
            used += slots[at, 1] == 0
            slots[at, 0] = key
            for j in range(SUMS):
                slots[at, j + 1] += sums[i, j]
            if slots[at, 5] < 0:
                return -1 - np.int64(at)
    return used
