"""Columns of decisions on one thread, against as-of joins with the same timelines.

The peers get it easy: partner, surface and kind are small whole numbers, all tables are in their
own memory, the timelines are compiled beforehand, and they may use both cores.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from bench.decide import CLAUSES, AnswersDiffer
from bench.figure import Figure
from bench.interleave import medians
from bench.rules import FIRST as FIRST_STEP
from bench.rules import microseconds
from bench.terms_sample import FIRST, SURFACES, YEAR, YEARS, many_clauses
from yellowcart.terms import Answer, Table
from yellowcart.terms.column import Decisions, decide_column
from yellowcart.terms.model import KINDS

ROWS, SEED = 1_000_000, 4
ONE_INSTANT = FIRST + YEARS * YEAR / 2
INSTANT = pa.timestamp("us", "UTC")
COLUMNS = ["row", "partner", "surface", "kind", "at"]


@dataclass(frozen=True)
class Questions:
    """The same questions as our columns and as a table for the peers."""

    partner: pa.Array
    surface: pa.Array
    kind: pa.Array
    at: pa.Array
    rows: pa.Table
    timelines: pa.Table
    answers: tuple[Answer, ...]


def measure() -> Iterator[Figure]:
    table = many_clauses(CLAUSES, seed=1).table()
    for name, one_instant in (("mixed", None), ("one-instant", ONE_INSTANT)):
        questions = drawn(table, one_instant)
        at = one_instant or questions.at
        places = (questions.partner, questions.surface, questions.kind)
        decided = partial(decide_column, table, *places, at)
        db = duckdb_with(questions)
        frames = [pl.DataFrame(pl.from_arrow(one)) for one in (questions.rows, questions.timelines)]
        compare(decided(), questions, as_of_in_duckdb(db))
        compare(decided(), questions, as_of_in_polars(*frames).to_arrow())
        seconds = medians(
            {
                "ours": decided,
                "duckdb": partial(as_of_in_duckdb, db),
                "polars": partial(as_of_in_polars, *frames),
            }
        )
        for peer in ("duckdb", "polars"):
            rates = ROWS / seconds["ours"], ROWS / seconds[peer]
            yield Figure(f"decide_column/{name}/{peer}", *rates, "rows/s")


def drawn(table: Table, one_instant: datetime | None) -> Questions:
    """Questions about every partner, surface and kind, at instants over all the years."""
    draw = np.random.default_rng(SEED)
    partners = [partner.code for partner in table.terms.partners]
    codes = [draw.integers(0, len(n), ROWS, np.int32) for n in (partners, SURFACES, KINDS)]
    partner, surface, kind = (
        pa.DictionaryArray.from_arrays(pa.array(numbers), pa.array(names))
        for numbers, names in zip(codes, (partners, SURFACES, KINDS), strict=True)
    )
    first, span = microseconds(FIRST), microseconds(FIRST + YEARS * YEAR) - microseconds(FIRST)
    at = first + draw.integers(0, span, ROWS, np.int64)
    if one_instant is not None:
        at[:] = microseconds(one_instant)
    timelines, answers = timelines_of(table, partners)
    return Questions(
        partner,
        surface,
        kind,
        pa.array(at, INSTANT),
        pa.table([np.arange(ROWS, dtype=np.int32), *codes, at], names=COLUMNS),
        timelines,
        answers,
    )


def timelines_of(table: Table, partners: list[str]) -> tuple[pa.Table, tuple[Answer, ...]]:
    """Every step of every cell, and the answers that the steps' numbers point into."""
    numbers: dict[Answer, int] = {}
    steps = [
        (cell, microseconds(start or FIRST_STEP), numbers.setdefault(answer, len(numbers)))
        for cell, place in enumerate((p, s, k) for p in partners for s in SURFACES for k in KINDS)
        for start, answer in table.timeline(*place)
    ]
    cells, starts, answers = zip(*sorted(steps, key=lambda step: step[1]), strict=True)
    columns = {
        "cell": pa.array(cells, pa.int32()),
        "at": pa.array(starts, pa.int64()),
        "answer": pa.array(answers, pa.int32()),
    }
    return pa.table(columns), tuple(numbers)


def duckdb_with(questions: Questions) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(config={"threads": 2})
    for name, table in (("rows", questions.rows), ("timelines", questions.timelines)):
        db.register("given", table)
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        db.unregister("given")
    return db


def as_of_in_duckdb(db: duckdb.DuckDBPyConnection) -> pa.Table:
    cell = f"(partner * {len(SURFACES)} + surface) * {len(KINDS)} + kind"
    return db.sql(
        "SELECT row, answer FROM rows ASOF JOIN timelines"
        f" ON {cell} = timelines.cell AND rows.at >= timelines.at"
    ).to_arrow_table()


def as_of_in_polars(rows: pl.DataFrame, timelines: pl.DataFrame) -> pl.DataFrame:
    """Polars wants both sides in the order of time; the timelines are so already."""
    partner, surface, kind = pl.col("partner"), pl.col("surface"), pl.col("kind")
    cell = (partner * len(SURFACES) + surface) * len(KINDS) + kind
    ordered = rows.select("row", "at", cell=cell).sort("at")
    joined = ordered.join_asof(
        timelines.set_sorted("at"), on="at", by="cell", check_sortedness=False
    )
    return joined.select("row", "answer")


def compare(ours: Decisions, questions: Questions, theirs: pa.Table) -> None:
    """Raises AnswersDiffer unless every row has the same answer."""
    number = {answer: index for index, answer in enumerate(questions.answers)}
    expected = np.array([number[answer] for answer in ours.answers])[ours.codes]
    found = np.full(ROWS, -1)
    found[theirs.column("row").to_numpy()] = theirs.column("answer").to_numpy()
    if differing := int(np.count_nonzero(found != expected)):
        raise AnswersDiffer(f"{differing} of {ROWS} rows")
