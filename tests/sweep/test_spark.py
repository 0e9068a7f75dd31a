import dataclasses
import shutil
from importlib.util import find_spec

import pyarrow.parquet as pq
import pytest

from tests.sweep.inventories import dicts, write_csv
from yellowcart.kit.errors import BadInput
from yellowcart.sweep import sweep
from yellowcart.sweep.generate import generate_inventory

has_spark = find_spec("pyspark") is not None and find_spec("pandas") is not None
needs_spark = [
    pytest.mark.spark,
    pytest.mark.skipif(not has_spark, reason="needs pyspark, of the extra yellowcart[spark]"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17 or later"),
    pytest.mark.filterwarnings("ignore"),
]


def spark(test):
    for mark in needs_spark:
        test = mark(test)
    return test


@spark
def test_both_engines_give_the_same_rows(terms, at, tmp_path):
    generate_inventory(150_000, 5, tmp_path / "i.parquet")
    rows = [
        row | {"entry_id": 1_000_000 + row["entry_id"], "creator_group": None} for row in dicts()
    ]
    write_csv(tmp_path / "j.csv", [*rows, rows[0] | {"entry_id": "broken"}])
    inventory = [tmp_path / "i.parquet", tmp_path / "j.csv"]
    seen = []
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
    assert seen == [(150_013, None)]


@spark
def test_a_master_that_is_none(terms, at, tmp_path):
    generate_inventory(10, 5, tmp_path / "i.parquet")
    with pytest.raises(BadInput, match="master: Spark did not start"):
        sweep([tmp_path / "i.parquet"], terms, at, tmp_path / "out", engine="spark", master="moon")
    assert [path.name for path in tmp_path.iterdir()] == ["i.parquet"]


def test_without_pyspark_the_engine_is_refused(terms, at, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.errors", None)
    generate_inventory(10, 5, tmp_path / "i.parquet")
    with pytest.raises(BadInput) as refusal:
        sweep([tmp_path / "i.parquet"], terms, at, tmp_path / "out", engine="spark")
    assert str(refusal.value) == (
        "engine: Spark is not installed; expected pip install 'yellowcart[spark]'"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["i.parquet"]
