"""Decisions for columns of millions: the table's answers, looked up by compiled kernels.

Rows ask few different questions, however many they are. Each question is asked of the table
once; the rows then only look up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import EXPECTED, NaiveInstant, as_utc
from yellowcart.terms.column_codes import Integers, coded, one_array
from yellowcart.terms.decision import Answer
from yellowcart.terms.kernels import answers_at, look_up
from yellowcart.terms.lookup import Lookup, microseconds
from yellowcart.terms.questions import questions_of
from yellowcart.terms.table import Table

INSTANT = pa.timestamp("us", "UTC")
CODE = pa.dictionary(pa.int32(), pa.string())

Column = Any
"""A pyarrow Array or ChunkedArray, which publish no types."""


@dataclass(frozen=True)
class Decisions:
    """The answer to row i is `answers[codes[i]]`.

    Some of the answers may be nobody's: they are all that the table has given columns so far.
    `asked` has the questions: columns, and what was one for all rows as it was given.
    """

    codes: npt.NDArray[np.int32]
    answers: tuple[Answer, ...]
    asked: dict[str, Column | str | datetime | None]

    def __len__(self) -> int:
        return len(self.codes)

    def table(self) -> pa.Table:
        """The questions and their whole answers as an Arrow table, a row for each.

        `verdict`, `reason`, `agreement`, `clause` and `hung` are dictionaries of strings,
        `version` is int32, `at` and `valid_until` are instants in microseconds, UTC.
        """
        given = np.flatnonzero(np.bincount(self.codes, minlength=len(self.answers)))
        anew = np.zeros(len(self.answers), dtype=np.int32)
        anew[given] = np.arange(len(given))
        codes = anew[self.codes]
        answers = [self.answers[code] for code in given]
        basis = ("agreement", "version", "clause", "valid_until", "hung")
        return pa.table(
            {name: _expanded(name, answers, codes) for name in ("verdict", "reason")}
            | {name: _column(given, len(self)) for name, given in self.asked.items()}
            | {name: _expanded(name, answers, codes) for name in basis}
        )


def decide_column(
    table: Table,
    partner: Column | str | None,
    surface: Column | str | None,
    kind: Column | str | None,
    at: Column | datetime,
    category: Column | str | None = None,
    creator_group: Column | str | None = None,
) -> Decisions:
    """What `table.decide` answers, for every row.

    Each of the codes is an Arrow column of strings, plain or dictionary, or one str or None for
    all rows; a null is None. So a null partner is unrecognised, a null kind is no kind, and a
    null category or creator group matches no list. `at` is one aware datetime, or a column of
    timestamps with a time zone, to the microsecond.

    Raises TypeError for columns of other types, and `BadInput` for columns of different lengths,
    a null instant, and one that is naive or finer than a microsecond.
    """
    places = coded(partner, "partner"), coded(surface, "surface"), coded(kind, "kind")
    of_category = coded(category, "category", table.categories)
    of_group = coded(creator_group, "creator_group", table.creator_groups)
    instants = None if isinstance(at, datetime) else _instants(at)
    names = ("partner", "surface", "kind", "category", "creator_group", "at")
    indices = [code.indices for code in (*places, of_category, of_group)]
    rows = _rows(dict(zip(names, (*indices, instants), strict=True)))
    asked = questions_of(table, places, of_category, of_group, rows)
    timelines, known = _lookup(table).timelines(
        asked.cells, asked.cell, asked.category_class, asked.group_class
    )
    arrays = known.first, known.count, known.starts, known.codes
    codes = np.empty(rows, dtype=np.int32)
    if instants is not None:
        answers_at(asked.of_row, timelines, instants, *arrays, codes)
    else:
        once = np.full(len(timelines), microseconds(as_utc(at)))
        answers = np.empty(len(timelines), dtype=np.int32)
        answers_at(np.arange(len(timelines)), timelines, once, *arrays, answers)
        look_up(asked.of_row, answers, codes)
    when = at if instants is None else pa.array(instants).cast(INSTANT)
    question = {"partner": partner, "surface": surface, "kind": kind, "at": when}
    return Decisions(codes, known.answers, question)


def _lookup(table: Table) -> Lookup:
    lookup = table.kept.setdefault("lookup", Lookup(table))
    assert isinstance(lookup, Lookup)
    return lookup


def _instants(column: Column) -> Integers:
    """The instants as microseconds since 1970, UTC."""
    array = one_array(column)
    if not pa.types.is_timestamp(array.type):
        raise TypeError(f"at must be a datetime or a column of timestamps, not of {array.type}")
    if array.type.tz is None:
        raise NaiveInstant("timestamps without a time zone", field="at", expected="UTC")
    if array.null_count:
        row = array.is_null().index(True).as_py()
        raise BadInput(f"no instant in row {row}", field="at", expected=EXPECTED)
    try:
        array = array.cast(INSTANT)
    except pa.ArrowInvalid:
        raise BadInput(
            "finer than a microsecond, or outside what microseconds can hold",
            field="at",
            expected="timestamps in microseconds",
        ) from None
    return array.cast(pa.int64()).to_numpy()  # type: ignore[no-any-return]


def _rows(columns: dict[str, Integers | None]) -> int:
    """How many rows the columns have; where nothing is a column, one."""
    lengths = {name: len(column) for name, column in columns.items() if column is not None}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise BadInput(f"columns of different lengths: {found}", expected="one length")
    return next(iter(lengths.values()), 1)


def _column(given: Column | str | datetime | None, rows: int) -> Column:
    if isinstance(given, datetime):
        return pa.repeat(pa.scalar(given, INSTANT), rows)
    if given is not None and not isinstance(given, str):
        return given
    indices = pa.repeat(pa.scalar(None if given is None else 0, pa.int32()), rows)
    return pa.DictionaryArray.from_arrays(indices, pa.array([given or ""], pa.string()))


def _expanded(field: str, answers: list[Answer], codes: npt.NDArray[np.int32]) -> pa.Array:
    values = [getattr(answer, field) for answer in answers]
    if field in ("version", "valid_until"):
        column = pa.array(values, pa.int32() if field == "version" else INSTANT)
        return column.take(pa.array(codes))
    numbers: dict[str, int] = {}
    numbered = [
        -1 if value is None else numbers.setdefault(str(value), len(numbers)) for value in values
    ]
    indices = np.array(numbered, dtype=np.int32)[codes]
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, mask=indices < 0), pa.array(list(numbers), pa.string())
    )
