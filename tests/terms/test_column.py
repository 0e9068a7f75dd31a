"""Decisions for columns: the same as row by row, whatever the columns are made of."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.terms_sample import CATEGORIES, CREATOR_GROUPS, SURFACES, many_clauses
from tests.terms.random_terms import random_instant, random_question, random_terms
from tests.terms.samples import CUT_OVER, FORM, JUST_BEFORE
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import NaiveInstant
from yellowcart.terms import Table, parse_terms
from yellowcart.terms.column import Column, decide_column

INSTANT = pa.timestamp("us", "UTC")
TABLE = parse_terms(FORM).table()
PARTNERS = pa.array(["taobao-alliance", None, "nobody", "jd-alliance"])


SHAPES = ("plain", "large", "chunks", "plain chunks", "one chunk", "small", "null entry")


def row_by_row(table: Table, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [table.decide(*row)._asdict() for row in rows]


def shaped(values: list[str | None], shape: str, draw: random.Random) -> Column:
    """The values as a column of one of the shapes that columns come in."""
    array = pa.array(values, pa.string())
    if shape == "large":
        return array.cast(pa.large_string())
    if shape == "chunks":
        cut = draw.randint(0, len(values))
        return pa.chunked_array(
            [array[:cut].dictionary_encode(), array[cut:].dictionary_encode()],
            pa.dictionary(pa.int32(), pa.string()),
        )
    if shape == "plain chunks":
        cut = draw.randint(0, len(values))
        return pa.chunked_array([array[:cut], array[cut:]], pa.string())
    if shape == "one chunk":
        return pa.chunked_array([array])
    if shape == "small":
        return array.dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string()))
    if shape == "null entry":
        entries = [*dict.fromkeys(values), None]
        places = [entries.index(value) for value in values]
        return pa.DictionaryArray.from_arrays(
            pa.array(places, pa.int16()), pa.array(entries, pa.string())
        )
    return array


@given(st.integers(0, 1 << 32), st.integers(0, 40), st.booleans())
def test_a_column_is_decided_as_its_rows_are(seed: int, rows: int, at_once: bool) -> None:
    draw = random.Random(seed)
    table = random_terms(draw).table(draw.choice((None, random_instant(draw))))
    questions = [random_question(draw) for _ in range(rows)]
    instants = [random_instant(draw) for _ in range(rows)]
    if at_once:
        instants = [random_instant(draw)] * rows
    columns = []
    for position, values in enumerate(zip(*questions, strict=True)) if rows else ():
        if draw.random() < 0.2:
            values = (values[0],) * rows
            questions = [(*q[:position], values[0], *q[position + 1 :]) for q in questions]
            columns.append(values[0])
        else:
            shape = draw.choice(SHAPES)
            columns.append(shaped(list(values), shape, draw))
    columns = columns or [pa.array([], pa.string())] * 5
    if not any(isinstance(column, pa.Array | pa.ChunkedArray) for column in columns):
        columns[0] = pa.array([columns[0]] * rows, pa.string())
    at = instants[0] if at_once and rows else pa.array(instants, INSTANT)
    partner, surface, kind, category, group = columns
    found = decide_column(table, partner, surface, kind, at, category, group)
    asked = [
        (*question[:3], instant, *question[3:])
        for question, instant in zip(questions, instants, strict=True)
    ]
    assert found.table().to_pylist() == row_by_row(table, asked)
    assert len(found) == rows
    for code, row in zip(found.codes.tolist(), asked, strict=True):
        decision = table.decide(*row)
        answer = found.answers[code]
        assert (answer.reason, answer.clause) == (decision.reason, decision.clause)
        assert (answer.valid_until, answer.hung) == (decision.valid_until, decision.hung)


@pytest.mark.parametrize("dense", [1 << 22, 4])
def test_many_rows_of_many_questions(monkeypatch: pytest.MonkeyPatch, dense: int) -> None:
    monkeypatch.setattr("yellowcart.terms.questions.DENSE", dense)
    terms = many_clauses(240, 3)
    draw = random.Random(4)
    rows = 3_000
    partners = [*(partner.code for partner in terms.partners), None, "nobody"]
    values = [
        [draw.choice(partners) for _ in range(rows)],
        [draw.choice(SURFACES) for _ in range(rows)],
        [draw.choice(("goods", "services")) for _ in range(rows)],
        [datetime(2019, 1, 1, tzinfo=UTC) + draw.randrange(3000) * timedelta(days=1)] * rows,
        [draw.choice(CATEGORIES) for _ in range(rows)],
        [draw.choice(CREATOR_GROUPS[:200]) for _ in range(rows)],
    ]
    columns = [pa.array(column) for column in values]
    columns[3] = pa.array(values[3], INSTANT)
    for table in (terms.table(), terms.table(datetime(2021, 6, 1, tzinfo=UTC))):
        found = decide_column(table, *columns)
        asked = list(zip(*values, strict=True))
        assert found.table().to_pylist() == row_by_row(table, asked)
        again = decide_column(table, *columns)
        assert again.codes.tolist() == found.codes.tolist()


def test_what_columns_asked_is_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yellowcart.terms.lookup.MOST_TIMELINES", 2)
    table = parse_terms(FORM).table()
    for surface in ("live_cart", "video_cart", "note", "live_cart"):
        for category in (None, "tobacco"):
            found = decide_column(table, PARTNERS, surface, "goods", JUST_BEFORE, category)
            rows = [
                (partner, surface, "goods", JUST_BEFORE, category)
                for partner in PARTNERS.to_pylist()
            ]
            assert found.table().to_pylist() == row_by_row(table, rows)


def test_nothing_but_single_values_is_one_row() -> None:
    [row] = (
        decide_column(TABLE, "taobao-alliance", "live_cart", "goods", CUT_OVER).table().to_pylist()
    )
    assert row == TABLE.decide("taobao-alliance", "live_cart", "goods", CUT_OVER)._asdict()
    [row] = decide_column(TABLE, None, None, None, CUT_OVER).table().to_pylist()
    assert row == TABLE.decide(None, None, None, CUT_OVER)._asdict()


def test_the_answers_as_an_arrow_table() -> None:
    found = decide_column(TABLE, PARTNERS, "live_cart", "goods", JUST_BEFORE).table()
    name = pa.dictionary(pa.int32(), pa.string())
    assert found.schema == pa.schema(
        [
            *[("verdict", name), ("reason", name), ("partner", pa.string())],
            *[("surface", name), ("kind", name), ("at", INSTANT), ("agreement", name)],
            *[("version", pa.int32()), ("clause", name), ("valid_until", INSTANT), ("hung", name)],
        ]
    )
    assert found.column("reason").to_pylist() == [
        *("granted", "unrecognised", "unknown_partner", "no_agreement")
    ]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_instants_of_any_unit_and_zone(unit: str, zone: str) -> None:
    at = pa.array([CUT_OVER - timedelta(seconds=1), CUT_OVER]).cast(pa.timestamp(unit, zone))
    found = decide_column(TABLE, "taobao-alliance", "live_cart", "goods", at).table()
    assert found.column("verdict").to_pylist() == ["allow", "deny"]
    one = decide_column(
        TABLE, PARTNERS, "live_cart", "goods", JUST_BEFORE.astimezone(ZoneInfo("Asia/Tokyo"))
    )
    assert one.table().column("verdict").to_pylist() == ["allow", "deny", "deny", "deny"]


def test_columns_that_do_not_fit_are_refused() -> None:
    one = pa.array([CUT_OVER], INSTANT)
    with pytest.raises(BadInput, match="different lengths: partner 4, at 1"):
        decide_column(TABLE, PARTNERS, "live_cart", "goods", one)
    with pytest.raises(BadInput, match="no instant in row 1"):
        decide_column(TABLE, None, None, None, pa.array([CUT_OVER, None], INSTANT))
    with pytest.raises(BadInput, match="finer than a microsecond"):
        decide_column(TABLE, None, None, None, pa.array([1], pa.timestamp("ns", "UTC")))
    with pytest.raises(NaiveInstant):
        decide_column(TABLE, None, None, None, pa.array([1], pa.timestamp("us")))
    with pytest.raises(NaiveInstant):
        decide_column(TABLE, PARTNERS, None, None, datetime(2022, 3, 1))  # noqa: DTZ001
    with pytest.raises(TypeError, match="at must be a datetime or a column of timestamps"):
        decide_column(TABLE, None, None, None, pa.array([1]))
    with pytest.raises(TypeError, match="surface must be a column of strings, not of int64"):
        decide_column(TABLE, None, pa.array([1]), None, CUT_OVER)
