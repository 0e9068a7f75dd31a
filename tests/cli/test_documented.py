"""What docs/command-line.md shows is what the commands print."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from yellowcart.sweep.generate import generate_inventory

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "command-line.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ yellowcart (.*?[^\\])\n(.*?)\n```", PAGE, re.DOTALL)


def test_every_command_is_shown() -> None:
    shown = {command.split()[0] for command, _ in SHOWN}
    assert shown == {"recognise", "decide", "explain", "diff", "notice", "lint", "sweep"}


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=lambda text: text.split()[0])
def test_a_command_prints_what_its_page_shows(
    yellowcart: Run, tmp_path: Path, command: str, output: str
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    if command.startswith("sweep"):
        generate_inventory(1000, 1, tmp_path / "out" / "thousand.parquet")
    ran = yellowcart(*shlex.split(command.replace("\\\n", " ")))
    printed = "\n".join(line.rstrip() for line in (ran.out + ran.err).splitlines())
    assert printed == output
