import gzip
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import yellowcart.sweep
from tests.sweep.inventories import (
    CREATORS,
    WITHDRAWALS,
    WRITERS,
    Row,
    dicts,
    recognised,
    results,
    write_csv,
    write_jsonl,
    write_parquet,
)
from yellowcart.sweep import sweep
from yellowcart.terms import Terms

FILES = ["creators.parquet", "rejected.parquet", "report.html", "summary.json"]
FILES += ["withdrawals.parquet"]


@pytest.mark.parametrize("rows", [dicts(), recognised()], ids=["text", "recognised"])
@pytest.mark.parametrize("format_", WRITERS)
def test_what_falls_and_whom_it_touches(
    terms: Terms, at: datetime, tmp_path: Path, format_: str, rows: list[Row]
) -> None:
    inventory = WRITERS[format_](tmp_path / f"inventory.{format_}", rows)
    summary = sweep([inventory], terms, at, tmp_path / "out")
    assert results(tmp_path / "out") == {
        "withdrawals": WITHDRAWALS,
        "creators": CREATORS,
        "rejected": [],
    }
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"inventory.{format_}", "out"]
    kept_apart = {"not_granted": 2, "no_agreement": 1, "unknown_partner": 1, "unrecognised": 1}
    assert (summary.rows, summary.rejected, summary.entries) == (12, 0, 12)
    assert (summary.withdrawn, summary.kept, summary.opened) == (5, 2, 1)
    assert summary.denied_before == kept_apart
    assert (summary.gmv_30d_fen, summary.gmv_30d_fen_withdrawn) == (1451, 1389)
    assert (summary.creators, summary.creators_touched, summary.unrecognised) == (5, 4, 1)
    assert summary.without_partner == {"pdd": 1}
    assert summary.unrecognised_by == {"words" if "text" in rows[0] else "not_given": 1}


def test_the_summary_file_says_what_the_call_answers(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    inventory = write_parquet(tmp_path / "i.parquet")
    summary = sweep([inventory], terms, at, tmp_path / "out", known_at=at)
    written = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert written == json.loads(json.dumps(summary.to_json()))
    assert written["at"] == written["known_at"] == "2022-03-01T00:00:00+08:00"
    assert written["engine"] == "local"
    assert written["inputs"] == [str(inventory)]
    assert written["by_partner_surface"][0] == {
        "partner": "jd-alliance",
        "surface": "live_cart",
        "entries": 2,
        "withdrawn": 2,
        "kept": 0,
        "gmv_30d_fen": 99,
        "gmv_30d_fen_withdrawn": 99,
    }
    assert written["by_clause"][0] == {
        "partner": "jd-alliance",
        "surface": "live_cart",
        "reason": "not_granted",
        "agreement": "jd-2020",
        "version": 3,
        "clause": "2",
        "hung": "session",
        "entries": 2,
        "gmv_30d_fen": 99,
    }
    assert [row["creator_id"] for row in written["top_creators"]] == [70, 71, 72, 74]


def test_what_was_not_known_yet_takes_nothing_down(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    rows = [row for row in dicts() if row["entry_id"] in (5, 11)]
    inventory = write_parquet(tmp_path / "i.parquet", rows)
    earlier = at.replace(year=2021, month=12)
    summary = sweep([inventory], terms, at, tmp_path / "out", known_at=earlier)
    assert (summary.withdrawn, summary.kept, summary.opened) == (0, 1, 0)
    assert pq.read_table(tmp_path / "out" / "withdrawals.parquet").num_rows == 0


def test_files_folders_and_globs_are_one_inventory(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    rows = dicts()
    parts = tmp_path / "parts"
    (parts / "deeper").mkdir(parents=True)
    write_parquet(parts / "a.parquet", rows[:3])
    write_csv(parts / "deeper" / "b.csv", rows[3:5])
    (parts / "_SUCCESS").write_text("")
    (parts / ".hidden.csv").write_text("no inventory")
    (parts / "notes.txt").write_text("no inventory")
    write_jsonl(tmp_path / "d1.jsonl", rows[5:8])
    last = write_jsonl(tmp_path / "last.jsonl", rows[8:])
    (tmp_path / "d2.jsonl.gz").write_bytes(gzip.compress(last.read_bytes()))
    again = (parts / "a.parquet", Path(os.path.relpath(parts / "a.parquet")))
    inventory: list[str | Path] = [parts, str(tmp_path / "d*.jsonl*"), *again]
    summary = sweep(inventory, terms, at, tmp_path / "out")
    assert summary.rows == 12
    assert results(tmp_path / "out")["withdrawals"] == WITHDRAWALS
    assert results(tmp_path / "out")["creators"] == CREATORS


def test_ids_are_texts_as_soon_as_one_file_has_texts(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    rows = dicts()
    write_parquet(tmp_path / "1.parquet", rows[:6])
    write_jsonl(tmp_path / "2.jsonl", [row | {"creator_id": "00074"} for row in rows[11:]])
    sweep([tmp_path / "1.parquet", tmp_path / "2.jsonl"], terms, at, tmp_path / "out")
    found = results(tmp_path / "out")
    assert [row["entry_id"] for row in found["withdrawals"]] == [1, 2, 3, 5, 12]
    assert [row["creator_id"] for row in found["creators"]] == ["00074", "70", "71", "72"]


@pytest.mark.parametrize(
    "change",
    [
        {"entry_id": pa.uint32(), "creator_id": pa.int16(), "gmv_30d_fen": pa.uint64()},
        {"text": pa.large_string(), "surface": pa.string_view(), "kind": pa.large_string()},
        {
            "text": pa.dictionary(pa.int8(), pa.string()),
            "surface": pa.dictionary(pa.int64(), pa.large_string()),
        },
    ],
    ids=["narrow", "large", "dictionaries"],
)
def test_parquet_of_other_widths_is_read_the_same(
    terms: Terms, at: datetime, tmp_path: Path, change: dict[str, Any]
) -> None:
    table = pa.Table.from_pylist(dicts())
    for name, kind in change.items():
        index = table.schema.get_field_index(name)
        table = table.set_column(index, name, _as(table[name], kind))
    pq.write_table(table, tmp_path / "i.parquet")
    sweep([tmp_path / "i.parquet"], terms, at, tmp_path / "out")
    assert results(tmp_path / "out")["withdrawals"] == WITHDRAWALS
    assert results(tmp_path / "out")["creators"] == CREATORS


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type).dictionary_encode().cast(kind)
    return column.cast(kind)


def test_unsigned_ids_beyond_64_bits_signed_are_kept_as_texts(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    table = pa.Table.from_pylist(dicts()[:1])
    big = pa.array([(1 << 64) - 1], pa.uint64())
    pq.write_table(table.set_column(0, "entry_id", big), tmp_path / "i.parquet")
    sweep([tmp_path / "i.parquet"], terms, at, tmp_path / "out")
    assert results(tmp_path / "out")["withdrawals"][0]["entry_id"] == str((1 << 64) - 1)


@pytest.mark.parametrize("format_", WRITERS)
def test_more_rows_than_a_batch_holds(
    terms: Terms, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    for module in ("entries", "parquet", "rows"):
        monkeypatch.setattr(f"yellowcart.sweep.reading.{module}.BATCH_ROWS", 50)
    monkeypatch.setattr("yellowcart.sweep.outputs.ROW_GROUP", 100)
    rows = [row | {"entry_id": row["entry_id"] + 100 * i} for i in range(60) for row in dicts()]
    inventory = WRITERS[format_](tmp_path / f"i.{format_}", rows)
    done: list[tuple[int, int | None]] = []
    sweep([inventory], terms, at, tmp_path / "out", progress=lambda *rows: done.append(rows))
    expected = [
        row | {"entry_id": row["entry_id"] + 100 * i} for i in range(60) for row in WITHDRAWALS
    ]
    found = results(tmp_path / "out")
    assert found["withdrawals"] == expected
    assert [row["entries"] for row in found["creators"]] == [120, 120, 180, 240, 60]
    assert done[-1] == (720, 720 if format_ == "parquet" else None)
    assert len(done) > 10
    assert done == sorted(done)


def test_an_earlier_result_is_replaced_whole(terms: Terms, at: datetime, tmp_path: Path) -> None:
    inventory = write_parquet(tmp_path / "i.parquet")
    sweep([inventory], terms, at, tmp_path / "out")
    (tmp_path / "out" / ".DS_Store").write_bytes(b"seen in Finder")
    sweep([write_parquet(tmp_path / "j.parquet", dicts()[:1])], terms, at, tmp_path / "out")
    assert results(tmp_path / "out")["withdrawals"] == WITHDRAWALS[:1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["i.parquet", "j.parquet", "out"]


def test_only_the_needed_columns(terms: Terms, at: datetime, tmp_path: Path) -> None:
    rows = [
        {"entry_id": 1, "creator_id": 7, "surface": "live_cart", "marketplace": "jd"},
        {"entry_id": 2, "creator_id": 7, "surface": "live_cart", "marketplace": None},
    ]
    summary = sweep([write_jsonl(tmp_path / "i.jsonl", rows)], terms, at, tmp_path / "out")
    found = results(tmp_path / "out")
    assert [(row["entry_id"], row["item_id"]) for row in found["withdrawals"]] == [(1, None)]
    assert summary.denied_before == {"unrecognised": 1}
    assert summary.gmv_30d_fen == 0
    assert summary.unrecognised_by == {"not_given": 1}
    assert "清单中未注明平台" in (tmp_path / "out" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("format_", WRITERS)
def test_marketplaces_however_the_inventory_spells_them(
    terms: Terms, at: datetime, tmp_path: Path, format_: str
) -> None:
    spelled = ["jd", "JD", " Jd\t", "", "  ", None, "PDD", "pdd", "bazaar", "京东"]
    rows: list[Row] = [
        {"entry_id": i, "creator_id": 7, "surface": "live_cart", "marketplace": one}
        for i, one in enumerate(spelled)
    ]
    inventory = WRITERS[format_](tmp_path / f"i.{format_}", rows)
    summary = sweep([inventory], terms, at, tmp_path / "out")
    fallen = results(tmp_path / "out")["withdrawals"]
    assert [(row["entry_id"], row["marketplace"]) for row in fallen] == [
        (0, "jd"),
        (1, "jd"),
        (2, "jd"),
    ]
    assert summary.denied_before == {"unknown_partner": 4, "unrecognised": 3}
    assert summary.without_partner == {"pdd": 2, "bazaar": 1, "京东": 1}
    assert (summary.unrecognised, summary.rejected) == (3, 0)
    assert summary.unrecognised_by == {"not_given": 3}


def test_codes_that_the_agreements_do_not_know_are_closed(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    known = {
        "entry_id": 1,
        "creator_id": 7,
        "surface": "live_cart",
        "kind": "",
        "marketplace": "jd",
    }
    rows = [
        known,
        known | {"kind": "goods", "surface": "LIVE_CART"},
        known | {"kind": "goods", "surface": "banner"},
        known | {"kind": "Goods"},
        known | {"kind": "tickets"},
    ]
    summary = sweep([write_csv(tmp_path / "i.csv", rows)], terms, at, tmp_path / "out")
    assert (summary.withdrawn, summary.kept) == (1, 0)
    assert summary.denied_before == {"not_granted": 4}


def test_every_row_is_counted_once(terms: Terms, at: datetime, tmp_path: Path) -> None:
    broken = dicts()[0] | {"creator_id": None}
    summary = sweep(
        [write_jsonl(tmp_path / "i.jsonl", [*dicts(), broken])], terms, at, tmp_path / "out"
    )
    found = results(tmp_path / "out")
    denied = sum(summary.denied_before.values())
    assert summary.rows == summary.rejected + summary.entries == 13
    assert summary.entries == summary.withdrawn + summary.kept + denied == 12
    assert len(found["withdrawals"]) == summary.withdrawn
    assert len(found["rejected"]) == summary.rejected == 1
    assert len(found["creators"]) == summary.creators
    for name in ("entries", "withdrawn", "kept", "unrecognised"):
        assert sum(row[name] for row in found["creators"]) == getattr(summary, name)
    for name in ("gmv_30d_fen", "gmv_30d_fen_withdrawn"):
        assert sum(row[name] for row in found["creators"]) == getattr(summary, name)
    for name in ("entries", "withdrawn", "kept", "gmv_30d_fen", "gmv_30d_fen_withdrawn"):
        assert sum(getattr(place, name) for place in summary.by_partner_surface) == getattr(
            summary, name
        )
    assert summary.denied_before["unrecognised"] == summary.unrecognised
    assert sum(summary.unrecognised_by.values()) == summary.unrecognised
    assert summary.denied_before["unknown_partner"] == sum(summary.without_partner.values())


def test_the_columns_are_those_that_the_page_lists(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    sweep([write_parquet(tmp_path / "i.parquet")], terms, at, tmp_path / "out")
    columns = {
        name: " ".join(pq.read_schema(tmp_path / "out" / f"{name}.parquet").names)
        for name in ("withdrawals", "creators", "rejected")
    }
    assert columns == {
        "withdrawals": "entry_id creator_id surface partner marketplace item_id reason agreement "
        "version clause hung",
        "creators": "creator_id entries withdrawn kept unrecognised gmv_30d_fen "
        "gmv_30d_fen_withdrawn",
        "rejected": "file line field value reason content",
    }


def test_item_ids_that_json_has_as_numbers(terms: Terms, at: datetime, tmp_path: Path) -> None:
    row = {"entry_id": 1, "creator_id": 7, "surface": "live_cart", "marketplace": "jd"}
    sweep([write_jsonl(tmp_path / "i.jsonl", [row | {"item_id": 77}])], terms, at, tmp_path / "out")
    assert results(tmp_path / "out")["withdrawals"][0]["item_id"] == "77"


@pytest.mark.parametrize("moved_to", ["earlier", "out"])
@pytest.mark.parametrize("failure", [PermissionError, KeyboardInterrupt])
def test_an_earlier_result_stays_where_the_new_one_cannot_be_put(
    terms: Terms,
    at: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: type[BaseException],
    moved_to: str,
) -> None:
    inventory = write_parquet(tmp_path / "i.parquet")
    sweep([inventory], terms, at, tmp_path / "out")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "out" and target.name == moved_to:
            raise failure
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(failure):
        sweep([inventory], terms, at.replace(month=1), tmp_path / "out")
    assert results(tmp_path / "out")["withdrawals"] == WITHDRAWALS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["i.parquet", "out"]


def test_the_room_offers_its_two_names() -> None:
    assert yellowcart.sweep.Summary.__name__ == "Summary"
    with pytest.raises(AttributeError, match="no attribute 'swoop'"):
        _ = yellowcart.sweep.swoop
