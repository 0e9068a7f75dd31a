"""Runs what docs/api.md shows, from top to bottom, against a served platform."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks
from tests.served.conftest import KeyOf

PAGE = ROOT / "docs" / "api.md"


def test_what_the_page_shows_works(
    address: str, key_of: KeyOf, key: str, ended: dict[str, int], tmp_path: Path
) -> None:
    surroundings = os.environ | {
        "ADDRESS": address, "KEY": key, "SECOND_KEY": key_of("counsel"),
        "CUTOVER": str(ended["vip"]),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    python = "\n".join(block.body for block in blocks(PAGE, "python"))
    ran = subprocess.run(
        [sys.executable, "-c", python], env=surroundings, cwd=tmp_path, capture_output=True,
        text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    shells = blocks(PAGE, "sh")
    assert len(shells) == 4
    for block in shells:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.body], env=surroundings, cwd=tmp_path,
            capture_output=True, text=True,
        )  # fmt: skip
        assert ran.returncode == 0, (block.body, ran.stderr)
        assert ran.stdout


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_the_first_page_asks_is_answered(address: str, key: str, name: str) -> None:
    (asks,) = [one for one in blocks(ROOT / name, "sh") if one.body.startswith("curl")]
    body = asks.body.replace("http://127.0.0.1:8000", address)
    ran = subprocess.run(
        ["bash", "-euc", body], env=os.environ | {"KEY": key}, capture_output=True, text=True
    )
    assert json.loads(ran.stdout)["reason"] == "not_granted", ran.stderr
