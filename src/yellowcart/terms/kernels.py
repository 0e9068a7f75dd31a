"""The loops over rows, compiled: which question each row asks, and the answer at its instant."""

from __future__ import annotations

from numba import njit


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
    one's; the first has always held. The search halves what is left without a branch, since
    nothing foretells where an instant falls.
    """
    for i in range(len(questions)):
        timeline = timelines[questions[i]]
        at = instants[i]
        place = first[timeline]
        left = count[timeline]
        while left > 1:
            half = left >> 1
            place += half if starts[place + half] <= at else 0
            left -= half
        codes[i] = answers[place]
