import re
from html.parser import HTMLParser

import pytest

from tests.sweep.inventories import TAOBAO, dicts, write_parquet
from yellowcart.sweep import sweep
from yellowcart.sweep.report import render_report
from yellowcart.sweep.report.figures import bar, share


@pytest.fixture
def summary(terms, at, tmp_path):
    return sweep([write_parquet(tmp_path / "i.parquet")], terms, at, tmp_path / "out")


class Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self.language, self.depth = {"zh": [], "en": [], "": []}, "", 0

    def handle_starttag(self, tag, attrs):
        if tag in ("span", "blockquote") and dict(attrs).get("lang"):
            self.language = dict(attrs)["lang"]

    def handle_endtag(self, tag):
        if tag in ("span", "blockquote"):
            self.language = ""

    def handle_data(self, data):
        self.parts[self.language].append(data)


def texts(page):
    parser = Text()
    parser.feed(page)
    return {language: "\n".join(parts) for language, parts in parser.parts.items()}


def test_the_page_says_it_in_both_languages(summary, terms, tmp_path):
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    found = texts(page)
    for words in ("淘宝联盟", "直播间购物车", "下架链接", "受影响最大的达人", "公告稿"):
        assert words in found["zh"]
    for words in ("Taobao Alliance", "live-room cart", "Links withdrawn", "Draft notice"):
        assert words in found["en"]
    for figure in ("¥13.89", "2022-03-01T00:00:00+08:00", "jd-2020 (v3)", "41.7%"):
        assert figure in found[""]


def test_the_page_needs_nothing_but_itself(summary, terms):
    page = render_report(summary, terms)
    assert re.findall(r"""(?:src|href|url|@import|<script)""", page) == []
    assert "http" not in page


def test_the_page_opens_in_the_language_asked_for(summary, terms):
    assert 'id="zh" checked' in render_report(summary, terms)
    page = render_report(summary, terms, "en")
    assert 'id="en" checked' in page
    assert 'id="zh" checked' not in page


def test_names_of_others_are_escaped(terms, at, tmp_path):
    rows = [{"entry_id": "1", "creator_id": "<script>alert(1)</script>", "surface": "live_cart",
             "text": TAOBAO, "gmv_30d_fen": 100}]  # fmt: skip
    sweep([write_parquet(tmp_path / "i.parquet", rows)], terms, at, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_where_nothing_falls_the_page_says_so(terms, at, tmp_path):
    rows = [row for row in dicts() if row["entry_id"] in (6, 8)]
    inventory = write_parquet(tmp_path / "i.parquet", rows)
    sweep([inventory], terms, at.replace(month=1), tmp_path / "out")
    found = texts((tmp_path / "out" / "report.html").read_text("utf-8"))
    assert "没有链接因此下架。" in found["zh"]
    assert "No link comes down." in found["en"]
    assert "Draft notice" not in found["en"]


def test_bars_and_shares_are_whole_numbers_until_the_last():
    assert (bar(1, 3, 4).part, bar(1, 3, 4).rest) == ("25.00%", "50.00%")
    assert bar(0, 0, 0).part == "0.00%"
    assert [share(1, 3), share(2, 3), share(0, 7), share(7, 7), share(0, 0)] == [
        "33.3%", "66.7%", "0.0%", "100.0%", "–",
    ]  # fmt: skip
