"""A table's timelines as arrays of whole numbers, which grow with what columns ask about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

import numpy as np
import numpy.typing as npt

from yellowcart.terms.cell import Timeline, answer
from yellowcart.terms.decision import Answer
from yellowcart.terms.table import Compiled, Table

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ALWAYS = np.iinfo(np.int64).min
MOST_TIMELINES = 1 << 20
"""When there are so many, they are forgotten, and those asked about next are found anew."""

Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]


def microseconds(at: datetime) -> int:
    """Since 1970, UTC; before it negative."""
    return (at - EPOCH) // MICROSECOND


@dataclass(frozen=True)
class Timelines:
    """Timeline t has `count[t]` answers from place `first[t]` on.

    The answer at place n is `answers[codes[n]]`, from `starts[n]` on; the first of a timeline
    has always held.
    """

    first: Int32s
    count: Int32s
    starts: Int64s
    codes: Int32s
    answers: tuple[Answer, ...]


class Lookup:
    """What columns asked a table so far. Threads may share it."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._cells: dict[int, tuple[int, Compiled]] = {}
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._first: list[int] = []
        self._count: list[int] = []
        self._starts: list[int] = []
        self._codes: list[int] = []
        self._answers: dict[tuple[object, ...], int] = {}
        self._arrays: Timelines | None = None

    def timelines(
        self, cells: list[Compiled], cell: Int64s, category_class: Int64s, group_class: Int64s
    ) -> tuple[Int32s, Timelines]:
        """The number of each question's timeline, and the timelines.

        Question q is about `cells[cell[q]]` and the classes that `category_class[q]` and
        `group_class[q]` number there.
        """
        with self._lock:
            if len(self._numbers) >= MOST_TIMELINES:
                self._forget()
            of_cell = [self._number_of_cell(one) for one in cells]
            asked = zip(cell.tolist(), category_class.tolist(), group_class.tolist(), strict=True)
            numbers = [
                self._number((of_cell[place], category, group), cells[place])
                for place, category, group in asked
            ]
            return np.array(numbers, dtype=np.int32), self._as_arrays()

    def _number_of_cell(self, compiled: Compiled) -> int:
        """By the object itself, which is kept, since its hash would read all of it."""
        return self._cells.setdefault(id(compiled), (len(self._cells), compiled))[0]

    def _number(self, key: tuple[int, int, int], compiled: Compiled) -> int:
        number = self._numbers.get(key)
        if number is None:
            starts, rows, cell = compiled
            timeline = (starts, rows) if cell is None else self._table.narrowed(cell, *key[1:])
            number = self._numbers[key] = self._add(timeline)
        return number

    def _add(self, timeline: Timeline) -> int:
        starts, rows = timeline
        self._first.append(len(self._starts))
        self._count.append(len(rows))
        self._starts += (ALWAYS, *map(microseconds, starts))
        self._codes += (self._answers.setdefault(row, len(self._answers)) for row in rows)
        self._arrays = None
        return len(self._first) - 1

    def _as_arrays(self) -> Timelines:
        if self._arrays is None:
            self._arrays = Timelines(
                np.array(self._first, dtype=np.int32),
                np.array(self._count, dtype=np.int32),
                np.array(self._starts, dtype=np.int64),
                np.array(self._codes, dtype=np.int32),
                tuple(answer(row) for row in self._answers),  # type: ignore[arg-type]
            )
        return self._arrays
