import dataclasses
import sys
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.sweep.inventories import CREATORS, dicts, write_csv, write_parquet
from yellowcart.kit.errors import BadInput
from yellowcart.sweep import sweep
from yellowcart.sweep.creators import SUM_NAMES, creator_schema, without_nulls
from yellowcart.sweep.generate import generate_inventory
from yellowcart.sweep.outputs import Outputs
from yellowcart.sweep.reading import id_types, layouts_of, pieces
from yellowcart.sweep.rulings import Outcome, Rulings
from yellowcart.sweep.spark import _sum_creators
from yellowcart.sweep.spark_answers import gathered, rows_written
from yellowcart.sweep.spark_rows import all_columns, judged_rows
from yellowcart.sweep.spark_session import cause, session
from yellowcart.sweep.tally import Tally
from yellowcart.terms import Terms


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_both_engines_give_the_same_rows(terms: Terms, at: datetime, tmp_path: Path) -> None:
    generate_inventory(150_000, 5, tmp_path / "i.parquet")
    rows = [
        row | {"entry_id": 1_000_000 + row["entry_id"], "creator_group": None} for row in dicts()
    ]
    broken = [rows[0] | {"entry_id": "broken"}, rows[0] | {"gmv_30d_fen": 5 * 10**18}]
    write_csv(tmp_path / "j.csv", [*rows, *broken])
    inventory = [tmp_path / "i.parquet", tmp_path / "j.csv"]
    seen: list[tuple[int, int | None]] = []
    here = sweep(inventory, terms, at, tmp_path / "local")
    there = sweep(
        inventory, terms, at, tmp_path / "spark", engine="spark", progress=lambda *r: seen.append(r)
    )
    for name in ("withdrawals", "creators", "rejected"):
        one, other = (pq.read_table(tmp_path / e / f"{name}.parquet") for e in ("local", "spark"))
        if name == "withdrawals":
            one, other = one.sort_by("entry_id"), other.sort_by("entry_id")
        assert one.schema == other.schema
        assert one.num_rows
        assert one.to_pylist() == other.to_pylist()
    assert dataclasses.replace(there, engine="local") == here
    assert seen == [(150_014, None)]


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_money_beyond_64_bits_is_refused_and_does_not_wrap(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    fen = {name: pa.array([1, 1 << 62, 1, 1 << 62]) for name in SUM_NAMES}
    sums = pa.table({"creator_id": pa.array([7, 8, 7, 8]), **fen})
    pq.write_table(sums, tmp_path / "parts" / "part-0.parquet")
    with session("local[1]") as spark:
        _sum_creators(spark, tmp_path / "parts", tmp_path / "sums")
    rows = rows_written(tmp_path / "sums", creator_schema(pa.int64()))
    with pytest.raises(BadInput, match="the GMV of creator 8 goes beyond 64 bits"):
        list(without_nulls(rows))


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_what_an_executor_cannot_read_is_bad_input(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    path = write_parquet(tmp_path / "i.parquet", compression="none")
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"i\.parquet: cannot be read"):
        sweep([path], terms, at, tmp_path / "out", engine="spark")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_a_master_that_is_none(terms: Terms, at: datetime, tmp_path: Path) -> None:
    generate_inventory(10, 5, tmp_path / "i.parquet")
    with pytest.raises(BadInput, match="master: Spark did not start"):
        sweep([tmp_path / "i.parquet"], terms, at, tmp_path / "out", engine="spark", master="moon")
    assert [path.name for path in tmp_path.iterdir()] == ["i.parquet"]


def test_without_pyspark_the_engine_is_refused(
    terms: Terms, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    generate_inventory(10, 5, tmp_path / "i.parquet")
    with pytest.raises(BadInput) as refusal:
        sweep([tmp_path / "i.parquet"], terms, at, tmp_path / "out", engine="spark")
    assert str(refusal.value) == (
        "engine: Spark is not installed; expected pip install 'yellowcart[spark]'"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["i.parquet"]


def test_a_task_answers_what_the_local_engine_writes(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    inventory = write_parquet(tmp_path / "i.parquet", [*dicts(), dicts()[0] | {"text": None}])
    here = sweep([inventory], terms, at, tmp_path / "local")
    layouts = layouts_of([inventory], Rulings(terms, at).asked)
    work = list(pieces(layouts[0]))
    columns = all_columns(*id_types(layouts))
    numbers = pa.record_batch([pa.array([0])], names=["id"])
    batches = list(judged_rows(work, (terms, at, None), columns, iter([numbers])))
    table = pa.Table.from_batches(batches, columns)
    for what in pc.unique(table["what"]).to_pylist():  # in folders, as Spark partitions them
        rows = table.filter(pc.equal(table["what"], what)).drop_columns("what")
        (tmp_path / "judged" / f"what={what}").mkdir(parents=True)
        pq.write_table(rows, tmp_path / "judged" / f"what={what}" / "part-0.parquet")
    (tmp_path / "gathered").mkdir()
    with Outputs(tmp_path / "gathered", *id_types(layouts)) as outputs:
        tally = gathered(tmp_path / "judged", outputs)
    for name in ("withdrawals", "rejected"):
        one, other = (
            pq.read_table(tmp_path / e / f"{name}.parquet") for e in ("local", "gathered")
        )
        assert one.num_rows
        assert other.schema == one.schema
        assert other.to_pylist() == one.to_pylist()
    sums = rows_written(tmp_path / "judged" / "what=creator", creator_schema(pa.int64()))
    assert [row for batch in sums for row in batch.to_pylist()] == CREATORS
    assert (tally.entries, tally.rejected) == (here.entries, here.rejected) == (12, 1)
    assert {line.outcome for line in tally.lines} == set(Outcome)
    assert tally.marketplaces["taobao"] == 3
    assert tally.unrecognised == {"words": 1}


def test_of_what_no_task_wrote_there_is_nothing(tmp_path: Path) -> None:
    with Outputs(tmp_path, pa.int64(), pa.int64()) as outputs:
        assert gathered(tmp_path / "judged", outputs) == Tally()
    assert pq.read_table(tmp_path / "withdrawals.parquet").num_rows == 0


def test_the_cause_of_a_failure_is_one_line() -> None:
    trace = "An error occurred\n\tat java.lang\norg.apache.SparkException: no such host\n\tat x"
    assert cause(RuntimeError(trace)) == "org.apache.SparkException: no such host"
    assert cause(RuntimeError("plain")) == "plain"
    assert cause(RuntimeError()) == "RuntimeError"
