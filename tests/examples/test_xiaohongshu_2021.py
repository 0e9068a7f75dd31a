"""Xiaohongshu: notes close to outside links in 2021, and open to two of them again in 2025."""

import pytest

from tests.examples.field import MICROSECOND, example, on, open_places
from yellowcart.terms import Table
from yellowcart.terms.changes import diff, transitions
from yellowcart.terms.lint import lint
from yellowcart.terms.notice import notice

SUSPENSION = on("2021-08-02")
REOPENING = {"taotian": on("2025-05-07"), "jd-alliance": on("2025-05-12")}
BOTH = {"note", "live_cart"}
LIVE_ROOMS_ONLY = {"live_cart"}


@pytest.fixture(scope="module")
def table() -> Table:
    return example("xiaohongshu-2021").table()


@pytest.mark.parametrize("kind", ["goods", "services"])
@pytest.mark.parametrize("partner", REOPENING)
def test_notes_are_suspended_and_re_opened_and_live_rooms_never_change(
    table: Table, partner: str, kind: str
) -> None:
    again = REOPENING[partner]
    for at, places in (
        (SUSPENSION - MICROSECOND, BOTH),
        (SUSPENSION, LIVE_ROOMS_ONLY),
        (SUSPENSION + MICROSECOND, LIVE_ROOMS_ONLY),
        (again - MICROSECOND, LIVE_ROOMS_ONLY),
        (again, BOTH),
        (again + MICROSECOND, BOTH),
    ):
        assert open_places(table, partner, at, kind) == places


def test_taotian_comes_back_five_days_before_jd(table: Table) -> None:
    steps = transitions(table, SUSPENSION)
    assert [(one.at, {row.partner for row in one.changes}) for one in steps] == [
        (SUSPENSION, {"taotian", "jd-alliance"}),
        (REOPENING["taotian"], {"taotian"}),
        (REOPENING["jd-alliance"], {"jd-alliance"}),
    ]


def test_while_it_lasted_nobody_knew_of_an_end() -> None:
    then = example("xiaohongshu-2021").table(on("2023-01-01"))
    answer = then.decide("taotian", "note", "goods", on("2023-01-01"))
    assert (answer.verdict, answer.valid_until) == ("deny", None)


def test_before_it_was_announced_notes_were_held_to_stay_open() -> None:
    then = example("xiaohongshu-2021").table(on("2021-07-22") - MICROSECOND)
    assert then.decide("jd-alliance", "note", "goods", SUSPENSION).verdict == "allow"


def test_the_notice_of_the_re_opening_says_so(table: Table) -> None:
    at = REOPENING["taotian"]
    reopening = diff(table, at - MICROSECOND, at)
    assert "淘天集团：商品链接和服务链接重新可以在笔记发布。" in notice(reopening, "zh")
    assert "Taotian: Goods and service links can again be published in the notes." in notice(
        reopening, "en"
    )


def test_there_is_nothing_doubtful_in_it() -> None:
    assert lint(example("xiaohongshu-2021")) == []
