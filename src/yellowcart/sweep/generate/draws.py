"""Random numbers that depend on nothing but the seed and the row (splitmix64, Steele 2014).

So a row is the same whatever the batch, the part or the thread that writes it.
"""

from __future__ import annotations

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
ROW = np.uint64(0xD1342543DE82EF95)
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
ONE = np.uint64(1)

ITEM_LANE, CREATOR_LANE, FACTS_LANE, TEXT_LANE = (np.uint64(lane) for lane in range(1, 5))


@njit(cache=True, inline="always")
def mix(z):  # type: ignore[no-untyped-def]
    z = (z ^ (z >> S30)) * FIRST
    z = (z ^ (z >> S27)) * SECOND
    return z ^ (z >> S31)


@njit(cache=True, inline="always")
def lane(seed, row, number):  # type: ignore[no-untyped-def]
    """The start of one independent stream of a row."""
    return mix(mix(seed + number * GOLDEN) + np.uint64(row) * ROW)


@njit(cache=True, inline="always")
def below(draw, limit):  # type: ignore[no-untyped-def]
    """A number in [0, limit), for limits under 2**32."""
    return ((draw >> S32) * np.uint64(limit)) >> S32


@njit(cache=True, inline="always")
def zipf(draw, population, flat):  # type: ignore[no-untyped-def]
    """A rank in [0, population), nearly Zipf-Mandelbrot: rank r about as often as 1 / (r + flat).

    By octaves, so that whole numbers suffice and every machine draws the same.
    """
    octaves = np.uint64(0)
    while (np.uint64(flat) << octaves) < np.uint64(population) + np.uint64(flat):
        octaves += ONE
    octave = (draw & np.uint64(0xFFFF)) * octaves >> np.uint64(16)
    width = np.uint64(flat) << octave
    within = ((draw >> S32) * width) >> S32
    return (width - np.uint64(flat) + within) % np.uint64(population)
