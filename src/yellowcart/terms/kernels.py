"""The loops over rows, compiled: which question each row asks, and the answer at its instant."""

from __future__ import annotations

import numpy as np
from numba import njit

BLOCK = 1024
ONE = np.uint32(1)
"""Counts without a sign are indices that numba does not look behind the start for."""


@njit(cache=True, nogil=True)
def add_numbers(sums, indices, numbers):  # type: ignore[no-untyped-def]
    """Adds to each row's sum the number that its index stands for."""
    for i in range(len(sums)):
        sums[i] += numbers[indices[i]]


@njit(cache=True, nogil=True)
def mark(occurs, numbers):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        occurs[numbers[i]] = True


@njit(cache=True, nogil=True)
def number_questions(cells, categories, groups, category_class, group_class, first, width, found):  # type: ignore[no-untyped-def]
    """Each row's question: its cell, and in it the classes of its category and creator group."""
    for i in range(len(cells)):
        cell = cells[i]
        of_category = category_class[cell, categories[i]]
        found[i] = first[cell] + of_category * width[cell] + group_class[cell, groups[i]]


@njit(cache=True, nogil=True)
def look_up(numbers, table, found):  # type: ignore[no-untyped-def]
    for i in range(len(numbers)):
        found[i] = table[numbers[i]]


@njit(cache=True, nogil=True)
def answers_at(questions, timelines, instants, first, count, starts, answers, codes):  # type: ignore[no-untyped-def]
    """The rows' answers, each at an instant of its own.

    Timeline t has `count[t]` answers from `first[t]` on, each holding from its start to the next
    one's; the first has always held. The search halves what is left of a block of rows at once,
    as often as the longest timeline takes: so it has no branch, since nothing foretells where an
    instant falls, and the processor searches for several rows side by side.
    """
    rounds = 0
    for answered in count:
        while 1 << rounds < answered:
            rounds += 1
    place, left = np.empty(BLOCK, np.uint32), np.empty(BLOCK, np.uint32)
    for row in range(0, len(questions), BLOCK):
        rows = min(BLOCK, len(questions) - row)
        for i in range(rows):
            timeline = timelines[questions[row + i]]
            place[i], left[i] = first[timeline], count[timeline]
        for _ in range(rounds):
            for i in range(rows):
                half = left[i] >> ONE
                place[i] += half * np.uint32(starts[place[i] + half] <= instants[row + i])
                left[i] -= half
        for i in range(rows):
            codes[row + i] = answers[place[i]]
