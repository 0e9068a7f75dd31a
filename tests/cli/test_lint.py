import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import AGREEMENTS, Ran, Run


@pytest.fixture
def lint(yellowcart: Run, agreements: str) -> Run:
    def lint(*arguments: Any) -> Ran:
        return yellowcart("lint", "--agreements", agreements, *arguments)

    return lint


@pytest.fixture
def clean(tmp_path: Path, agreements: str) -> None:
    first = AGREEMENTS.split('[[agreement]]\ncode = "jd-2021"')[0]
    (tmp_path / agreements).write_text(first, encoding="utf-8")


@pytest.fixture
def misspelt(tmp_path: Path, clean: None) -> None:
    path = tmp_path / "agreements.toml"
    path.write_text(path.read_text("utf-8").replace('"tmall"', '"tmal"'), encoding="utf-8")


@pytest.mark.usefixtures("clean")
def test_nothing_found(lint: Run) -> None:
    assert lint("--json").answers == [[]]
    assert lint("--plain") == (0, "Nothing found.\n", "")
    assert lint("--plain", "--language", "zh") == (0, "没有发现。\n", "")


@pytest.mark.usefixtures("misspelt")
def test_something_found(lint: Run) -> None:
    ran = lint("--json", "--language", "en")
    assert (ran.code, ran.err) == (1, "")
    (finding,) = json.loads(ran.out)
    assert finding.pop("message")
    assert finding == {
        "code": "unknown-code",
        "severity": "error",
        "line": 10,
        "agreement": None,
        "clause": None,
    }


@pytest.mark.usefixtures("misspelt")
def test_a_line_a_finding_for_people(lint: Run) -> None:
    for language in ("zh", "en"):
        ran = lint("--plain", "--language", language)
        (message,) = json.loads(lint("--json", "--language", language).out)[0:1]
        assert (ran.code, ran.err) == (1, "")
        assert ran.out == f"agreements.toml:10: error: {message['message']} [unknown-code]\n"
