from pathlib import Path

import pytest

from bench import report
from bench.figure import Figure
from bench.record import Measured
from bench.rows import ROWS, met

DOCUMENT = f"# Benchmarks\n\nBefore.\n\n{report.FROM}\nold\n{report.TO}\n\nAfter.\n"
AT = "2026-01-01T10:20:30+00:00"


@pytest.mark.parametrize(
    ("name", "ours", "peer", "expected"),
    [
        ("decide/casbin", 1_000_000, 6_666, True),
        ("decide/casbin", 999_999, 1, False),
        ("decide/casbin", 1_400_000, 10_000, False),
        ("decide/100000-clauses", 1_000_000, 1_500_000, True),
        ("decide/100000-clauses", 1_000_000, 1_500_001, False),
        ("sweep/50M/text", 4.0, 1.0, True),
        ("sweep/50M/text", 4.1, 1.0, False),
        ("sweep/50M/marketplace", 1.7, 1.0, False),
        ("sweep/50M/text/resident", 2048, 1, True),
        ("sweep/50M/text/resident", 2049, 4096, False),
        ("growth/100M", 120, 100, True),
        ("growth/100M", 121, 100, False),
        ("recognise_column/lengths-duckdb", 1, 1, None),
    ],
)
def test_a_row_is_met_when_all_its_bars_are(
    name: str, ours: float, peer: float, expected: bool | None
) -> None:
    assert met(ROWS[name], Figure(name, ours, peer, "")) is expected


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2_345_678, "calls/s", "2.35 M/s"),
        (345_678, "rows/s", "345,678/s"),
        (2.345, "s", "2.35 s"),
        (1234.5, "MiB", "1,234 MiB"),
        (99.95, "%", "100.0 %"),
        (312.4, "ns", "312 ns"),
    ],
)
def test_amounts_read_by_their_unit(value: float, unit: str, text: str) -> None:
    assert report.amount(value, unit) == text


def test_the_document_keeps_its_words_around_the_figures(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    figures = [
        Measured(Figure("sweep/50M/text", 9.0, 2.0, "s"), "2 cores", AT),
        Measured(Figure("spark/start", 8.0, 2.0, "s"), "2 cores", AT),
    ]

    report.write(path, figures)

    lines = path.read_text("utf-8").splitlines()
    assert lines[:3] == ["# Benchmarks", "", "Before."]
    assert lines[-1] == "After."
    assert "old" not in lines
    assert (
        "| `sweep`, 50M rows with `text` | 9.00 s | 2.00 s | DuckDB's scan, filter and write"
        " | 4.50 | ≤ 4 times | **no** | 2026-01-01 10:20 |" in lines
    )
    assert "Measured on 2 cores." in lines


def test_the_document_can_be_written_again(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    figures = [Measured(Figure("spark/start", 8.0, 2.0, "s"), "2 cores", AT)]

    report.write(path, figures)
    once = path.read_text("utf-8")
    report.write(path, figures)

    assert path.read_text("utf-8") == once
