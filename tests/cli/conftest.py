"""The command line as people and programs call it: arguments in, exit code and texts out."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from yellowcart.cli import main

AGREEMENTS = """\
time_zone = "Asia/Shanghai"
surface = [
  { code = "live_cart", name = { zh = "直播间购物车", en = "live-room cart" } },
  { code = "video_cart", name = { zh = "短视频购物车", en = "short-video cart" } },
]

[[partner]]
code = "taobao-alliance"
name = { zh = "淘宝联盟", en = "Taobao Alliance" }
marketplaces = ["taobao", "tmall"]

[[partner]]
code = "jd-alliance"
name = { zh = "京东联盟", en = "JD Alliance" }
marketplaces = ["jd"]

[[agreement]]
code = "taobao-2021"
partner = "taobao-alliance"
version = 1
known = 2021-02-20T10:00:00+08:00
from = 2021-03-01T00:00:00+08:00
until = 2022-03-01T00:00:00+08:00

[[agreement.clause]]
id = "2.1"
effect = "grant"
surfaces = ["live_cart"]
kinds = ["goods"]

[[agreement]]
code = "jd-2021"
partner = "jd-alliance"
version = 1
known = 2021-02-20T10:00:00+08:00
from = 2021-03-01T00:00:00+08:00

[[agreement.clause]]
id = "3.1"
effect = "grant"
surfaces = ["*"]
except_categories = ["tobacco"]

[[agreement]]
code = "jd-2021"
partner = "jd-alliance"
version = 2
known = 2022-02-21T18:00:00+08:00
from = 2021-03-01T00:00:00+08:00

[[agreement.clause]]
id = "3.1"
effect = "grant"
surfaces = ["video_cart"]

[[agreement.clause]]
id = "3.2"
effect = "grant"
surfaces = ["live_cart"]
kinds = ["goods"]
until = 2022-03-01T00:00:00+08:00
"""
TAOBAO = "https://item.taobao.com/item.htm?id=522036083286"
JD = "https://item.jd.com/100012043978.html"
PDD = "https://mobile.yangkeduo.com/goods.html?goods_id=263240709856"
AT = "2022-03-01T00:00:00+08:00"
JUST_BEFORE = "2022-02-28T23:59:59.999999+08:00"


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def answers(self) -> list[Any]:
        """The JSON document on each line."""
        assert (self.code, self.err) == (0, "")
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def refusal(self) -> str:
        """The one line on standard error."""
        assert (self.code, self.err.count("\n")) == (2, 1)
        return self.err.removeprefix("yellowcart: ").removesuffix("\n")


Run: TypeAlias = Callable[..., Ran]
Start: TypeAlias = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def agreements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an agreements file in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agreements.toml").write_text(AGREEMENTS, encoding="utf-8")
    return "agreements.toml"


@pytest.fixture
def yellowcart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the command in this process."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: Any, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


COMMAND = [sys.executable, "-c", "import sys; from yellowcart.cli import main; sys.exit(main())"]


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Start]:
    """Starts the command as a process of its own."""
    started = []

    def start(
        *arguments: Any, environment: dict[str, str] | None = None, **options: Any
    ) -> subprocess.Popen[bytes]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        one = subprocess.Popen(
            [*COMMAND, *arguments], cwd=tmp_path, env={**os.environ, **(environment or {})},
            **options,
        )  # fmt: skip
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        one.communicate()
