import json
from pathlib import Path

import pytest

from lints import coverage
from lints.__main__ import main


def written(path: Path, source: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return path


def test_findings_are_printed_in_order_with_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = written(
        tmp_path / "cart.py",
        "from time import time\nprice_fen = 0.5\nlisted_at = time()\n",
    )
    written(tmp_path / "shelf.py", "price_fen = 50\n")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{module}:2:13: money: a float near money; fen are whole: use int, // or a rate in ppm",
        f"{module}:3:13: clock: time.time reads the clock; "
        "take `at`, or ask yellowcart.kit.clock.now()",
        "Own lints: 2 files, 2 findings.",
    ]


def test_a_clean_file_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written(tmp_path / "cart.py", "price_fen = 50\n"))]) == 0
    assert capsys.readouterr().out == "Own lints: 1 files, no findings.\n"


@pytest.mark.parametrize("name", ["utils.py", "common/cart.py", "links/helpers.py"])
def test_a_drawer_is_found(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = written(tmp_path / name, "")
    assert main([str(module)]) == 1
    assert capsys.readouterr().out.startswith(f"{module}:1:1: drawer: ")


def test_only_the_clock_itself_reads_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parents[2]
    clock = root / "src/yellowcart/kit/clock.py"
    assert main([str(clock)]) == 1  # by another path it is any other file
    assert "datetime.datetime.now reads the clock" in capsys.readouterr().out


def report(path: Path, covered: int) -> str:
    file = {
        "summary": {"num_branches": 100, "covered_branches": covered},
        "missing_lines": [7] if covered < 100 else [],
        "missing_branches": [[6, 7]] if covered < 100 else [],
    }
    written(path, json.dumps({"files": {"src/yellowcart/kit/period.py": file}}))
    return str(path)


@pytest.mark.parametrize(("covered", "status"), [(100, 0), (95, 0), (94, 1)])
def test_a_room_must_reach_the_bar(
    covered: int, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage.main(report(tmp_path / "coverage.json", covered), ["kit"]) == status
    printed = capsys.readouterr().out
    assert f"{covered:5} of   100 branches covered, {covered}.0 %" in printed
    assert ("Below 95 %: kit." in printed) == (status == 1)
    assert ("period.py: lines [7], [[6, 7]]" in printed) == (status == 1)


def test_a_room_that_nothing_ran_is_below_the_bar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage.main(report(tmp_path / "coverage.json", 100), ["links"]) == 1
    assert "Below 95 %: links." in capsys.readouterr().out
