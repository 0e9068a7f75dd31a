"""The notice of 22 February 2022, row by row."""

from datetime import timedelta
from itertools import product

import pytest

from tests.examples.field import MICROSECOND, example, on, open_places
from yellowcart.terms import Table, Terms
from yellowcart.terms.changes import diff, transitions
from yellowcart.terms.lint import lint
from yellowcart.terms.notice import notice

T = on("2022-03-01")
SURFACES = ("live_cart", "video_cart", "product_page", "shop_window", "note")
PARTNERS = ("taobao-alliance", "jd-alliance", "kuaishou-shop")
KINDS = ("goods", "services")
CLOSED = {("taobao-alliance", surface) for surface in SURFACES} | {("jd-alliance", "live_cart")}


@pytest.fixture(scope="module")
def terms() -> Terms:
    return example("kuaishou-2022")


@pytest.fixture(scope="module")
def table(terms: Terms) -> Table:
    return terms.table()


@pytest.mark.parametrize("cell", [*product(PARTNERS, SURFACES, KINDS)])
def test_every_cell_is_open_before_and_as_the_notice_has_it_from_then_on(
    table: Table, cell: tuple[str, str, str]
) -> None:
    verdicts = [table.decide(*cell, at).verdict for at in (T - MICROSECOND, T, T + MICROSECOND)]
    after = "deny" if cell[:2] in CLOSED else "allow"
    assert verdicts == ["allow", after, after]


def test_taobao_alliance_links_have_no_agreement_any_more(table: Table) -> None:
    answer = table.decide("taobao-alliance", "live_cart", "goods", T)
    assert (answer.reason, answer.agreement, answer.valid_until) == ("no_agreement", None, None)


def test_jd_alliance_links_are_out_of_the_live_room_and_nowhere_else(table: Table) -> None:
    live = table.decide("jd-alliance", "live_cart", "services", T)
    assert (live.reason, live.agreement, live.version) == ("not_granted", "jd-2021", 2)
    video = table.decide("jd-alliance", "video_cart", "services", T)
    assert (video.reason, video.clause, video.valid_until) == ("granted", "3.1", None)


def test_the_round_of_2021_was_a_renewal_without_a_gap(table: Table) -> None:
    renewal = on("2021-03-01")
    for at in (renewal - MICROSECOND, renewal, renewal + MICROSECOND):
        assert open_places(table, "taobao-alliance", at) == set(SURFACES)
    answer = table.decide("taobao-alliance", "live_cart", "goods", renewal - MICROSECOND)
    assert (answer.agreement, answer.valid_until) == ("taobao-2020", renewal)


def test_a_link_of_another_marketplace_is_closed_since_no_agreement_names_it(table: Table) -> None:
    assert table.decide("pdd", "video_cart", "goods", T).reason == "unknown_partner"


def test_the_surface_that_nobody_listed_is_closed(table: Table) -> None:
    assert table.decide("jd-alliance", "mini_app", "goods", T).reason == "not_granted"


def test_before_the_amendment_was_known_jd_was_held_to_stay_in_the_live_room(terms: Terms) -> None:
    question = ("jd-alliance", "live_cart", "goods", on("2022-03-02"))
    assert terms.table(on("2022-02-21")).decide(*question).verdict == "allow"
    assert terms.table(on("2022-02-25")).decide(*question).verdict == "deny"


def test_that_taobao_would_end_was_known_since_the_round_was_signed(terms: Terms) -> None:
    question = ("taobao-alliance", "live_cart", "goods", T)
    assert terms.table(on("2021-02-21")).decide(*question).verdict == "deny"


def test_all_of_it_was_known_seven_days_ahead(terms: Terms) -> None:
    then = terms.table(T - timedelta(days=7))
    assert (
        diff(then, T - MICROSECOND, T).to_json()
        == diff(terms.table(), T - MICROSECOND, T).to_json()
    )
    assert lint(terms) == []


def test_the_cut_over_is_one_transition_with_twelve_changes(table: Table) -> None:
    found = transitions(table, on("2022-01-01"), on("2023-01-01"))
    assert [(one.at, len(one.changes)) for one in found] == [(T, 12)]
    assert {(row.partner, row.surface) for row in found[0].changes} == CLOSED


def test_the_notice_in_chinese(table: Table) -> None:
    assert (
        notice(diff(table, T - MICROSECOND, T), "zh")
        == """\
关于调整淘宝联盟和京东联盟链接发布范围的通知

各位商家、达人：

因平台与淘宝联盟和京东联盟的合作协议变更，链接的发布范围调整如下。

生效时间：2022-03-01 00:00:00（北京时间，UTC+8）
自2022年3月1日00:00:00起：
1. 淘宝联盟：商品链接和服务链接不能再在直播间购物车、短视频购物车、商详页、\
橱窗和图文笔记发布，已挂出的届时下架。
2. 京东联盟：商品链接和服务链接不能再在直播间购物车发布，已挂出的届时下架；\
仍可在短视频购物车、商详页、橱窗和图文笔记发布。

为保护消费者权益，请提前安排好结算，并处理好售后订单。

特此通知。"""
    )


def test_the_notice_in_english(table: Table) -> None:
    assert (
        notice(diff(table, T - MICROSECOND, T), "en")
        == """\
Notice: where links of Taobao Alliance and JD Alliance can be published

To all merchants and creators:

Because of changes to the co-operation agreements with Taobao Alliance and JD Alliance, where \
links can be published changes as follows.

Takes effect: 2022-03-01 00:00:00 (China Standard Time, UTC+8)
From 00:00:00 on 1 March 2022:
1. Taobao Alliance: Goods and service links can no longer be published in the live-room cart, \
the short-video cart, the product page, the shop window and the notes; those already hung there \
come down at that time.
2. JD Alliance: Goods and service links can no longer be published in the live-room cart; those \
already hung there come down at that time. They can still be published in the short-video cart, \
the product page, the shop window and the notes.

To protect consumers, please see to settlement and to after-sales orders ahead of time."""
    )
