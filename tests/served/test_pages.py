"""Runs what docs/api.md shows, from top to bottom, against a served platform."""

import os
import subprocess
import sys

from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "api.md"


def test_what_the_page_shows_works(address: str, key: str) -> None:
    surroundings = os.environ | {"ADDRESS": address, "KEY": key}
    python = "\n".join(block.body for block in blocks(PAGE, "python"))
    ran = subprocess.run(
        [sys.executable, "-c", python], env=surroundings, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    shells = blocks(PAGE, "sh")
    assert len(shells) == 3
    for block in shells:
        ran = subprocess.run(
            ["bash", "-euc", block.body], env=surroundings, capture_output=True, text=True
        )
        assert ran.returncode == 0, (block.body, ran.stderr)
        assert ran.stdout
