"""`yellowcart agreements` and `yellowcart audit`, on an installation of their own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.agreements.conftest import EXAMPLES
from yellowcart.terms import parse_terms, read_terms

FORM = EXAMPLES / "kuaishou-2022" / "agreements.toml"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    outer = Path(tempfile.mkdtemp(prefix="yellowcart-cli-"))
    outer.chmod(0o755)
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    environment["YELLOWCART_DATA"] = str(outer / "data")

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        code = "import sys; from yellowcart.cli import main; sys.exit(main())"
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            env=environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    yield run
    shutil.rmtree(outer, ignore_errors=True)


def test_a_form_goes_in_and_comes_out_and_is_on_record(run: Run, tmp_path: Path) -> None:
    went_in = run("agreements", "import", FORM)
    assert (went_in.returncode, json.loads(went_in.stdout)) == (0, {"taken_over": 5})
    assert json.loads(run("agreements", "import", FORM).stdout) == {"taken_over": 0}
    came_out = run("agreements", "export")
    assert parse_terms(came_out.stdout) == read_terms(FORM)

    changed = tmp_path / "changed.toml"
    changed.write_text(FORM.read_text().replace("notice_days = 7", "notice_days = 8"))
    assert changed.read_text() != FORM.read_text()
    refused = run("agreements", "import", changed)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("yellowcart: ")
    assert refused.stderr.endswith("is on file, and says otherwise\n")
    assert run("agreements", "export").stdout == came_out.stdout

    verified = json.loads(run("audit", "verify").stdout)
    lines = [json.loads(line) for line in run("audit", "export").stdout.splitlines()]
    assert (verified["records"], verified["broken"]) == (2, None)
    assert [line["what"] for line in lines] == ["terms.imported"] * 2
    assert verified["head"] == lines[-1]["hash"]
