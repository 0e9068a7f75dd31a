import json
from pathlib import Path

from bench import record
from bench.figure import Figure
from bench.record import Measured

ORDER = ("first", "second", "third")


def measured(name: str, ours: float, at: str = "2026-01-01T00:00:00+00:00") -> Measured:
    return Measured(Figure(name, ours, 2.0, "rows/s"), "2 cores", at)


def test_what_was_measured_again_replaces_what_was_there_and_the_rest_stays() -> None:
    before = [measured("third", 1), measured("first", 2)]

    merged = record.merged(before, [measured("second", 3), measured("third", 4)], ORDER)

    assert [(one.figure.name, one.figure.ours) for one in merged] == [
        ("first", 2),
        ("second", 3),
        ("third", 4),
    ]


def test_a_name_without_a_row_is_dropped() -> None:
    assert record.merged([measured("gone", 1)], [], ORDER) == []


def test_figures_are_kept_with_their_ratio_machine_and_instant(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks" / "engine.json"

    record.write(path, [measured("first", 3_000_001)])

    assert json.loads(path.read_text("utf-8")) == [
        {
            "name": "first",
            "ours": 3_000_000.0,
            "peer": 2.0,
            "unit": "rows/s",
            "ratio": 1_500_000.0,
            "machine": "2 cores",
            "at": "2026-01-01T00:00:00+00:00",
        }
    ]
    assert record.read(path) == [measured("first", 3_000_000)]


def test_without_a_file_nothing_was_measured(tmp_path: Path) -> None:
    assert record.read(tmp_path / "engine.json") == []
