"""Answers in a sentence or two, for every reason and in both languages."""

import pytest

from tests.terms.papers import AGREEMENT, GRANT, on, papers
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import NaiveInstant
from yellowcart.terms import Table
from yellowcart.terms.explain import explain

FORBID = """\
[[agreement.clause]]
id = "2"
effect = "forbid"
surfaces = ["live_cart"]
from = 2021-06-01T00:00:00+08:00
until = 2021-07-01T00:00:00+08:00
"""
RULE = """\
[[house_rule]]
code = "quiet-week"
effect = "forbid"
partners = ["*"]
known = 2021-05-01T00:00:00+08:00
from = 2021-06-01T00:00:00+08:00
until = 2021-06-08T00:00:00+08:00
"""
RENEWAL = """\
[[agreement]]
code = "jd-2022"
partner = "jd-alliance"
version = 3
known = 2022-02-01T00:00:00+08:00
from = 2022-03-01T00:00:00+08:00
renews = "jd-2021"

[[agreement.clause]]
id = "4.2"
effect = "grant"
surfaces = ["video_cart"]
"""
LIVE_GOODS = ("jd-alliance", "live_cart", "goods")


def said(table: Table, *question: str | None, at: str, **of: str) -> tuple[str, str]:
    partner, surface, kind = question
    zh = explain(table, partner, surface, kind, on(at), language="zh", **of)
    return zh, explain(table, partner, surface, kind, on(at), language="en", **of)


def test_granted_until_the_agreement_ends() -> None:
    assert said(papers(AGREEMENT, GRANT).table(), *LIVE_GOODS, at="2021-05-01") == (
        "2021-05-01 00:00:00（北京时间，UTC+8），京东联盟的商品链接可以在直播间购物车发布："
        "协议 jd-2021（第 1 版）第 1 条允许。"
        "自 2022-03-01 00:00:00 起不能再发布：届时没有与京东联盟的协议生效。",
        "At 2021-05-01 00:00:00 (China Standard Time, UTC+8), goods links of JD Alliance may be"
        " published in the live-room cart: clause 1 of jd-2021 (version 1) grants this."
        " From 2022-03-01 00:00:00 on they no longer may: no agreement with JD Alliance is in"
        " force.",
    )


def test_no_agreement_any_more() -> None:
    assert said(papers(AGREEMENT, GRANT).table(), *LIVE_GOODS, at="2022-03-01") == (
        "2022-03-01 00:00:00（北京时间，UTC+8），京东联盟的商品链接不能在直播间购物车发布："
        "没有与京东联盟的协议生效。"
        "此前的依据是协议 jd-2021（第 1 版）第 1 条，该协议已于 2022-03-01 00:00:00 终止。"
        "按现有协议和规则，此后不变。",
        "At 2022-03-01 00:00:00 (China Standard Time, UTC+8), goods links of JD Alliance may not"
        " be published in the live-room cart: no agreement with JD Alliance is in force."
        " Clause 1 of jd-2021 (version 1) granted it until 2022-03-01 00:00:00, when the"
        " agreement ended. By the agreements and rules on file, this does not change.",
    )


def test_no_agreement_yet() -> None:
    assert said(papers(AGREEMENT, GRANT).table(), *LIVE_GOODS, at="2021-02-01") == (
        "2021-02-01 00:00:00（北京时间，UTC+8），京东联盟的商品链接不能在直播间购物车发布："
        "没有与京东联盟的协议生效。此前也从未有条款允许。"
        "自 2021-03-01 00:00:00 起可以发布：届时协议 jd-2021（第 1 版）第 1 条允许。",
        "At 2021-02-01 00:00:00 (China Standard Time, UTC+8), goods links of JD Alliance may not"
        " be published in the live-room cart: no agreement with JD Alliance is in force."
        " Nothing granted it before, either. From 2021-03-01 00:00:00 on they may: clause 1 of"
        " jd-2021 (version 1) grants this.",
    )


def test_an_agreement_that_does_not_grant_it_any_more() -> None:
    zh, en = said(papers(AGREEMENT, GRANT, RENEWAL).table(), *LIVE_GOODS, at="2022-04-01")
    assert "：协议 jd-2022（第 3 版）虽在有效期内，但没有条款允许。此前的依据是协议 jd-2021" in zh
    assert "cart: jd-2022 (version 3) is in force, but no clause grants this. Clause 1 of" in en


def test_a_clause_that_ended_before_its_agreement() -> None:
    early = GRANT + "until = 2021-09-01T00:00:00+08:00\n"
    zh, en = said(papers(AGREEMENT, early).table(), *LIVE_GOODS, at="2021-10-01")
    assert "第 1 条，其效力已于 2021-09-01 00:00:00 终止。" in zh
    assert "granted it until 2021-09-01 00:00:00. From 2022-03-01" in en
    assert "自 2022-03-01 00:00:00 起仍不能发布：届时没有与京东联盟的协议生效。" in zh
    assert "on they still may not: no agreement with JD Alliance is in force." in en


def test_a_forbid_ends_no_grant() -> None:
    """A house rule stood when the agreement ended; the clause went on until then."""
    rule = RULE.replace("until = 2021-06-08T00:00:00+08:00\n", "until = 2022-04-01T00:00:00+08:00")
    table = papers(AGREEMENT, GRANT, rule).table()
    zh, en = said(table, *LIVE_GOODS, at="2022-05-01")
    assert (
        "此前的依据是协议 jd-2021（第 1 版）第 1 条，该协议已于 2022-03-01 00:00:00 终止，"
        "但自 2021-06-01 00:00:00 起已被平台规则 quiet-week 禁止。" in zh
    )
    assert (
        "Clause 1 of jd-2021 (version 1) granted it until 2022-03-01 00:00:00, when the"
        " agreement ended, but house rule quiet-week forbade it from 2021-06-01 00:00:00 on." in en
    )


def test_a_clause_that_forbade_all_that_was_ever_granted() -> None:
    forbid = FORBID[: FORBID.index("from")]
    zh, en = said(papers(AGREEMENT, GRANT, forbid).table(), *LIVE_GOODS, at="2022-05-01")
    assert "，但自 2021-03-01 00:00:00 起已被协议 jd-2021（第 1 版）第 2 条禁止。" in zh
    assert ", but clause 2 of jd-2021 (version 1) forbade it from 2021-03-01 00:00:00 on." in en
    always = RULE[: RULE.index("known")] + "until = 2022-03-02T00:00:00+08:00\n"
    zh, en = said(papers(AGREEMENT, GRANT, always).table(), *LIVE_GOODS, at="2022-05-01")
    assert "终止，但一直被平台规则 quiet-week 禁止。" in zh
    assert "ended, but house rule quiet-week forbade it all along." in en


def test_a_forbid_that_was_over_is_not_named() -> None:
    _, en = said(papers(AGREEMENT, GRANT, FORBID).table(), *LIVE_GOODS, at="2022-05-01")
    assert "granted it until 2022-03-01 00:00:00, when the agreement ended. By" in en


AMENDMENT = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-01", "2021-08-01")
LESS = GRANT.replace('"*"', '"video_cart"')


@pytest.mark.parametrize("at", ["2021-05-01", "2022-05-01"])
def test_a_version_that_was_replaced_granted_it(at: str) -> None:
    terms = papers(AGREEMENT, GRANT, AMENDMENT, LESS)
    zh, en = said(terms.table(), *LIVE_GOODS, at=at)
    assert (
        "此前获知的协议 jd-2021 第 1 版第 1 条曾允许，"
        "该版已由 2021-08-01 00:00:00 获知的第 2 版取代。" in zh
    )
    assert (
        "Clause 1 of jd-2021 (version 1) granted it; version 2, known from 2021-08-01 00:00:00,"
        " replaced that version." in en
    )
    assert "replaced" not in said(terms.table(on("2021-07-01")), *LIVE_GOODS, at=at)[1]


def test_a_replaced_version_that_granted_it_only_later_or_never_counted() -> None:
    terms = papers(AGREEMENT, GRANT, AMENDMENT, LESS)
    assert "Nothing granted it before" in said(terms.table(), *LIVE_GOODS, at="2021-02-01")[1]
    early = papers(AGREEMENT, GRANT, AMENDMENT.replace("2021-08-01", "2021-01-01"), LESS)
    assert "Nothing granted it before" in said(early.table(), *LIVE_GOODS, at="2021-05-01")[1]


def test_a_renewal_by_another_clause() -> None:
    table = papers(AGREEMENT, GRANT, RENEWAL).table()
    zh, en = said(table, "jd-alliance", "video_cart", "services", at="2021-05-01")
    assert zh.endswith(
        "自 2022-03-01 00:00:00 起仍可发布：届时协议 jd-2022（第 3 版）第 4.2 条允许。"
    )
    assert en.endswith("on they still may: clause 4.2 of jd-2022 (version 3) grants this.")


def test_forbidden_by_a_clause() -> None:
    zh, en = said(papers(AGREEMENT, GRANT, FORBID).table(), *LIVE_GOODS, at="2021-06-15")
    assert "不能在直播间购物车发布：协议 jd-2021（第 1 版）第 2 条禁止。自 2021-07-01" in zh
    assert "live-room cart: clause 2 of jd-2021 (version 1) forbids this. From 2021-07-01" in en


def test_forbidden_by_a_house_rule() -> None:
    zh, en = said(papers(AGREEMENT, GRANT, RULE).table(), *LIVE_GOODS, at="2021-06-01")
    assert "不能在直播间购物车发布：平台规则 quiet-week 禁止。自 2021-06-08 00:00:00 起可以" in zh
    assert "live-room cart: house rule quiet-week forbids this. From 2021-06-08 00:00:00" in en


def test_a_category_and_a_creator_group_are_named() -> None:
    rule = RULE + 'categories = ["tobacco"]\ncreator_groups = ["minors"]\n'
    of = {"category": "tobacco", "creator_group": "minors"}
    zh, en = said(papers(AGREEMENT, GRANT, rule).table(), *LIVE_GOODS, at="2021-06-01", **of)
    assert "京东联盟的商品链接（类目“tobacco”，达人分组“minors”）不能在" in zh
    assert (
        "goods links of JD Alliance in category “tobacco” for creator group “minors” may not" in en
    )
    zh, en = said(papers(AGREEMENT, GRANT, rule).table(), *LIVE_GOODS, at="2021-06-01")
    assert "商品链接可以在" in zh
    assert "goods links of JD Alliance may be" in en


def test_as_known_before_the_renewal() -> None:
    then = papers(AGREEMENT, GRANT, RENEWAL).table(on("2021-12-01"))
    zh, en = said(then, "jd-alliance", "video_cart", "goods", at="2022-03-02")
    assert zh.startswith("按 2021-12-01 00:00:00 所知，2022-03-02 00:00:00（北京时间")
    assert zh.endswith("按当时所知，此后不变。")
    assert en.startswith("As known at 2021-12-01 00:00:00: at 2022-03-02 00:00:00 (China")
    assert en.endswith("By what was known then, this does not change.")


def test_a_partner_that_nobody_knows() -> None:
    assert said(papers(AGREEMENT).table(), "vip", "live_cart", "goods", at="2021-05-01") == (
        "“vip”不是登记在册的合作方，没有协议可以作为依据，因此其链接不能发布。",
        "“vip” is no partner on file. No agreement can grant its links, so they may not be"
        " published.",
    )


def test_a_link_that_was_not_recognised() -> None:
    assert said(papers(AGREEMENT).table(), None, "live_cart", "goods", at="2021-05-01") == (
        "无法辨认这条链接指向哪个电商平台，没有协议可以作为依据，因此不能发布，须人工复核。",
        "Which marketplace this link points to could not be told. No agreement can grant it, so"
        " it may not be published; hold it for review.",
    )


def test_a_surface_and_a_kind_that_nobody_listed() -> None:
    table = papers(AGREEMENT, GRANT).table()
    zh, en = said(table, "jd-alliance", "banner", "lottery", at="2021-05-01")
    assert "京东联盟的“lottery”链接不能在“banner”发布" in zh
    assert "“banner”不在平台的发布位置清单中。链接种类只有商品和服务，没有“lottery”。" in zh
    assert "“lottery” links of JD Alliance may not be published in “banner”:" in en
    assert "“banner” is not on the platform's list of surfaces. Links are of goods or" in en


@pytest.mark.parametrize("partner", ["jd-alliance", "vip", None])
def test_another_language_is_refused(partner: str | None) -> None:
    table = papers(AGREEMENT, GRANT).table()
    with pytest.raises(BadInput, match="no such language"):
        explain(table, partner, "live_cart", "goods", on("2021-05-01"), language="fr")


def test_a_naive_instant_is_refused() -> None:
    at = on("2021-05-01").replace(tzinfo=None)
    with pytest.raises(NaiveInstant):
        explain(papers(AGREEMENT, GRANT).table(), *LIVE_GOODS, at)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
def test_the_ends_of_the_calendar_can_be_asked_about(at: str) -> None:
    zh, en = said(papers(AGREEMENT, GRANT).table(), *LIVE_GOODS, at=at)
    assert "不能在直播间购物车发布" in zh
    assert "may not be published" in en
    assert ("（UTC）" in zh) is at.startswith("9999")
