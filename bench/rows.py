"""Every row of the report: what is measured against what, and what it must reach."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.figure import Figure


@dataclass(frozen=True, slots=True)
class Bar:
    text: str
    is_met: Callable[[Figure], bool]


@dataclass(frozen=True, slots=True)
class Row:
    path: str
    peer: str
    bars: tuple[Bar, ...] = ()


def ours_at_least(least: float, text: str) -> Bar:
    return Bar(f"≥ {text}", lambda figure: figure.ours >= least)


def at_least(times: float) -> Bar:
    return Bar(f"≥ {times:g} times", lambda figure: figure.ratio >= times)


def at_most(times: float) -> Bar:
    return Bar(f"≤ {times:g} times", lambda figure: figure.ratio <= times)


MILLION_CALLS = ours_at_least(1e6, "1,000,000/s")
MIXED, ONE_INSTANT = ours_at_least(15e6, "15 M/s"), ours_at_least(30e6, "30 M/s")
NO_SLOWER = Bar("no slower than 1.5 times", lambda figure: figure.ratio >= 1 / 1.5)
FOUR_FIFTHS = Bar("≥ 80 %", lambda figure: figure.ratio >= 0.8)
SEVEN_TENTHS = Bar("≥ 70 %", lambda figure: figure.ratio >= 0.7)
WITHIN_THE_BOUND = Bar("≤ 1 s", lambda figure: figure.ours <= figure.peer)
NOT_FELT = Bar("≤ 0.1 s more", lambda figure: figure.ours - figure.peer <= 0.1)
A_TWENTIETH = Bar("< 1/20", lambda figure: figure.ratio < 1 / 20)
ALL_OF_THEM = Bar("100 %", lambda figure: figure.ours == 100)
WITHIN_2_GIB = Bar("≤ 2,048 MiB", lambda figure: figure.ours <= 2048)
WITHIN_A_FIFTH = Bar("within 20 %", lambda figure: 0.8 <= figure.ratio <= 1.2)

DECIDE = "`decide`, one call, 240 clauses"
AT_ONCE, AT_MANY = "`decide_column`, one instant", "`decide_column`, mixed instants"
COLUMN = "`recognise_column`, Parquet to answer, 2 cores"
RESIDENT = "the same, most memory held"
COPY = "DuckDB's scan, filter and write"

ROWS: dict[str, Row] = {
    "decide/zen-engine": Row(DECIDE, "zen-engine", (MILLION_CALLS, at_least(150))),
    "decide/casbin": Row(DECIDE, "casbin", (MILLION_CALLS, at_least(150))),
    "decide/cedarpy": Row(DECIDE, "cedarpy", (MILLION_CALLS, at_least(150))),
    "decide/100000-clauses": Row("the same, 100,000 clauses", "ours, 240 clauses", (NO_SLOWER,)),
    "decide/100000-clauses-narrowed": Row(
        "the same, each with a category and a creator group", "ours, 240 clauses"
    ),
    "decide_column/one-instant/duckdb": Row(
        AT_ONCE, "DuckDB's as-of join", (ONE_INSTANT, at_least(3))
    ),
    "decide_column/one-instant/polars": Row(
        AT_ONCE, "Polars' as-of join", (ONE_INSTANT, at_least(3))
    ),
    "decide_column/mixed/duckdb": Row(AT_MANY, "DuckDB's as-of join", (MIXED, at_least(3))),
    "decide_column/mixed/polars": Row(AT_MANY, "Polars' as-of join", (MIXED, at_least(3))),
    "recognise/one-call": Row(
        "`recognise`, one call, after `warm()`",
        "ours, without `warm()`",
        (ours_at_least(250_000, "250,000/s"),),
    ),
    "recognise_column/duckdb": Row(COLUMN, "DuckDB, plain shapes only", (at_least(2),)),
    "recognise_column/polars": Row(COLUMN, "Polars, plain shapes only", (at_least(2),)),
    "recognise_column/lengths-pyarrow": Row(
        COLUMN, "read and sum the lengths, same reader (pyarrow)", (at_most(4),)
    ),
    "recognise_column/lengths-duckdb": Row(COLUMN, "read and sum the lengths, DuckDB"),
    "recognise_column/right": Row(
        "rows whose marketplace, form and item are right", "DuckDB, plain shapes only"
    ),
    **{
        f"sweep/{size}/{form}{what}": row
        for size in ("5M", "50M")
        for form, times in (("text", 4), ("marketplace", 1.6))
        for what, row in (
            ("", Row(f"`sweep`, {size} rows with `{form}`", COPY, (at_most(times),))),
            ("/resident", Row(RESIDENT, COPY, (WITHIN_2_GIB,))),
        )
    },
    "growth/10M": Row("`sweep`, time a link, 10^7 links", "10^6 links", (WITHIN_A_FIFTH,)),
    "growth/100M": Row("`sweep`, time a link, 10^8 links", "10^6 links", (WITHIN_A_FIFTH,)),
    "site/decisions/constant": Row(
        "`POST /decisions`, one worker, one core", "a constant answer, same server", (FOUR_FIFTHS,)
    ),
    "site/decisions/zen-engine": Row(
        "`POST /decisions`, one worker, one core",
        "zen-engine behind the same server",
        (at_least(5),),
    ),
    "site/decisions/batch": Row(
        "`POST /decisions/batch`, 1,000 links",
        "one by one",
        (ours_at_least(400_000, "400,000/s"),),
    ),
    "site/cart-page": Row(
        "a cart's page of 20 entries, decided at the instant", "a stored status", (SEVEN_TENTHS,)
    ),
    "site/in-force": Row(
        "a version comes into force: until every process answers by it",
        "the bound",
        (WITHIN_THE_BOUND,),
    ),
    **{
        f"cutover/{role}": Row(
            f"99 of 100 {role}s wait no longer, while 600,000 of 2,000,000 entries are swept",
            "while nothing is",
            (NOT_FELT,),
        )
        for role in ("publisher", "reader")
    },
    "cutover/disturbed": Row(
        "that sweep of 600,000, its workers killed 20 times: each is withdrawn once",
        "600,000 with nobody beside, nobody killed",
    ),
    "cutover/few": Row(
        "a sweep that touches 10,000 of 2,000,000", "one that touches 600,000", (A_TWENTIETH,)
    ),
    "notices/killed": Row(
        "a notice to 200,000 inboxes, its workers killed 10 times: each has it once",
        "the same, nobody killed",
    ),
    "notices/pages": Row(
        "100 recipients' own pages: those that are right", "SQL of its own", (ALL_OF_THEM,)
    ),
    "spark/rows": Row("`sweep --engine spark`, `local[2]`, without the start", "ours, local"),
    "spark/start": Row("Spark's start", "the whole sweep, local"),
}


def met(row: Row, figure: Figure) -> bool | None:
    """Whether every bar of the row is met; None where it has none."""
    return all(bar.is_met(figure) for bar in row.bars) if row.bars else None
