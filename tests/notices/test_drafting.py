"""Drafting from the agreements, editing, and what makes a notice stale."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.notices.conftest import (
    DAY,
    Platform,
    T,
    last_record,
    refused,
    renew_taobao,
    table,
    written,
)
from yellowcart.agreements.changing import changes_at, rows_of
from yellowcart.kit.errors import BadInput
from yellowcart.notices.actions import draft, draft_free, edit, end, redraft, send
from yellowcart.notices.actions.draft import Edited
from yellowcart.notices.errors import (
    NothingChanges,
    NoticeEnded,
    NoticeSent,
    NoticeStale,
    UnknownNotice,
)
from yellowcart.notices.models import Notice
from yellowcart.notices.queries import agreement_of_text, notices_of, period
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import Person

TITLE_ZH = "关于调整淘宝联盟和京东联盟链接发布范围的通知"
TITLE_EN = "Notice: where links of Taobao Alliance and JD Alliance can be published"
TEXT_ZH = [
    "各位商家、达人：",
    "",
    "因平台与淘宝联盟和京东联盟的合作协议变更，链接的发布范围调整如下。",
    "",
    "生效时间：2022-03-01 00:00:00（北京时间，UTC+8）",
    "自2022年3月1日00:00:00起：",
    "1. 淘宝联盟：商品链接和服务链接不能再在直播间购物车、短视频购物车、商详页、"
    "橱窗和图文笔记发布，已挂出的届时下架。",
    "2. 京东联盟：商品链接和服务链接不能再在直播间购物车发布，已挂出的届时下架；"
    "仍可在短视频购物车、商详页、橱窗和图文笔记发布。",
    "",
    "为保护消费者权益，请提前安排好结算，并处理好售后订单。",
    "",
    "特此通知。",
]
TEXT_EN = [
    "To all merchants and creators:",
    "",
    "Because of changes to the co-operation agreements with Taobao Alliance and JD Alliance,"
    " where links can be published changes as follows.",
    "",
    "Takes effect: 2022-03-01 00:00:00 (China Standard Time, UTC+8)",
    "From 00:00:00 on 1 March 2022:",
    "1. Taobao Alliance: Goods and service links can no longer be published in the live-room"
    " cart, the short-video cart, the product page, the shop window and the notes; those already"
    " hung there come down at that time.",
    "2. JD Alliance: Goods and service links can no longer be published in the live-room cart;"
    " those already hung there come down at that time. They can still be published in the"
    " short-video cart, the product page, the shop window and the notes.",
    "",
    "To protect consumers, please see to settlement and to after-sales orders ahead of time.",
]


def test_a_draft_states_the_facts_of_the_notice_of_2022_in_both_languages(
    platform: Platform, drafted: Notice
) -> None:
    drafted.refresh_from_db()
    assert (drafted.title_zh, drafted.title_en) == (TITLE_ZH, TITLE_EN)
    assert drafted.text_zh.split("\n") == TEXT_ZH
    assert drafted.text_en.split("\n") == TEXT_EN
    assert (drafted.at, drafted.source) == (T, "agreements")
    assert drafted.changes == rows_of(changes_at(table(), T, "agreements").changes)
    assert len(drafted.changes) == 12
    assert drafted.audience == {"touched": ["creators", "merchants", "providers"]}
    assert drafted.reminders == [604_800, 259_200, 86_400, 3_600]
    assert (drafted.drafted_by, drafted.sent_at, drafted.ended_at) == (platform.clerk, None, None)
    assert [*notices_of(T, "agreements")] == [drafted]
    record = last_record()
    assert (record.what, record.by, record.before) == ("notice.drafted", platform.clerk, None)
    assert record.after is not None
    assert record.after["title_zh"] == TITLE_ZH


def test_a_draft_agrees_with_the_terms_and_has_until_seven_days_before(drafted: Notice) -> None:
    assert agreement_of_text(drafted, table()).reasons == ()
    kept = period(drafted, table())
    assert kept is not None
    assert (kept.days, kept.last_at) == (7, T - 7 * DAY)


def without(name: str, *others: str) -> Callable[[str], str]:
    def edited(text: str) -> str:
        for one in (name, *others):
            text = text.replace(one, "…")
        return text

    return edited


def replaced(was: str, becomes: str) -> Callable[[str], str]:
    return lambda text: text.replace(was, becomes)


def with_line(line: str) -> Callable[[str], str]:
    return lambda text: text + "\n\n" + line


STALE: dict[str, tuple[str, Callable[[str], str], list[str]]] = {
    "partner removed": ("zh", without("淘宝联盟"), ["the Chinese text does not name “淘宝联盟”"]),
    "partner removed, in English": (
        "en", without("JD Alliance"), ["the English text does not name “JD Alliance”"],
    ),
    "surface removed": ("zh", without("橱窗"), ["the Chinese text does not name “橱窗”"]),
    "surface removed, in English": (
        "en", without("the shop window"), ["the English text does not name “shop window”"],
    ),
    "instant changed in one place": (
        "zh", replaced("2022-03-01 00:00:00", "2022-03-02 00:00:00"),
        ["the Chinese text states another instant, 2022-03-02 00:00:00"],
    ),
    "instant changed in the other": (
        "en", replaced("on 1 March", "on 2 March"),
        ["the English text states another instant, 00:00:00 on 2 March 2022"],
    ),
    "instant gone": (
        "zh", without("2022-03-01 00:00:00", "2022年3月1日00:00:00"),
        ["the Chinese text does not state the instant 2022-03-01 00:00:00"],
    ),
    "another partner named": (
        "zh", with_line("3. 快手小店：商品链接不能再在直播间购物车发布。"),
        ["the Chinese text names “快手小店”, whose links do not change;"
         " a sentence that names it has to say “not affected”"],
    ),
    "another partner named, in English": (
        "en", with_line("Links of Kuaishou Shop close too."),
        ["the English text names “Kuaishou Shop”, whose links do not change;"
         " a sentence that names it has to say “not affected”"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STALE)
def test_a_text_that_no_longer_states_what_changes_cannot_go_out(
    platform: Platform, drafted: Notice, case: str
) -> None:
    language, change, reasons = STALE[case]
    given: Edited = {}
    if language == "zh":
        given["title_zh"] = change(drafted.title_zh).splitlines()[0]
        given["text_zh"] = change(drafted.text_zh)
    else:
        given["title_en"] = change(drafted.title_en).splitlines()[0]
        given["text_en"] = change(drafted.text_en)
    notice = edit(by=platform.clerk, notice=drafted, **given)
    assert [one.en for one in agreement_of_text(notice, table()).reasons] == reasons
    before = written()
    with pytest.raises(NoticeStale) as refused:
        send(by=platform.clerk, notice=notice)
    assert [one.en for one in refused.value.reasons] == reasons
    assert (refused.value.code, refused.value.status) == ("notice-stale", 409)
    assert written() == before
    redraft(by=platform.clerk, notice=notice)
    send(by=platform.clerk, notice=notice)


def test_a_text_may_be_put_in_other_words_and_name_whom_it_does_not_touch(
    platform: Platform, drafted: Notice
) -> None:
    notice = edit(
        by=platform.clerk,
        notice=drafted,
        title_zh="三月一日起的变化",
        text_zh="自 2022-03-01 00:00:00 起，淘宝联盟的链接在直播间购物车、短视频购物车、商详页、"
        "橱窗、图文笔记下架；京东联盟只下架直播间购物车。快手小店的商品不受影响，可照常挂出。",
        text_en="From 00:00:00 on 1 March 2022 links of taobao alliance leave the live-room cart, "
        "the short-video cart, the product page, the shop window\nand the notes; those of JD "
        "Alliance the live-room cart alone. Kuaishou Shop is not affected.",
    )
    assert agreement_of_text(notice, table()).reasons == ()
    assert last_record().what == "notice.edited"


def test_when_the_agreements_change_the_draft_is_stale_until_it_is_drafted_anew(
    platform: Platform, drafted: Notice
) -> None:
    renew_taobao(platform)
    (reason,) = agreement_of_text(drafted, table()).reasons
    assert reason.zh == "通知拟定之后，协议有变化，通知所述与现在的协议不符"
    before = written()
    with pytest.raises(NoticeStale):
        send(by=platform.clerk, notice=drafted)
    assert written() == before
    notice = redraft(by=platform.clerk, notice=drafted)
    assert notice.title_zh == "关于调整京东联盟链接发布范围的通知"
    assert notice.changes is not None
    assert {row["partner"] for row in notice.changes} == {"jd-alliance"}
    assert agreement_of_text(notice, table()).reasons == ()
    send(by=platform.clerk, notice=notice)


def test_where_nothing_changes_there_is_nothing_to_announce(platform: Platform) -> None:
    before = written()
    for at, source in ((T + timedelta(hours=1), "agreements"), (T, "house_rules")):
        with pytest.raises(NothingChanges):
            draft(by=platform.clerk, at=at, source=source)
    with pytest.raises(BadInput, match="no such source"):
        draft(by=platform.clerk, at=T, source="rumours")
    assert written() == before


def test_a_free_notice_is_never_stale_and_nothing_reminds_of_it(platform: Platform) -> None:
    notice = draft_free(
        by=platform.clerk, title_zh="机房维护", title_en="Maintenance", text_zh="淘宝联盟除外。",
        text_en="Kuaishou Shop too.", audience={"people": ["qian"]},
    )  # fmt: skip
    assert agreement_of_text(notice, table()).reasons == ()
    assert period(notice, table()) is None
    issue = send(by=platform.clerk, notice=notice)
    assert [*notice.issues.all()] == [issue]
    with pytest.raises(NoticeSent):
        redraft(by=platform.clerk, notice=notice)


BAD: dict[str, tuple[dict[str, object], str]] = {
    "an unknown audience": ({"audience": {"friends": ["aling"]}}, "no such audience"),
    "nobody": ({"audience": {}}, "nobody"),
    "empty lists": ({"audience": {"creators": []}}, "nobody"),
    "no list": ({"audience": {"creators": "aling"}}, "not a list"),
    "an unknown creator": ({"audience": {"creators": ["aling", "nemo"]}}, "'nemo'"),
    "an unknown organisation": ({"audience": {"organisations": ["x"]}}, "unknown"),
    "an unknown person": ({"audience": {"people": ["\0"]}}, "unknown"),
    "an unknown role": ({"audience": {"roles": ["king"]}}, "'king'"),
    "touched otherwise": ({"audience": {"touched": ["shops"]}}, "creators, merchants, providers"),
    "a distance of nothing": ({"reminders": [0]}, "no distance"),
    "a distance that is true": ({"reminders": [True]}, "no distance"),
    "too many reminders": ({"reminders": range(1, 22)}, "too many"),
    "an empty title": ({"title_zh": " "}, "no text"),
    "a title of two lines": ({"title_en": "one\ntwo"}, "one line"),
    "a text too long": ({"text_en": "x" * 20_001}, "1 to 20000 letters"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_is_refused_by_name(platform: Platform, drafted: Notice, case: str) -> None:
    given, said = BAD[case]
    before = written()
    with pytest.raises(BadInput, match=said):
        edit(by=platform.clerk, notice=drafted, **given)  # type: ignore[arg-type]
    assert written() == before


def test_a_free_notice_touches_nobody_and_reminds_nobody(platform: Platform) -> None:
    texts = {"title_zh": "一", "title_en": "a", "text_zh": "一", "text_en": "a"}
    before = written()
    with pytest.raises(BadInput, match="belongs to no transition"):
        draft_free(by=None, audience={"touched": ["creators"]}, **texts)
    assert written() == before
    notice = draft_free(by=None, audience={"roles": ["finance"]}, **texts)
    with pytest.raises(BadInput, match="nothing reminds"):
        edit(by=None, notice=notice, reminders=[60])
    with pytest.raises(NothingChanges):
        redraft(by=None, notice=notice)


WRITES: dict[str, Callable[[Person, Notice], object]] = {
    "draft": lambda by, notice: draft(by=by, at=T, source="agreements"),
    "draft_free": lambda by, notice: draft_free(
        by=by, title_zh="一", title_en="a", text_zh="一", text_en="a", audience={"people": ["qian"]}
    ),
    "edit": lambda by, notice: edit(by=by, notice=notice, title_zh="一"),
    "redraft": lambda by, notice: redraft(by=by, notice=notice),
    "send": lambda by, notice: send(by=by, notice=notice),
    "end": lambda by, notice: end(by=by, notice=notice),
}


@pytest.mark.parametrize("verb", WRITES)
def test_who_may_write_notices(platform: Platform, drafted: Notice, verb: str) -> None:
    outsiders = [one for name, one in platform.people.items() if name != "of operations"]
    before = written()
    for person in (platform.auditor, *outsiders):
        with pytest.raises(NotPermitted):
            WRITES[verb](person, drafted)
    assert written() == before
    number = last_record().number
    WRITES[verb](platform.people["of operations"], drafted)
    assert last_record().number == number + 1


@pytest.mark.parametrize("verb", ["edit", "redraft", "send"])
def test_what_has_gone_out_or_was_called_off_stays_so(
    platform: Platform, drafted: Notice, verb: str
) -> None:
    send(by=platform.clerk, notice=drafted)
    refused(NoticeSent, lambda: WRITES[verb](platform.clerk, drafted))
    end(by=platform.clerk, notice=drafted)
    other = draft(by=platform.clerk, at=T, source="agreements")
    end(by=platform.clerk, notice=other)
    refused(NoticeEnded, lambda: WRITES[verb](platform.clerk, other))
    refused(NoticeEnded, lambda: end(by=platform.clerk, notice=other))
    refused(UnknownNotice, lambda: WRITES[verb](platform.clerk, Notice(pk=0)))
