"""`make rehearse`, on fewer links."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

REHEARSE = Path(__file__).parents[2] / "examples" / "kuaishou-2022" / "rehearse.py"


@pytest.fixture
def rehearse() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rehearse", REHEARSE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_prints_what_falls_the_notice_and_the_report(
    rehearse: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    rehearse.main(tmp_path / "out", 2_000)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "The first run compiles its kernels: up to a minute.",
        "Making 2,000 links, seed 20220301.",
        "Sweeping out/inventory-2000.parquet and out/inventory-real.jsonl.",
        "",
    ]
    assert lines[4].rstrip() == "What changes at 2022-03-01T00:00:00+08:00"
    total = next(line for line in lines if line.startswith("│ All"))
    assert "2,503" in total
    assert "各位商家、达人：" in lines
    assert "To all merchants and creators:" in lines
    assert lines[-2] == "Report: out/kuaishou-2022/report.html"
    assert lines[-1].startswith("Swept 2,503 links in ")


def test_a_second_run_takes_the_same_inventory(
    rehearse: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearse.main(tmp_path, 100)
    made = (tmp_path / "inventory-100.parquet").stat().st_mtime_ns
    capsys.readouterr()
    rehearse.main(tmp_path, 100)
    assert capsys.readouterr().out.startswith("Sweeping ")
    assert (tmp_path / "inventory-100.parquet").stat().st_mtime_ns == made


def test_of_the_real_links_those_of_the_alliances_fall(
    rehearse: ModuleType, tmp_path: Path
) -> None:
    rehearse.main(tmp_path, 100)
    rows = pq.read_table(tmp_path / "kuaishou-2022" / "withdrawals.parquet").to_pylist()
    real = [row for row in rows if row["entry_id"] >= rehearse.FIRST_REAL]
    assert {row["partner"] for row in real} == {"taobao-alliance", "jd-alliance"}
    assert {row["surface"] for row in real if row["partner"] == "jd-alliance"} == {"live_cart"}
    assert {row["surface"] for row in real if row["partner"] == "taobao-alliance"} == set(
        rehearse.SURFACES
    )
