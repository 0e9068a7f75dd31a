import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.sweep.inventories import TAOBAO, dicts, write_parquet
from yellowcart.sweep import Summary, sweep
from yellowcart.sweep.report import render_report
from yellowcart.sweep.report.figures import bar, share
from yellowcart.sweep.report.phrases import PHRASES
from yellowcart.terms import Hung, Reason, Terms


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
    for figure in ("¥13.89", "jd-2020 (v3)", "66.7%"):
        assert figure in found[""]
    assert "41.7%，共 12" in found["zh"]
    assert "41.7% of 12" in found["en"]
    assert "2022-03-01 00:00:00（北京时间，UTC+8）" in found["zh"]
    assert "2022-03-01 00:00:00 (China Standard Time, UTC+8)" in found["en"]
    assert "+08:00" not in page
    assert re.findall("<title>.*</title>", page) == [
        "<title>2022-03-01 · 到期清查报告 · Sweep report</title>"
    ]


def test_what_is_known_at_an_instant_says_so(terms: Terms, at: datetime, tmp_path: Path) -> None:
    inventory = write_parquet(tmp_path / "i.parquet")
    earlier = at - timedelta(days=1, microseconds=1)
    summary = sweep([inventory], terms, at, tmp_path / "out", known_at=earlier)
    found = texts(render_report(summary, terms))
    assert "2022-02-27 23:59:59.999999（北京时间，UTC+8）" in found["zh"]
    assert "everything on file" not in found["en"]


def test_people_read_names_and_no_codes(summary: Summary, terms: Terms) -> None:
    page = render_report(summary, terms)
    found = texts(page)
    for zh, en in (
        ("拼多多", "Pinduoduo"),
        ("不属于任何合作方", "of no partner"),
        ("没有链接或口令的文字", "words without link or token"),
        ("生效的协议未允许", "not granted by the agreement in force"),
        ("保留至本场直播结束", "stay to the end of the live session"),
        ("清单外的位置", "a surface not listed"),
        ("平台规则", "house rule"),
    ):
        assert zh in found["zh"]
        assert en in found["en"]
    for code in ("pdd", "live_cart", "taobao-alliance", "not_granted", "unknown_partner"):
        assert code not in page


def test_every_reason_and_every_fate_has_its_phrase() -> None:
    keys = {f"reason_{reason}" for reason in Reason if reason is not Reason.GRANTED}
    keys |= {f"hung_{hung}" for hung in Hung}
    assert keys <= set(PHRASES)


def test_a_marketplace_that_is_in_no_book_goes_by_its_code(
    terms: Terms, at: datetime, tmp_path: Path
) -> None:
    rows = [{"entry_id": 1, "creator_id": 7, "surface": "live_cart", "marketplace": "bazaar"}]
    sweep([write_parquet(tmp_path / "i.parquet", rows)], terms, at, tmp_path / "out")
    assert "<td>bazaar</td>" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_files_below_the_working_directory_go_by_their_short_names(
    terms: Terms, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    below = write_parquet(tmp_path / "here" / "below.parquet")
    beside = write_parquet(tmp_path / "beside.parquet")
    monkeypatch.chdir(tmp_path / "here")
    inventory = [below, beside]
    sweep(inventory, terms, at, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert f"<dd>below.parquet, {beside}</dd>" in page


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
