"""The question that each row of columns asks, as a number, and what each number asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yellowcart.terms.cell import Classes
from yellowcart.terms.column_codes import Codes, Integers
from yellowcart.terms.kernels import add_numbers, look_up, mark, number_questions
from yellowcart.terms.table import Compiled, Table

DENSE = 1 << 22
"""Up to so many different numbers, an array has a place for each; more are sorted out by hash."""

Int64s = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Questions:
    """`of_row` numbers each row's question; question q is about `cells[cell[q]]` and classes."""

    of_row: Integers
    cells: list[Compiled]
    cell: Int64s
    category_class: Int64s
    group_class: Int64s


def questions_of(
    table: Table, places: Sequence[Codes], category: Codes, group: Codes, rows: int
) -> Questions:
    """The questions of the rows. `places` are partner, surface and kind."""
    shape = tuple(len(code.values) for code in places)
    cell_of_row, distinct = _distinct(_numbered(places, rows), prod(shape))
    cells = [
        table.compiled(*(code.values[i] for code, i in zip(places, at, strict=True)))
        for at in zip(*np.unravel_index(distinct, shape), strict=True)
    ]
    if all(cell is None for *_, cell in cells) or len(category.values) == len(group.values) == 1:
        return _of_one_class(cells, category, group, cell_of_row)
    categories = _classes_of([cell.categories if cell else None for *_, cell in cells], category)
    groups = _classes_of([cell.creator_groups if cell else None for *_, cell in cells], group)
    width = groups.max(axis=1).astype(np.int64) + 1
    size = (categories.max(axis=1) + 1) * width
    first = np.cumsum(size) - size
    found = np.empty(rows, dtype=np.int64)
    of_category, of_group = (_numbered((code,), rows) for code in (category, group))
    number_questions(cell_of_row, of_category, of_group, categories, groups, first, width, found)
    of_row, distinct = _distinct(found, int(size.sum()))
    cell = np.searchsorted(first, distinct, side="right") - 1
    category_class, group_class = np.divmod(distinct - first[cell], width[cell])
    return Questions(of_row, cells, cell, category_class, group_class)


def _of_one_class(
    cells: list[Compiled], category: Codes, group: Codes, cell_of_row: Integers
) -> Questions:
    """Where one category and one creator group stand for all rows, a question is a cell."""
    classes = np.zeros((len(cells), 2), dtype=np.int64)
    for row, (*_, cell) in zip(classes, cells, strict=True):
        if cell is not None:
            row[0] = cell.categories.class_of(category.values[0])
            row[1] = cell.creator_groups.class_of(group.values[0])
    return Questions(cell_of_row, cells, np.arange(len(cells)), classes[:, 0], classes[:, 1])


def _numbered(codes: Sequence[Codes], rows: int) -> Integers:
    """Each row's values as one number, those of the first column counting most."""
    shape = [len(code.values) for code in codes]
    numbered = np.zeros(rows, dtype=np.int32 if prod(shape) <= DENSE else np.int64)
    for position, code in enumerate(codes):
        numbers = (code.numbers * prod(shape[position + 1 :])).astype(numbered.dtype)
        if code.indices is not None:
            add_numbers(numbered, code.indices, numbers)
    return numbered


def _distinct(numbers: Integers, places: int) -> tuple[Integers, Int64s]:
    """The rows' numbers counted anew from 0, without gaps, and what each was before."""
    if places > DENSE:
        encoded = pa.array(numbers).dictionary_encode()
        return encoded.indices.to_numpy(), encoded.dictionary.to_numpy()
    occurs = np.zeros(places, dtype=np.bool_)
    mark(occurs, numbers)
    distinct = np.flatnonzero(occurs)
    anew = np.zeros(places, dtype=np.int32)
    anew[distinct] = np.arange(len(distinct))
    found = np.empty(len(numbers), dtype=np.int32)
    look_up(numbers, anew, found)
    return found, distinct


def _classes_of(cells: Sequence[Classes | None], codes: Codes) -> npt.NDArray[np.int32]:
    """For each cell, the class of each value there."""
    place = {value: place for place, value in enumerate(codes.values)}
    found = np.zeros((len(cells), len(codes.values)), dtype=np.int32)
    for row, classes in zip(found, cells, strict=True):
        if classes is not None:
            named = classes.class_of_code
            for code in named if len(named) < len(place) else place:
                if code in place:
                    row[place[code]] = classes.class_of(code)
    return found
