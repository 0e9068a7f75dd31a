import gzip
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.sweep.inventories import (
    TAOBAO,
    WRITERS,
    Row,
    dicts,
    results,
    write_csv,
    write_jsonl,
    write_parquet,
)
from yellowcart.kit.errors import BadInput
from yellowcart.sweep import sweep
from yellowcart.sweep.reading.entries import BATCH_ROWS, MOST_FEN
from yellowcart.sweep.rulings import JUST_BEFORE, Rulings
from yellowcart.terms import Terms


class Refused(Protocol):
    def __call__(
        self, inventory: Sequence[str | Path], output: Path | None = None, **options: Any
    ) -> str: ...


@pytest.fixture
def refused(terms: Terms, at: datetime, tmp_path: Path) -> Refused:
    """Sweeps into a new folder, and answers the refusal; nothing may have been written."""

    def attempt(inventory: Sequence[str | Path], output: Path | None = None, **options: Any) -> str:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(BadInput) as refusal:
            sweep(inventory, terms, at, output or tmp_path / "out", **options)
        assert sorted(tmp_path.rglob("*")) == before
        return str(refusal.value).replace(f"{tmp_path}/", "")

    return attempt


def test_names_that_give_no_inventory(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("")
    expected = "Parquet, CSV or JSONL (.parquet, .csv, .jsonl, the last two also as .gz)"
    assert refused([]) == "no inventory; expected at least one file, folder or glob"
    assert refused([tmp_path / "gone.csv"]) == "gone.csv: no such file or folder"
    assert refused([tmp_path / "empty"]) == f"empty: no inventory file here; expected {expected}"
    assert refused([f"{tmp_path}/*.csv"]) == f"*.csv: no inventory file here; expected {expected}"
    assert refused([tmp_path / "notes.txt"]) == (
        f"notes.txt: not an inventory file; expected {expected}"
    )


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize("column", ["entry_id", "creator_id", "surface"])
def test_a_missing_column(refused: Refused, tmp_path: Path, format_: str, column: str) -> None:
    rows = [{name: value for name, value in row.items() if name != column} for row in dicts()]
    WRITERS[format_](tmp_path / f"i.{format_}", rows)
    assert refused([tmp_path / f"i.{format_}"]) == (
        f"i.{format_}, {column}: the column is missing; expected a column named {column}"
    )


def test_neither_text_nor_marketplace(refused: Refused, tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "text"} for row in dicts()]
    write_csv(tmp_path / "i.csv", rows)
    assert refused([tmp_path / "i.csv"]) == (
        "i.csv, text: the column is missing; "
        "expected a text column, or marketplace and item_id where links are recognised"
    )


def test_a_parquet_column_of_another_type(refused: Refused, tmp_path: Path) -> None:
    write_parquet(tmp_path / "i.parquet", [row | {"gmv_30d_fen": "12"} for row in dicts()])
    write_parquet(tmp_path / "j.parquet", [row | {"surface": 7} for row in dicts()])
    assert refused([tmp_path / "i.parquet"]) == (
        "i.parquet, gmv_30d_fen: the column holds string; expected whole numbers of fen"
    )
    assert refused([tmp_path / "j.parquet"]) == (
        "j.parquet, surface: the column holds int64; expected strings"
    )


def test_a_file_that_is_no_parquet(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "i.parquet").write_bytes(b"entry_id,creator_id")
    assert refused([tmp_path / "i.parquet"]).startswith("i.parquet: not a Parquet file (")


@pytest.mark.parametrize(
    "content", [b"plain text", gzip.compress(b"entry_id,creator", mtime=0)[:-9]]
)
def test_a_file_that_is_no_gzip(refused: Refused, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "i.csv.gz").write_bytes(content)
    assert refused([tmp_path / "i.csv.gz"]).startswith("i.csv.gz: cannot be read (")


def test_an_output_that_holds_something_else(refused: Refused, tmp_path: Path) -> None:
    inventory = [write_parquet(tmp_path / "i.parquet")]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_text("years of work")
    (tmp_path / "nested" / "report.html").mkdir(parents=True)
    (tmp_path / "file").write_text("")
    assert refused(inventory, tmp_path / "mine") == (
        "mine: the folder holds thesis.doc, which is no output of this command; "
        "expected a new or an empty folder, or an earlier output"
    )
    assert "holds report.html" in refused(inventory, tmp_path / "nested")
    assert refused(inventory, tmp_path / "file") == (
        "file: a file is in the way; expected the name of a folder"
    )


def test_an_instant_that_nothing_comes_before(terms: Terms) -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    with pytest.raises(BadInput) as refusal:
        Rulings(terms, first)
    assert str(refusal.value) == (
        "at: the calendar has nothing before it, got '0001-01-01T00:00:00+00:00'; "
        "expected a later instant"
    )
    assert Rulings(terms, first + JUST_BEFORE).before == first


def test_an_engine_that_is_none(refused: Refused, tmp_path: Path) -> None:
    inventory = [write_parquet(tmp_path / "i.parquet")]
    assert refused(inventory, engine="flink") == (
        "engine: no such engine, got 'flink'; expected local or spark"
    )


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError])
def test_a_sweep_that_breaks_off_leaves_the_earlier_result(
    terms: Terms, at: datetime, tmp_path: Path, failure: type[BaseException]
) -> None:
    inventory = write_parquet(tmp_path / "i.parquet")
    sweep([inventory], terms, at, tmp_path / "out")
    before = results(tmp_path / "out")

    def stop(done: int, total: int | None) -> None:
        raise failure

    many = write_parquet(tmp_path / "j.parquet", row_group_size=1)
    with pytest.raises(failure):
        sweep([many], terms, at, tmp_path / "out", progress=stop)
    with pytest.raises(failure):
        sweep([inventory], terms, at, tmp_path / "new", progress=stop)
    assert results(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["i.parquet", "j.parquet", "out"]


def test_a_broken_row_group_stops_the_sweep_and_leaves_nothing(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    path = write_parquet(tmp_path / "i.parquet", compression="none")
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"i\.parquet: cannot be read"):
        sweep([path], terms, at, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [path]


NOT_FEN = "not a whole number of fen from 0 to 70368744177663"


def rejected(terms: Terms, at: datetime, tmp_path: Path, path: Path) -> dict[str, list[Row]]:
    sweep([path], terms, at, tmp_path / "out")
    found = results(tmp_path / "out")
    assert all(row.pop("file") == str(path) for row in found["rejected"])
    return found


def test_rows_of_csv_that_cannot_be_read(terms: Terms, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "i.csv"
    path.write_bytes(
        "\ufeffentry_id,creator_id,surface,text,gmv_30d_fen\r\n"
        '1,70,live_cart,"一件\r\nhttps://item.jd.com/100012043978.html",12\r\n'
        ",70,live_cart,x,1\r\n"
        "x3,70,live_cart,x,1\r\n"
        "04,70,live_cart,x,1\r\n"
        "5,70,live_cart,x,1.5\r\n"
        "6,70,live_cart,x,-1\r\n"
        "7,70,live_cart\r\n"
        "8,70,,x,\r\n"
        "\r\n"
        "10,70,live_cart,".encode()
        + b"\xc3\x28,1\r\n"
        + b"11,70,live_cart,https://item.jd.com/1.html,\r\n"
    )
    found = rejected(terms, at, tmp_path, path)
    assert [row["entry_id"] for row in found["withdrawals"]] == [1, 11]
    not_whole = "not a whole number, as the ids of this inventory are"
    assert found["rejected"] == [
        rejection(4, "entry_id", None, "missing", ",70,live_cart,x,1"),
        rejection(5, "entry_id", "x3", not_whole, "x3,70,live_cart,x,1"),
        rejection(6, "entry_id", "04", not_whole, "04,70,live_cart,x,1"),
        rejection(7, "gmv_30d_fen", "1.5", NOT_FEN, "5,70,live_cart,x,1.5"),
        rejection(8, "gmv_30d_fen", "-1", NOT_FEN, "6,70,live_cart,x,-1"),
        rejection(9, None, None, "3 columns where the header has 5", "7,70,live_cart"),
        rejection(10, "surface", None, "missing", "8,70,,x,"),
        rejection(12, "text", "?(", "not a text", "10,70,live_cart,?(,1"),
    ]


def rejection(line: int, field: str | None, value: str | None, reason: str, content: str) -> Row:
    return {
        "line": line,
        "field": field,
        "value": value,
        "reason": reason,
        "content": content,
    }


def test_rows_of_jsonl_that_cannot_be_read(terms: Terms, at: datetime, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "i.jsonl", dicts()[:1])
    lines = [
        '{"entry_id": 2, "creator_id": 70',
        "[1, 2]",
        "",
        '{"entry_id": 5, "creator_id": true, "surface": "live_cart", "text": "x"}',
        '{"entry_id": 6, "creator_id": 70, "surface": 3, "text": "x"}',
        '{"entry_id": 7, "creator_id": 70, "surface": "note"}',
        '{"entry_id": 8, "creator_id": 70, "surface": "note", "text": "x", "gmv_30d_fen": 1e3}',
        '{"entry_id": 9223372036854775808, "creator_id": 7, "surface": "note", "text": "x"}',
        "[" * 100_000,
    ]
    with path.open("a") as file:
        file.write("\n".join(lines))
    found = rejected(terms, at, tmp_path, path)
    assert [row["entry_id"] for row in found["withdrawals"]] == [1]
    assert [(row["line"], row["field"], row["value"]) for row in found["rejected"]] == [
        (2, None, None),
        (3, None, None),
        (5, "creator_id", "True"),
        (6, "surface", "3"),
        (7, "text", None),
        (8, "gmv_30d_fen", "1000.0"),
        (9, "entry_id", "9223372036854775808"),
        (10, None, None),
    ]
    assert found["rejected"][0]["reason"] == "not a JSON object"
    assert found["rejected"][0]["content"] == lines[0]


def test_text_ids_that_are_no_text(terms: Terms, at: datetime, tmp_path: Path) -> None:
    first = dicts()[0]
    rows = [first | {"entry_id": "a"}, first | {"entry_id": 2}, first | {"entry_id": 2.5}]
    found = rejected(terms, at, tmp_path, write_jsonl(tmp_path / "i.jsonl", rows))
    assert [row["entry_id"] for row in found["withdrawals"]] == ["a", "2"]
    assert [(row["line"], row["reason"]) for row in found["rejected"]] == [
        (3, "not a text or a whole number")
    ]


def test_rows_of_parquet_that_cannot_be_read(terms: Terms, at: datetime, tmp_path: Path) -> None:
    rows = dicts()[:1] * 6
    changes: list[Row] = [
        {},
        {"entry_id": None},
        {"text": None},
        {"gmv_30d_fen": -3},
        {"surface": ""},
        {},
    ]
    path = tmp_path / "i.parquet"
    write_parquet(path, [row | change for row, change in zip(rows, changes, strict=True)])
    found = rejected(terms, at, tmp_path, path)
    assert len(found["withdrawals"]) == 2
    assert [
        (row["line"], row["field"], row["value"], row["reason"]) for row in found["rejected"]
    ] == [
        (2, "entry_id", None, "missing"),
        (3, "text", None, "missing"),
        (4, "gmv_30d_fen", "-3", NOT_FEN),
        (5, "surface", None, "missing"),
    ]
    assert '"gmv_30d_fen": -3' in found["rejected"][2]["content"]


@pytest.mark.parametrize("format_", WRITERS)
def test_more_money_than_one_entry_can_make(
    terms: Terms, at: datetime, tmp_path: Path, format_: str
) -> None:
    most = (1 << 46) - 1
    amounts = [most, most + 1, 5 * 10**18, most]
    rows = [dicts()[0] | {"gmv_30d_fen": fen} for fen in amounts]
    path = WRITERS[format_](tmp_path / f"i.{format_}", rows)
    found = rejected(terms, at, tmp_path, path)
    assert [row["gmv_30d_fen"] for row in found["creators"]] == [2 * most]
    header = 1 if format_ == "csv" else 0
    assert [
        (row["line"], row["field"], row["value"], row["reason"]) for row in found["rejected"]
    ] == [
        (2 + header, "gmv_30d_fen", str(most + 1), NOT_FEN),
        (3 + header, "gmv_30d_fen", str(5 * 10**18), NOT_FEN),
    ]


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.uint8(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64()], ids=str
)
def test_gmv_in_parquet_of_any_width(
    terms: Terms, at: datetime, tmp_path: Path, kind: pa.DataType
) -> None:
    fits = pa.types.is_signed_integer(kind), kind.bit_width == 64
    amounts = [7, None, -1 if fits[0] else 8, 1 << 62 if fits[1] else 9]
    if kind == pa.uint64():
        amounts.append((1 << 64) - 1)
    table = pa.Table.from_pylist(dicts()[:1] * len(amounts))
    table = table.set_column(6, "gmv_30d_fen", pa.array(amounts, kind))
    pq.write_table(table, tmp_path / "i.parquet")
    found = rejected(terms, at, tmp_path, tmp_path / "i.parquet")
    bad = [fen for fen in amounts if fen is not None and not 0 <= fen < 1 << 46]
    assert [row["value"] for row in found["rejected"]] == [str(fen) for fen in bad]
    good = [fen for fen in amounts if fen is not None and fen not in bad]
    assert [row["gmv_30d_fen"] for row in found["creators"]] == [sum(good)]


def test_a_full_batch_of_the_most_money_sums_exactly() -> None:
    assert BATCH_ROWS * MOST_FEN < 1 << 63


@pytest.mark.parametrize("format_", WRITERS)
def test_an_empty_text_is_an_entry_without_a_link_in_every_format(
    terms: Terms, at: datetime, tmp_path: Path, format_: str
) -> None:
    rows = [dicts()[0], dicts()[0] | {"text": ""}, dicts()[0] | {"text": None}]
    path = WRITERS[format_](tmp_path / f"i.{format_}", rows)
    found = rejected(terms, at, tmp_path, path)
    rejections = [(row["line"], row["field"], row["reason"]) for row in found["rejected"]]
    # CSV has no null: what was one is an empty text there.
    unrecognised = 2 if format_ == "csv" else 1
    assert [row["unrecognised"] for row in found["creators"]] == [unrecognised]
    assert rejections == ([] if format_ == "csv" else [(3, "text", "missing")])


@pytest.mark.parametrize(
    ("first", "field"), [({"text": TAOBAO}, "text"), ({"marketplace": "taobao"}, "marketplace")]
)
def test_a_line_of_jsonl_with_neither_text_nor_marketplace(
    terms: Terms, at: datetime, tmp_path: Path, first: Row, field: str
) -> None:
    row = {"entry_id": 1, "creator_id": 70, "surface": "live_cart"}
    path = write_jsonl(tmp_path / "i.jsonl", [row | first, row, row | {field: None}])
    found = rejected(terms, at, tmp_path, path)
    assert [row["entries"] for row in found["creators"]] == [1 if field == "text" else 2]
    lines = [2, 3] if field == "text" else [2]
    assert [(row["line"], row["field"], row["reason"]) for row in found["rejected"]] == [
        (line, field, "missing") for line in lines
    ]


def test_a_csv_field_longer_than_any_text(
    terms: Terms, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yellowcart.sweep.reading.text_files.LONGEST_FIELD", 60)
    path = tmp_path / "i.csv"
    path.write_text(
        "entry_id,creator_id,surface,text\n"
        f"1,70,live_cart,https://item.jd.com/1.html\n2,70,live_cart,{'x' * 100}\n"
        "3,70,live_cart,https://item.jd.com/1.html\n"
    )
    monkeypatch.setattr("yellowcart.sweep.reading.text_files.LOOKED_AT", 1)
    found = rejected(terms, at, tmp_path, path)
    assert [row["entry_id"] for row in found["withdrawals"]] == [1, 3]
    assert [(row["line"], row["reason"]) for row in found["rejected"]] == [
        (3, "not CSV (field larger than field limit (60))")
    ]


def test_a_gzip_cut_off_after_its_beginning_leaves_nothing(
    terms: Terms, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yellowcart.sweep.reading.text_files.LOOKED_AT", 10)
    rows = [row | {"entry_id": i} for i in range(40_000) for row in dicts()[:1]]
    content = write_jsonl(tmp_path / "i.jsonl", rows).read_bytes()
    (tmp_path / "i.jsonl").unlink()
    (tmp_path / "i.jsonl.gz").write_bytes(gzip.compress(content)[:-20])
    with pytest.raises(BadInput, match=r"i\.jsonl\.gz: cannot be read"):
        sweep([tmp_path / "i.jsonl.gz"], terms, at, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["i.jsonl.gz"]
