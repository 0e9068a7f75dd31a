import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, JD, Run, Start
from yellowcart import __version__
from yellowcart.links import Recogniser

COMMANDS = (
    ["recognise"],
    ["decide"],
    ["explain"],
    ["diff"],
    ["transitions"],
    ["lint"],
    ["notice"],
    ["sweep"],
    ["generate", "inventory"],
    ["proof", "verify"],
)
pytestmark = pytest.mark.usefixtures("agreements")


def ended(one: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    """Its exit code and what it wrote; nothing where that was no pipe of ours."""
    out, err = one.communicate(timeout=60)
    return one.returncode, (out or b"").decode(), (err or b"").decode()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_help_of_each_command_has_examples(yellowcart: Run, command: list[str]) -> None:
    ran = yellowcart(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"Examples:\n    yellowcart {' '.join(command)}" in ran.out


def test_the_help_lists_the_commands_and_the_exit_codes(yellowcart: Run) -> None:
    ran = yellowcart("--help")
    assert ran.code == 0
    assert all(f" {command[0]} " in ran.out for command in COMMANDS)
    assert "0 done, 1 lint or a check found something, 2 bad use or bad input" in ran.out
    assert yellowcart().out == ran.out


def test_the_help_is_in_the_language_of_the_locale(process: Start) -> None:
    code, out, err = ended(process("--help", environment={"LC_ALL": "zh_CN.UTF-8"}))
    assert (code, err) == (0, "")
    assert "哪些链接可以挂在哪里" in out


def test_the_version(yellowcart: Run) -> None:
    assert yellowcart("--version") == (0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["recogni"], "No such command 'recogni'. Did you mean 'recognise'? (yellowcart --help)"),
        (["generate"], "Missing command (yellowcart generate --help)"),
        (["diff"], "Missing option '--agreements' (yellowcart diff --help)"),
        (
            ["diff", "--agreements", "agreements.toml", "--before", "2022-02-28"],
            "Missing option '--after' (yellowcart diff --help)",
        ),
        (
            ["decide", "--agrements", "agreements.toml"],
            "No such option: --agrements (Possible options: --agreements) "
            "(yellowcart decide --help)",
        ),
        (["generate", "inventory"], "Missing argument 'OUTPUT' (yellowcart generate inventory"),
        (["lint", "agreements.toml"], "Missing option '--agreements' (yellowcart lint --help)"),
    ],
)
def test_bad_use_is_one_line(yellowcart: Run, arguments: list[str], refusal: str) -> None:
    ran = yellowcart(*arguments)
    assert ran.out == ""
    assert ran.refusal.startswith(refusal)


@pytest.mark.parametrize("command", ["decide", "explain", "transitions", "lint"])
@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        ("gone.toml", "gone.toml: no such file or directory; expected an agreements file"),
        (".", ".: is a directory; expected an agreements file"),
        ("latin.toml", "latin.toml, line 2: "),
        ("broken.toml", "broken.toml, line 2"),
        ("unknown.toml", "unknown.toml, line 4, "),
    ],
)
def test_agreements_that_cannot_be_read(
    yellowcart: Run, tmp_path: Path, command: str, file: str, refusal: str
) -> None:
    (tmp_path / "latin.toml").write_bytes('a = 1\nb = "caf\xe9"\n'.encode("latin-1"))
    (tmp_path / "broken.toml").write_text("[[surface]]\ncode = \n")
    (tmp_path / "unknown.toml").write_text(
        '[[partner]]\ncode = "p"\nname = { zh = "p", en = "p" }\nmarketplace = ["jd"]\n'
    )
    ran = yellowcart(command, "--agreements", file)
    assert ran.out == ""
    assert ran.refusal.startswith(refusal)


def test_a_process_ends_with_the_same_codes(process: Start) -> None:
    code, out, err = ended(process("recognise", JD))
    assert (code, err) == (0, "")
    assert json.loads(out)["links"][0]["item_id"] == "100012043978"
    code, out, err = ended(process("recognise", "--input", "gone.csv"))
    assert (code, out) == (2, "")
    assert err == "yellowcart: gone.csv: cannot be read (No such file or directory)\n"


def test_output_is_utf8_whatever_the_locale(process: Start) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    one = process("recognise", environment=environment, stdin=subprocess.PIPE)
    out, err = one.communicate("好\n".encode(), timeout=60)
    assert (one.returncode, out.decode(), err) == (0, '{"text": "好", "links": []}\n', b"")


def test_an_argument_that_is_no_utf8_is_still_json(process: Start) -> None:
    code, out, err = ended(process("recognise", b"\xff"))
    assert (code, out, err) == (0, '{"text": "\\udcff", "links": []}\n', "")


def test_a_reader_that_goes_away_is_no_error_of_ours(process: Start, tmp_path: Path) -> None:
    (tmp_path / "texts.txt").write_text(f"{JD}\n" * 5_000)
    one = process("recognise", "--input", "texts.txt")
    assert one.stdout is not None
    one.stdout.close()
    one.stdout = None
    assert ended(one) == (141, "", "")


def test_an_interrupt_is_quiet(process: Start, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "texts.txt")
    one = process("recognise", "--input", "texts.txt")
    with (tmp_path / "texts.txt").open("w"):  # opens when the command does
        one.send_signal(signal.SIGINT)
        assert ended(one) == (130, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no disk that is always full")
def test_a_disk_that_is_full(process: Start) -> None:
    with open("/dev/full", "w") as full:
        one = process("recognise", JD, stdout=full)
        assert ended(one) == (2, "", "yellowcart: No space left on device\n")


@pytest.mark.parametrize(("closed", "code"), [("<&-", 0), (">&-", 0), ("2>&-", 2)])
def test_a_stream_that_is_closed(tmp_path: Path, closed: str, code: int) -> None:
    arguments = ["--input", "gone.txt"] if code else []
    command = [*map(shlex.quote, COMMAND), "recognise", *arguments, closed]
    ran = subprocess.run(
        ["sh", "-c", " ".join(command)],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, b"", b"")


def test_an_error_of_ours_is_one_line_too(yellowcart: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(recogniser: object, text: str) -> None:
        raise KeyError("host")

    monkeypatch.setattr(Recogniser, "recognise", fail)
    ran = yellowcart("recognise", JD)
    assert ran == (
        70,
        "",
        "yellowcart: internal error, please report it: KeyError: 'host'\n",
    )
    monkeypatch.setenv("YELLOWCART_TRACEBACK", "1")
    with pytest.raises(KeyError):
        yellowcart("recognise", JD)


def test_a_decision_does_not_wait_for_the_columnar_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; from yellowcart.cli import main;"
        f"main(['decide', '--agreements', 'agreements.toml', '--link', '{JD}',"
        "'--surface', 'live_cart', '--at', '2022-03-01']);"
        "print(sorted({'numba', 'numpy', 'polars', 'pyarrow', 'rich.console'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[1:] == ["[]"]
