"""A sweep that is stopped from outside, while it writes."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sweep.conftest import AGREEMENTS, AT
from tests.sweep.inventories import WITHDRAWALS, results, write_parquet
from yellowcart.sweep import sweep
from yellowcart.terms import Terms

WRITING = """
import sys, time
import yellowcart.sweep.run
from yellowcart.cli import main

def write_creators(*arguments):
    print("writing", flush=True)
    time.sleep(60)

yellowcart.sweep.run.write_creators = write_creators
sys.exit(main())
"""
WAITING_FOR_SPARK = """
import sys
import yellowcart.sweep.spark
from yellowcart.cli import main

def sum_creators(spark, *arguments):
    print("writing", flush=True)
    spark.sparkContext._jvm.java.lang.Thread.sleep(60_000)

yellowcart.sweep.spark._sum_creators = sum_creators
sys.exit(main())
"""


def begun(folder: Path, script: str, *options: str) -> subprocess.Popen[str]:
    """The command, once it has judged the entries and has more to write."""
    (folder / "agreements.toml").write_text(AGREEMENTS, encoding="utf-8")
    write_parquet(folder / "i.parquet")
    options += ("--agreements", "agreements.toml", "--at", AT.isoformat(), "--output", "out")
    process = subprocess.Popen(
        [sys.executable, "-c", script, "sweep", "i.parquet", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    assert len(list(folder.glob(".out-*/out/withdrawals.parquet"))) == 1
    return process


@pytest.fixture
def writing(tmp_path: Path) -> subprocess.Popen[str]:
    return begun(tmp_path, WRITING)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_behind(
    writing: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    writing.send_signal(number)
    assert writing.communicate(timeout=60) == ("", "")
    assert writing.returncode == 128 + number
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agreements.toml", "i.parquet"]


def test_the_earlier_result_stays(
    writing: subprocess.Popen[str], tmp_path: Path, terms: Terms
) -> None:
    sweep([tmp_path / "i.parquet"], terms, AT, tmp_path / "out")
    for _ in range(2):  # as GNU timeout does
        writing.send_signal(signal.SIGTERM)
    writing.communicate(timeout=60)
    assert results(tmp_path / "out")["withdrawals"] == WITHDRAWALS
    assert list(tmp_path.glob(".out-*")) == []


@pytest.mark.spark
def test_a_stop_while_spark_works_is_no_error_of_ours(tmp_path: Path) -> None:
    waiting = begun(tmp_path, WAITING_FOR_SPARK, "--engine", "spark")
    waiting.send_signal(signal.SIGTERM)
    _, errors = waiting.communicate(timeout=60)
    assert waiting.returncode == 128 + signal.SIGTERM
    assert "yellowcart:" not in errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agreements.toml", "i.parquet"]
