"""Notices on the pages: drafting, sending, and what became of them."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from tests.console.conftest import Told
from tests.notices.conftest import EVENING, LATE, T, look, renew_taobao, written
from yellowcart.cutover.actions import announce, find, rehearse, run_rehearsal
from yellowcart.cutover.models import Transition
from yellowcart.notices.actions import deliver, draft, edit, read, send
from yellowcart.notices.models import Issue, Message, Notice
from yellowcart.parties.models import AuditRecord

NEW = f"/console/notices/new/?at={quote('2022-03-01T00:00:00+08:00')}&source=agreements"
FREE: dict[str, Any] = {
    "title_zh": "放假", "title_en": "Holiday", "text_zh": "放假三天。", "text_en": "Three days.",
    "roles": ["finance"], "creators": "aling, xiaobo\n", "organisations": "nancheng",
}  # fmt: skip


def field(page: str, name: str) -> str:
    (found,) = re.findall(rf'<textarea name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return unescape(found)


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send of a draft's form, as it stands."""
    names = ("title_zh", "title_en", "text_zh", "text_en", "creators", "organisations", "people")
    ticked = re.findall(r'name="(touched|roles|reminders)" value="(\w+)" checked', page)
    typed: dict[str, Any] = {name: field(page, name) for name in names}
    for name, value in ticked:
        typed.setdefault(name, []).append(value)
    return typed


def plain(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


@pytest.fixture
def drafted(evening: Told) -> Notice:
    return draft(by=evening.clerk, at=T, source="agreements")


def test_a_transitions_notice_is_drafted_on_the_pages(evening: Told) -> None:
    find()
    clerk = evening.reader("clerk")
    assert "?at=2022-02-28T16%3A00%3A00%2B00%3A00&amp;source=agreements" in clerk.text(
        "/console/notices/"
    )
    page = clerk.text(NEW)
    assert field(page, "title_zh") == "关于调整淘宝联盟和京东联盟链接发布范围的通知"
    said = plain(page)
    assert "As things are, it goes to 4 creators 2 · merchants 1 · service providers 1" in said
    assert "7 days before 2022-02-22 00:00" in said
    assert "14 days before 2022-02-15 00:00 · passed, does not come out" in said
    typed = form_of(page)
    assert typed["reminders"] == ["604800", "259200", "86400", "3600"]
    typed |= {"more": "2", "unit": "hours", "text_zh": typed["text_zh"] + "\r\n客服在线。"}
    before = AuditRecord.objects.count()
    answer = clerk.post(NEW, **typed)
    made = Notice.objects.get()
    assert answer.headers["Location"] == f"/console/notices/{made.pk}/"
    assert (made.at, made.reminders) == (T, [604800, 259200, 86400, 7200, 3600])
    assert made.text_zh.endswith("特此通知。\n客服在线。")
    assert AuditRecord.objects.count() == before + 2
    page = plain(clerk.text(f"/console/notices/{made.pk}/"))
    assert "The texts and the agreements agree" in page
    assert "It has to be told 7 days ahead: 2022-02-22 00:00 is the last instant in time." in page
    assert "There is still time." in page
    assert "Transitions of which no notice is drafted" not in clerk.text("/console/notices/")


def test_the_texts_are_held_against_the_agreements(evening: Told, drafted: Notice) -> None:
    clerk, address = evening.reader("clerk"), f"/console/notices/{drafted.pk}/"
    typed = form_of(clerk.text(address)) | {"do": "save"}
    typed["text_zh"] = typed["text_zh"].replace("橱窗", "")
    assert clerk.post(f"{address}change/", **typed).status_code == 302
    page = clerk.text(address)
    assert "the Chinese text does not name “橱窗”" in unescape(page)
    chinese = unescape(evening.reader("clerk", "zh-hans").text(address))
    assert "中文文本没有提到“橱窗”" in chinese
    assert "文本与协议不一致" in chinese
    assert "与协议不符" in evening.reader("auditor", "zh-hans").text("/console/notices/")
    before = written()
    clerk.post(f"{address}change/", do="send")
    assert written() == before
    assert "the Chinese text does not name" in unescape(clerk.text(address))
    clerk.post(f"{address}change/", do="redraft")
    assert "The texts and the agreements agree" in clerk.text(address)


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        ({"creators": "x"}, "达人名单：不存在（x），应为已登记的达人编号。", "creators: unknown"),
        ({"organisations": "x"}, "机构名单：不存在（x），应为已登记的机构编号。", "organisation"),
        ({"people": "x"}, "人员名单：不存在（x），应为在用的用户名。", "people: unknown"),
        ({"touched": []}, "通知谁：没有选择任何对象，应为至少一项。", "audience: nobody"),
        ({"more": "x"}, "提醒：不是数（x），应为不小于 1 的整数。", "reminders: not a number"),
        ({"more": "9999"}, "提醒：不能作提前的时间", "reminders: no distance"),
        ({"more": "0"}, "提醒：不能作提前的时间", "reminders: no distance"),
        ({"title_zh": ""}, "中文标题：未填写或太长，应为1 至 200 个字。", "title_zh: no text"),
        ({"title_en": "a\nb"}, "英文标题：有多行", "title_en: a title of several lines"),
        ({"text_en": " "}, "英文正文：未填写或太长", "text_en: no text"),
        ({"roles": ["king"]}, "角色：不存在（king）", "roles: unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    evening: Told, drafted: Notice, change: dict[str, Any], zh: str, en: str
) -> None:
    address = f"/console/notices/{drafted.pk}/"
    typed = form_of(evening.reader("clerk").text(address)) | {"do": "save"}
    typed |= {"text_zh": "我改过的。"} | change
    before = written()
    for language, said in (("zh-hans", zh), ("en", en)):
        for path in (f"{address}change/", NEW):
            answer = evening.reader("clerk", language).post(path, **typed)
            page = answer.content.decode()
            assert answer.status_code == 422
            (error,) = re.findall(r'<p class="said error" role="alert">([^<]*)</p>', page)
            assert unescape(error).startswith(said)
            assert field(page, "text_zh") == typed["text_zh"]
            assert field(page, "creators") == typed["creators"]
    assert written() == before


def test_too_late_needs_a_reason_on_record(evening: Told, drafted: Notice) -> None:
    evening.clock(LATE)
    clerk, address = evening.reader("clerk", "zh-hans"), f"/console/notices/{drafted.pk}/"
    page = plain(clerk.text(address))
    assert "须提前 7 天告知，最晚 2022-02-22 00:00 发出。 已经过了。" in page
    before = written()
    clerk.post(f"{address}change/", do="send")
    assert written() == before
    assert "已过须提前告知的期限；仍要发出的，须写明理由。" in clerk.text(address)
    clerk.post(f"{address}change/", do="send", late_why="合同昨晚才签。")
    drafted.refresh_from_db()
    assert (drafted.late_by, drafted.late_why) == (evening.clerk, "合同昨晚才签。")
    page = plain(clerk.text(address))
    assert "逾期发出，由 clerk 决定：合同昨晚才签。" in page


def test_a_transitions_first_notice_goes_out_from_its_own_page(
    evening: Told, drafted: Notice
) -> None:
    find()
    one, operator = Transition.objects.get(), evening.people["of operations"]
    change = f"/console/notices/{drafted.pk}/change/"
    clerk = evening.reader("clerk")
    for step in ("found", "rehearsed"):
        if step == "rehearsed":
            run_rehearsal(rehearse(by=operator, transition=one).pk)
            one.refresh_from_db()
        assert one.step == step
        page = unescape(clerk.text(f"/console/notices/{drafted.pk}/"))
        assert 'value="send"' not in page
        assert "It goes out from the transition's page" in page
        assert f'<a class="button" href="/console/cutovers/{one.pk}/">' in page
        before = written()
        clerk.post(change, do="send")
        assert written() == before
        page = unescape(clerk.text("/console/notices/"))
        assert "A transition's first notice goes out from its own page" in page
    announce(by=operator, transition=one, notice=drafted)
    another = draft(by=evening.clerk, at=T, source="agreements")
    assert 'value="send"' in clerk.text(f"/console/notices/{another.pk}/")
    clerk.post(f"/console/notices/{another.pk}/change/", do="send")
    another.refresh_from_db()
    assert another.sent_by == evening.clerk


def test_what_went_out_is_counted_and_called_off(evening: Told, drafted: Notice) -> None:
    deliver(send(by=evening.clerk, notice=drafted))
    read(
        by=evening.people["of aling"], message=Message.objects.get(recipient__creator__code="aling")
    )
    clerk, address = evening.reader("clerk"), f"/console/notices/{drafted.pk}/"
    page = plain(clerk.text(address))
    assert "first notice 2022-02-21 20:00" in page
    assert "4 4 1 0" in page
    assert "reminder 7 days before due 2022-02-22 00:00" in page
    page = plain(clerk.text("/console/notices/"))
    assert "sent 2022-03-01 00:00 agreements 4 4 1 0 2022-02-22 00:00 7 days before" in page
    before = written()
    for do in ("save", "redraft", "send"):
        clerk.post(f"{address}change/", **(form_of(clerk.text(NEW)) | {"do": do}))
        assert written() == before
    chinese = evening.reader("clerk", "zh-hans")
    chinese.post(f"{address}change/", do="redraft")
    assert "通知已经发出，不能再改。" in chinese.text(address)
    assert clerk.post(f"{address}change/", do="bless").status_code == 404
    clerk.post(f"{address}change/", do="end")
    assert not Issue.objects.filter(kind="reminder", dropped_at=None).exists()
    page = plain(clerk.text(address))
    assert "Called off: nothing more of it goes out." in page
    assert "called off 2022-02-21 20:0" in page
    clerk.post(f"{address}change/", do="end")
    assert "was called off already" in clerk.text(address)


def test_a_correction_says_what_differs(evening: Told, drafted: Notice) -> None:
    deliver(send(by=evening.clerk, notice=drafted))
    renew_taobao(evening.platform)
    assert "A correction goes out by itself" in evening.reader("clerk").text(
        f"/console/notices/{drafted.pk}/"
    )
    look()
    for language, said in (
        (
            "en",
            "No longer so Taobao Alliance, live-room cart, goods links: can no longer be published",
        ),
        ("zh-hans", "不再如此 淘宝联盟，直播间购物车，商品链接：不能再发布"),
    ):
        page = plain(evening.reader("clerk", language).text(f"/console/notices/{drafted.pk}/"))
        assert said in page


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("aling", "Entries that will be withdrawn: 2 30-day GMV ¥800.00 30-day commission ¥55.01"),
        ("xiaobo", "Entries that will be withdrawn: 1 30-day GMV ¥70.00 30-day commission ¥7.00"),
        ("dapeng", "None of your entries is touched now."),
        ("nancheng", "By creator · By entry 阿玲 aling entries: 2 ¥800.00 commission ¥55.01"),
        ("wushan-mcn", "小波 xiaobo entries: 1 ¥70.00 commission ¥7.00"),
    ],
)
def test_a_recipients_page_is_previewed(
    evening: Told, drafted: Notice, code: str, said: str
) -> None:
    before = written()
    page = plain(
        evening.reader("auditor").text(f"/console/notices/{drafted.pk}/preview/?recipient={code}")
    )
    assert said in page
    assert "It takes effect at 2022-03-01 00:00 In 7 days 3 hours" in page
    assert written() == before


def test_nobody_of_that_code_is_previewed(evening: Told, drafted: Notice) -> None:
    clerk = evening.reader("clerk")
    answer = clerk.get(f"/console/notices/{drafted.pk}/preview/?recipient=x%00")
    assert answer.status_code == 404
    assert "There is no creator, merchant or provider x." in answer.content.decode()
    assert clerk.get("/console/notices/999/").status_code == 404
    assert clerk.get(f"/console/notices/{1 << 70}/").status_code == 404
    for asked in ("at=soon&source=agreements", "at=2022-03-01&source=x", "source=agreements"):
        assert clerk.get(f"/console/notices/new/?{asked}").status_code == 404
    page = clerk.text("/console/notices/new/?at=2022-03-02&source=agreements")
    assert "nothing changes that could be announced" in page


def test_a_free_notice_reaches_whom_it_names(evening: Told) -> None:
    clerk = evening.reader("clerk")
    page = plain(clerk.post("/console/notices/new/", **FREE, count="1").content.decode())
    assert "As things are, it goes to 4 creators 2 · merchants 1 · the platform's people 1" in page
    assert not Notice.objects.exists()
    clerk.post("/console/notices/new/", **FREE)
    made = Notice.objects.get()
    assert made.audience == {
        "roles": ["finance"], "creators": ["aling", "xiaobo"], "organisations": ["nancheng"],
    }  # fmt: skip
    address = f"/console/notices/{made.pk}/"
    page = clerk.text(address)
    assert "Send to 4" in page
    assert "7 days before" not in page
    clerk.post(f"{address}change/", do="send")
    look()
    assert Message.objects.count() == 4
    assert "Holiday" in evening.reader("of finance").text("/console/inbox/")


def test_who_only_reads_has_no_button(evening: Told, drafted: Notice) -> None:
    page = evening.reader("auditor").text(f"/console/notices/{drafted.pk}/")
    assert '<form method="post" action="/console/notices/' not in page
    assert "As things are, it goes to" in page


def test_a_notice_as_it_stood_at_another_instant(evening: Told) -> None:
    evening.clock(EVENING)
    operator = evening.reader("of operations")
    notice = draft(by=evening.clerk, at=T, source="agreements")

    def at(instant: datetime) -> str:
        operator.post("/console/time-machine/", as_of=instant.isoformat())
        page = operator.get(f"/console/notices/{notice.pk}/")
        return plain(page.content.decode()) if page.status_code == 200 else str(page.status_code)

    evening.clock(EVENING + timedelta(minutes=10))
    edit(by=evening.clerk, notice=notice, title_zh="改过的标题")
    evening.clock(EVENING + timedelta(minutes=20))
    edit(by=evening.clerk, notice=notice, title_zh="关于淘宝联盟和京东联盟的通知")
    deliver(send(by=evening.clerk, notice=notice))
    assert at(EVENING - timedelta(minutes=5)) == "404"
    assert "关于调整淘宝联盟和京东联盟链接发布范围的通知" in at(EVENING + timedelta(minutes=5))
    then = at(EVENING + timedelta(minutes=15))
    assert "改过的标题" in then
    assert "/ draft ·" in then
    assert "first notice" not in then
    assert 'value="save"' not in operator.text(f"/console/notices/{notice.pk}/")
    assert "not sent" in operator.text("/console/notices/")
    assert "first notice 2022-02-21 20:20" in at(EVENING + timedelta(minutes=25))
