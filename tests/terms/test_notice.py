"""The public notice, for what is not in the notice of 2022."""

import pytest

from tests.terms.papers import AGREEMENT, GRANT, PLATFORM, on, papers
from yellowcart.kit.errors import BadInput
from yellowcart.terms import Terms, parse_terms
from yellowcart.terms.changes import diff
from yellowcart.terms.notice import notice

RULE = """\
[[house_rule]]
code = "no-tobacco"
effect = "forbid"
partners = ["*"]
surfaces = ["live_cart"]
known = 2021-05-01T00:00:00+08:00
from = 2021-06-01T00:00:00+08:00
until = 2021-09-01T00:00:00+08:00
"""
CLOSES = ("2021-05-31", "2021-06-01")
OPENS = ("2021-08-31", "2021-09-01")


def lines(terms: Terms, before: str, after: str) -> tuple[list[str], list[str]]:
    """The paragraphs' lines in Chinese and English."""
    changed = diff(terms.table(), on(before), on(after))
    zh, en = notice(changed, "zh"), notice(changed, "en")
    return [line for line in zh.split("\n") if line], [line for line in en.split("\n") if line]


def test_nothing_changes() -> None:
    assert lines(papers(AGREEMENT, GRANT), *CLOSES) == (
        [
            "2021-05-31 00:00:00 与 2021-06-01 00:00:00（北京时间，UTC+8）相比，"
            "链接的发布范围没有变化，无须发布通知。"
        ],
        [
            "Between 2021-05-31 00:00:00 and 2021-06-01 00:00:00 (China Standard Time, UTC+8)"
            " nothing changes in where links can be published, so there is nothing to announce."
        ],
    )


def test_a_first_opening_has_no_advice_and_takes_nothing_down() -> None:
    zh, en = lines(papers(AGREEMENT, GRANT), "2021-01-01", "2021-05-01")
    assert zh == [
        "关于调整京东联盟链接发布范围的通知",
        "各位商家、达人：",
        "因平台与京东联盟的合作协议变更，链接的发布范围调整如下。",
        "生效时间：2021-03-01 00:00:00（北京时间，UTC+8）",
        "自2021年3月1日00:00:00起：",
        "1. 京东联盟：商品链接和服务链接可以在直播间购物车和短视频购物车发布。",
        "特此通知。",
    ]
    assert en == [
        "Notice: where links of JD Alliance can be published",
        "To all merchants and creators:",
        "Because of a change to the co-operation agreement with JD Alliance, where links can be"
        " published changes as follows.",
        "Takes effect: 2021-03-01 00:00:00 (China Standard Time, UTC+8)",
        "From 00:00:00 on 1 March 2021:",
        "1. JD Alliance: Goods and service links can be published in the live-room cart and the"
        " short-video cart.",
    ]


def test_a_re_opening_says_again() -> None:
    zh, en = lines(papers(AGREEMENT, GRANT, RULE), *OPENS)
    assert zh[2] == "因平台自身的规则调整，链接的发布范围调整如下。"
    assert zh[5] == "1. 京东联盟：商品链接和服务链接重新可以在直播间购物车发布。"
    assert en[2].startswith("Because of a change to the platform's own rules, where")
    assert en[5] == (
        "1. JD Alliance: Goods and service links can again be published in the live-room cart."
    )


def test_only_one_kind_closes() -> None:
    zh, en = lines(papers(AGREEMENT, GRANT, RULE + 'kinds = ["goods"]\n'), *CLOSES)
    assert zh[5] == (
        "1. 京东联盟：商品链接不能再在直播间购物车发布，已挂出的届时下架；"
        "服务链接仍可在直播间购物车发布；商品链接和服务链接仍可在短视频购物车发布。"
    )
    assert en[5] == (
        "1. JD Alliance: Goods links can no longer be published in the live-room cart; those"
        " already hung there come down at that time. Service links can still be published in"
        " the live-room cart. Goods and service links can still be published in the short-video"
        " cart."
    )


def test_only_a_category_closes() -> None:
    rule = RULE + 'kinds = ["services"]\ncategories = ["tobacco"]\n'
    zh, en = lines(papers(AGREEMENT, GRANT, rule), *CLOSES)
    assert zh[5] == (
        "1. 京东联盟：“tobacco”类目的服务链接不能再在直播间购物车发布，已挂出的届时下架，"
        "其他不受影响。"
    )
    assert en[5] == (
        "1. JD Alliance: Service links in category “tobacco” can no longer be published in the"
        " live-room cart; those already hung there come down at that time; others are not"
        " affected."
    )


def test_where_a_category_closes_not_all_can_still_be_published() -> None:
    """The live-room cart closes to all, the short-video cart to a category only."""
    narrowed = RULE.replace("no-tobacco", "no-videos").replace("live_cart", "video_cart")
    zh, en = lines(papers(AGREEMENT, GRANT, RULE, narrowed + 'categories = ["tobacco"]\n'), *CLOSES)
    assert zh[5] == (
        "1. 京东联盟：商品链接和服务链接不能再在直播间购物车发布，已挂出的届时下架；"
        "“tobacco”类目的商品链接和服务链接不能再在短视频购物车发布，已挂出的届时下架，"
        "其他不受影响。"
    )
    assert "still" not in en[5]
    assert en[5].endswith("come down at that time; others are not affected.")


def test_a_category_of_one_creator_group_opens_again() -> None:
    rule = RULE + 'categories = ["tobacco"]\ncreator_groups = ["minors"]\n'
    zh, en = lines(papers(AGREEMENT, GRANT, rule), *OPENS)
    assert zh[5].startswith(
        "1. 京东联盟：“tobacco”类目的“minors”分组达人的商品链接和服务链接重新可以在直播间购物车发布"
    )
    assert (
        "Goods and service links in category “tobacco” of creators in group “minors” can" in en[5]
    )


def test_all_close_but_a_category_and_a_creator_group() -> None:
    rule = RULE + 'except_categories = ["books"]\nexcept_creator_groups = ["stars"]\n'
    zh, en = lines(papers(AGREEMENT, GRANT, rule), *CLOSES)
    assert "直播间购物车发布（“books”类目、“stars”分组达人除外），已挂出的届时下架；仍可在" in zh[5]
    assert (
        "live-room cart, except those in category “books” and those of creators in group"
        " “stars”; those already hung there come down at that time. They can still be" in en[5]
    )


@pytest.mark.parametrize(
    ("hung", "zh", "en"),
    [
        ("session", "已挂出的可保留至该场直播结束", "stay to the end of their live session"),
        ("keep", "已挂出的可以保留", "those already hung there may stay"),
    ],
)
def test_what_becomes_of_entries_already_hung(hung: str, zh: str, en: str) -> None:
    grant = GRANT + f'hung = "{hung}"\n'
    chinese, english = lines(papers(AGREEMENT, grant), "2022-02-28", "2022-03-01")
    assert zh in chinese[5]
    assert en in english[5]


def test_an_agreement_and_a_rule_at_several_instants() -> None:
    rule = RULE.replace("until = 2021-09-01T00:00:00+08:00\n", "") + 'kinds = ["goods"]\n'
    zh, en = lines(papers(AGREEMENT, GRANT, rule), "2021-05-01", "2022-03-01")
    assert zh[2].startswith("因平台与京东联盟的合作协议变更，以及平台自身的规则调整，链接的")
    assert [line for line in zh if line.startswith("生效时间")] == [
        "生效时间：2021-06-01 00:00:00（北京时间，UTC+8）",
        "生效时间：2022-03-01 00:00:00（北京时间，UTC+8）",
    ]
    assert "agreement with JD Alliance and a change to the platform's own rules, where" in en[2]


def test_elsewhere_the_clocks_are_named_by_their_offset() -> None:
    text = PLATFORM.replace("Asia/Shanghai", "Asia/Kolkata") + AGREEMENT + GRANT
    table = parse_terms(text).table()
    found = notice(diff(table, on("2021-01-01"), on("2021-05-01")), "en")
    assert "Takes effect: 2021-02-28 21:30:00 (UTC+5:30)" in found
    west = parse_terms(text.replace("Asia/Kolkata", "America/Bogota")).table()
    assert "11:00:00 (UTC-5)" in notice(diff(west, on("2021-01-01"), on("2021-05-01")), "en")


def test_another_language_is_refused() -> None:
    table = papers(AGREEMENT, GRANT).table()
    for after in ("2021-06-01", "2022-03-01"):
        with pytest.raises(BadInput, match="no such language"):
            notice(diff(table, on("2021-05-31"), on(after)), "fr")
