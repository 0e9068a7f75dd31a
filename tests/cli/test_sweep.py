import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import AT, JD, PDD, TAOBAO, Ran, Run

OUTPUTS = [
    "creators.parquet",
    "rejected.parquet",
    "report.html",
    "summary.json",
    "withdrawals.parquet",
]
ROWS = f"""\
entry_id,creator_id,surface,text,gmv_30d_fen
1,70,live_cart,{TAOBAO},123456
2,70,live_cart,{JD},100
3,71,video_cart,{JD},250
4,71,live_cart,{PDD},
5,72,banner,好物,7
6,72,live_cart,{JD},1.5
"""


@pytest.fixture
def sweep(yellowcart: Run, agreements: str, tmp_path: Path) -> Run:
    (tmp_path / "inventory.csv").write_text(ROWS, encoding="utf-8")

    def sweep(*arguments: Any, inventory: str = "inventory.csv", at: str = AT) -> Ran:
        options = ["--agreements", agreements, "--at", at, "--output", "out"]
        return yellowcart("sweep", inventory, *options, *arguments)

    return sweep


def test_the_summary_and_the_folder(sweep: Run, tmp_path: Path) -> None:
    (summary,) = sweep("--json").answers
    figures = ("at", "engine", "rows", "rejected", "withdrawn", "kept", "unrecognised")
    assert [summary[name] for name in figures] == [AT, "local", 6, 1, 2, 1, 1]
    assert summary == json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == OUTPUTS


def test_by_what_was_known(sweep: Run) -> None:
    (summary,) = sweep("--known-at", "2022-02-20").answers
    assert (summary["known_at"], summary["withdrawn"]) == ("2022-02-20T00:00:00+08:00", 1)


def test_for_people(sweep: Run) -> None:
    ran = sweep("--plain", "--language", "en")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].rstrip() == f"What changes at {AT}"
    rows = [line.strip("│").split("│") for line in ran.out.splitlines() if "│" in line]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["Taobao Alliance", "live-room cart", "1", "1", "1", "0", "1,234.56", "1,234.56"],
        ["JD Alliance", "live-room cart", "1", "1", "1", "0", "1.00", "1.00"],
        ["JD Alliance", "short-video cart", "1", "1", "0", "1", "2.50", "0.00"],
        ["no partner", "live-room cart", "1", "0", "0", "0", "0.00", "0.00"],
        ["no partner", "a surface not listed", "1", "0", "0", "0", "0.07", "0.00"],
        ["All", "", "5", "3", "2", "1", "1,238.13", "1,235.56"],
    ]
    assert ran.out.splitlines()[-2:] == [
        "Of 3 that hung, 2 fall and 1 stay. 2 were denied before, 1 of them unrecognised. "
        "1 of 3 creators are touched. 1 rows could not be read.",
        "out/report.html",
    ]


def test_for_people_in_chinese(sweep: Run) -> None:
    ran = sweep("--plain", "--language", "zh")
    assert ran.out.splitlines()[0].rstrip() == f"{AT} 起的变化"
    assert "淘宝联盟" in ran.out


def test_what_cannot_be_swept(sweep: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert sweep(inventory="gone.csv").refusal == "gone.csv: no such file or folder"
    assert sweep(at="soon").refusal == (
        "--at: not an instant, got 'soon'; expected an instant such as 2022-03-01T00:00:00+08:00"
    )
    assert sweep(at="0001-01-01T00:00:00Z").refusal == (
        "--at: the calendar has nothing before it, got '0001-01-01T00:00:00+00:00'; "
        "expected a later instant"
    )
    assert sweep("--engine", "flink").refusal == (
        "--engine: no such engine, got 'flink'; expected local or spark"
    )
    assert sweep("--master", "local[2]").refusal == (
        "--master: a master without Spark; expected --engine spark"
    )
    (tmp_path / "other.csv").write_text("entry_id,creator_id,text\n", encoding="utf-8")
    assert sweep(inventory="other.csv").refusal == (
        "other.csv, surface: the column is missing; expected a column named surface"
    )
    (tmp_path / "other.csv").unlink()
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_that_is_in_the_way(sweep: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("years of work")
    assert sweep().refusal == (
        f"{tmp_path}/out: the folder holds thesis.doc, which is no output of this command; "
        "expected a new or an empty folder, or an earlier output"
    )
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.doc"]


def test_an_output_that_cannot_be_made(sweep: Run, yellowcart: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    expected = "expected a name in a folder that can be written to"
    assert sweep("--output", "inventory.csv/out").refusal == (
        f"--output: {tmp_path}/inventory.csv/out cannot be made (File exists); {expected}"
    )
    options = ["--entries", "1", "--seed", "7"]
    made = yellowcart("generate", "inventory", *options, "inventory.csv/i.parquet")
    assert made.refusal == (
        f"output: inventory.csv/i.parquet cannot be made (File exists); {expected}"
    )
    assert sorted(tmp_path.iterdir()) == before


def test_a_progress_bar_on_a_terminal_only(sweep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sweep().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    ran = sweep("--json")
    assert ran.code == 0
    assert "Sweeping" in ran.err
    assert json.loads(ran.out)["rows"] == 6


def test_a_generated_inventory_can_be_swept(sweep: Run, yellowcart: Run, tmp_path: Path) -> None:
    options = ["--entries", "1000", "--seed", "7"]
    (made,) = yellowcart("generate", "inventory", *options, "i.parquet").answers
    size = (tmp_path / "i.parquet").stat().st_size
    assert made == {"output": "i.parquet", "entries": 1000, "seed": 7, "bytes": size}
    (summary,) = sweep(inventory="i.parquet").answers
    assert (summary["rows"], summary["rejected"]) == (1000, 0)
    plain = yellowcart("generate", "inventory", *options, "j.parquet", "--plain")
    assert plain.out == f"j.parquet: 1,000 entries, {size:,} bytes\n"
    assert (tmp_path / "j.parquet").read_bytes() == (tmp_path / "i.parquet").read_bytes()


def test_an_inventory_that_cannot_be_made(yellowcart: Run, tmp_path: Path) -> None:
    options = ["generate", "inventory", "--seed", "7", "--entries"]
    assert yellowcart(*options, "-1", "i.parquet").refusal == (
        "--entries: cannot generate, got -1; expected 0 or more"
    )
    for entries in ("ten", "1.5", "1000000000001"):
        refusal = yellowcart(*options, entries, "i.parquet").refusal
        assert refusal.startswith("Invalid value for '--entries': ")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "i.parquet").mkdir()
    assert yellowcart(*options, "1", "i.parquet").refusal == (
        "i.parquet: a folder is in the way; expected the name of a file"
    )


def test_an_inventory_is_parquet_and_replaces_only_another(yellowcart: Run, tmp_path: Path) -> None:
    make = ["generate", "inventory", "--seed", "7", "--entries"]
    assert yellowcart(*make, "1", "mine.csv").refusal == (
        "output: not the name of an inventory that can be made, got 'mine.csv'; "
        "expected a name in .parquet for one file, or without a suffix for a folder of parts"
    )
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "text.parquet").write_text("years of work")
    pq.write_table(pa.table({"entry_id": [1], "work": ["of years"]}), tmp_path / "table.parquet")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for name in ("text.parquet", "table.parquet"):
        assert yellowcart(*make, "1", name).refusal == (
            f"{name}: a file is in the way that is no generated inventory; "
            "expected a new name, or an earlier output"
        )
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    for entries in (1, 2):
        yellowcart(*make, entries, "i.parquet")
        assert pq.read_metadata(tmp_path / "i.parquet").num_rows == entries
