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


@pytest.fixture
def writing(tmp_path: Path) -> subprocess.Popen[str]:
    """The command, once it has written the withdrawals and has more to write."""
    (tmp_path / "agreements.toml").write_text(AGREEMENTS, encoding="utf-8")
    write_parquet(tmp_path / "i.parquet")
    options = ["--agreements", "agreements.toml", "--at", AT.isoformat(), "--output", "out"]
    process = subprocess.Popen(
        [sys.executable, "-c", WRITING, "sweep", "i.parquet", *options],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    assert len(list(tmp_path.glob(".out-*/out/withdrawals.parquet"))) == 1
    return process


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
