import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.sweep.inventories import TAOBAO, dicts, write_parquet
from yellowcart.sweep import Summary, sweep
from yellowcart.sweep.report import render_report
from yellowcart.sweep.report.figures import bar, share
from yellowcart.terms import Terms


@pytest.fixture
def summary(terms: Terms, at: datetime, tmp_path: Path) -> Summary:
    return sweep([write_parquet(tmp_path / "i.parquet")], terms, at, tmp_path / "out")


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, list[str]] = {"zh": [], "en": [], "": []}
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("span", "blockquote"):
            self.language = dict(attrs).get("lang") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("span", "blockquote"):
            self.language = ""

    def handle_data(self, data: str) -> None:
        self.parts[self.language].append(data)


def texts(page: str) -> dict[str, str]:
    parser = Text()
    parser.feed(page)
    return {language: "\n".join(parts) for language, parts in parser.parts.items()}


def test_the_page_says_it_in_both_languages(summary: Summary, terms: Terms, tmp_path: Path) -> None:
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    found = texts(page)
    for words in ("淘宝联盟", "直播间购物车", "下架链接", "受影响最大的达人", "公告稿"):
        assert words in found["zh"]
    for words in ("Taobao Alliance", "live-room cart", "Links withdrawn", "Draft notice"):
        assert words in found["en"]
    for figure in ("¥13.89", "2022-03-01T00:00:00+08:00", "jd-2020 (v3)", "41.7%"):
        assert figure in found[""]


def test_the_page_needs_nothing_but_itself(summary: Summary, terms: Terms) -> None:
    page = render_report(summary, terms)
    assert re.findall(r"""(?:src|href|url|@import|<script)""", page) == []
    assert "http" not in page


def test_the_page_opens_in_the_language_asked_for(summary: Summary, terms: Terms) -> None:
    assert 'id="zh" checked' in render_report(summary, terms)
    page = render_report(summary, terms, "en")
    assert 'id="en" checked' in page
    assert 'id="zh" checked' not in page


def test_names_of_others_are_escaped(terms: Terms, at: datetime, tmp_path: Path) -> None:
    rows = [{"entry_id": "1", "creator_id": "<script>alert(1)</script>", "surface": "live_cart",
             "text": TAOBAO, "gmv_30d_fen": 100}]  # fmt: skip
    sweep([write_parquet(tmp_path / "i.parquet", rows)], terms, at, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_where_nothing_falls_the_page_says_so(terms: Terms, at: datetime, tmp_path: Path) -> None:
    rows = [row for row in dicts() if row["entry_id"] in (6, 8)]
    inventory = write_parquet(tmp_path / "i.parquet", rows)
    sweep([inventory], terms, at.replace(month=1), tmp_path / "out")
    found = texts((tmp_path / "out" / "report.html").read_text("utf-8"))
    assert "没有链接因此下架。" in found["zh"]
    assert "No link comes down." in found["en"]
    assert "Draft notice" not in found["en"]


def test_bars_and_shares_are_whole_numbers_until_the_last() -> None:
    assert (bar(1, 3, 4).part, bar(1, 3, 4).rest) == ("25.00%", "50.00%")
    assert bar(0, 0, 0).part == "0.00%"
    assert [share(1, 3), share(2, 3), share(0, 7), share(7, 7), share(0, 0)] == [
        "33.3%", "66.7%", "0.0%", "100.0%", "–",
    ]  # fmt: skip
