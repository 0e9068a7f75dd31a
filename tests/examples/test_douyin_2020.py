"""Douyin's autumn of 2020: live rooms close to outside links in two steps, short videos do not."""

import pytest

from tests.examples.field import MICROSECOND, example, on, open_places
from yellowcart.terms import Table
from yellowcart.terms.changes import transitions
from yellowcart.terms.lint import lint

XINGTU_ONLY = on("2020-09-06")
BAN = on("2020-10-09")
OUTSIDE = ("taobao-alliance", "jd-alliance")
EVERYWHERE = {"live_cart", "video_cart", "shop_window"}
NOT_IN_LIVE_ROOMS = {"video_cart", "shop_window"}


@pytest.fixture(scope="module")
def table() -> Table:
    return example("douyin-2020").table()


@pytest.mark.parametrize("kind", ["goods", "services"])
@pytest.mark.parametrize("partner", OUTSIDE)
def test_outside_links_leave_the_live_room_first_without_xingtu_then_with_it(
    table: Table, partner: str, kind: str
) -> None:
    for at, anyone, with_xingtu in (
        (XINGTU_ONLY - MICROSECOND, EVERYWHERE, EVERYWHERE),
        (XINGTU_ONLY, NOT_IN_LIVE_ROOMS, EVERYWHERE),
        (XINGTU_ONLY + MICROSECOND, NOT_IN_LIVE_ROOMS, EVERYWHERE),
        (BAN - MICROSECOND, NOT_IN_LIVE_ROOMS, EVERYWHERE),
        (BAN, NOT_IN_LIVE_ROOMS, NOT_IN_LIVE_ROOMS),
        (BAN + MICROSECOND, NOT_IN_LIVE_ROOMS, NOT_IN_LIVE_ROOMS),
    ):
        assert open_places(table, partner, at, kind) == anyone
        assert open_places(table, partner, at, kind, "xingtu") == with_xingtu


def test_the_own_shop_stays_in_the_live_room(table: Table) -> None:
    for at in (XINGTU_ONLY, BAN, on("2021-10-09")):
        assert open_places(table, "douyin-shop", at) == EVERYWHERE


def test_it_is_the_platform_that_forbids_and_the_agreement_that_goes_on(table: Table) -> None:
    live = table.decide("taobao-alliance", "live_cart", "goods", BAN)
    assert (live.reason, live.agreement, live.clause) == (
        "forbidden",
        None,
        "no-outside-links-in-live-rooms",
    )
    video = table.decide("taobao-alliance", "video_cart", "goods", BAN)
    assert (video.reason, video.agreement) == ("granted", "taobao-2020")


def test_the_ban_changes_nothing_but_for_creators_in_xingtu(table: Table) -> None:
    steps = transitions(table, on("2020-02-01"))
    assert [one.at for one in steps] == [XINGTU_ONLY, BAN]
    assert {row.creator_group for row in steps[0].changes} == {None}
    assert {row.creator_group for row in steps[1].changes} == {"xingtu"}
    assert {(row.partner, row.surface) for row in steps[1].changes} == {
        (partner, "live_cart") for partner in OUTSIDE
    }


def test_there_is_nothing_doubtful_in_it() -> None:
    assert lint(example("douyin-2020")) == []
