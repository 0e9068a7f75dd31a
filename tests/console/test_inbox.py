"""The inboxes: what each party reads, what opening a message leaves, what went."""

import re
from datetime import timedelta

import pytest

from tests.console.conftest import Told
from tests.console.test_notices import plain
from tests.notices.conftest import EVENING, TAOBAO, T, look, renew_taobao, written
from yellowcart.cutover.actions import (
    announce,
    approve,
    find,
    rehearse,
    run_rehearsal,
    suggest,
    sweep,
)
from yellowcart.cutover.models import Transition, Withdrawal
from yellowcart.notices.actions import deliver, draft, draft_free, send
from yellowcart.notices.models import Message, Notice
from yellowcart.parties.models import AuditRecord
from yellowcart.publishing.models import Entry


@pytest.fixture
def sent(evening: Told) -> Notice:
    """Sent to everybody touched, and delivered."""
    notice = draft(by=evening.clerk, at=T, source="agreements")
    deliver(send(by=evening.clerk, notice=notice))
    return notice


def key_of(code: str) -> int:
    messages = Message.objects.filter(recipient__creator__code=code)
    messages |= Message.objects.filter(recipient__organisation__code=code)
    key: int = messages.latest("pk").pk
    return key


def test_opening_a_message_reads_it_and_a_button_acknowledges(evening: Told, sent: Notice) -> None:
    aling, key = evening.reader("of aling"), key_of("aling")
    assert "1 unread" in aling.text("/my/")
    assert re.search(r'href="/my/inbox/">\s*Inbox <b class="count">1</b>', aling.text("/my/"))
    page = plain(aling.text("/my/inbox/"))
    assert "Notice: where links of Taobao Alliance and JD Alliance can be published" in page
    assert "first notice 2022-02-21 20:00:0" in page
    assert "unread" in page
    page = plain(aling.text(f"/my/inbox/{key}/"))
    assert "Entries that will be withdrawn: 2 30-day GMV ¥800.00 30-day commission ¥55.01" in page
    assert "阿玲 aling-live_cart · live-room cart 棉衬衫 Taobao · goods ¥300.00" in page
    assert "I have taken note" in page
    message = Message.objects.get(pk=key)
    assert message.read_by == evening.people["of aling"]
    assert message.acknowledged_at is None
    assert "Nothing unread" in aling.text("/my/")
    records = AuditRecord.objects.count()
    aling.text(f"/my/inbox/{key}/")
    assert AuditRecord.objects.count() == records
    answer = aling.post(f"/my/inbox/{key}/acknowledge/")
    assert answer.headers["Location"] == f"/my/inbox/{key}/"
    message.refresh_from_db()
    assert message.acknowledged_by == evening.people["of aling"]
    page = aling.text(f"/my/inbox/{key}/")
    assert "You have acknowledged it." in page
    assert "I have taken note" not in page


def test_a_creators_page_is_said_in_chinese(evening: Told, sent: Notice) -> None:
    page = plain(evening.reader("of aling", "zh-hans").text(f"/my/inbox/{key_of('aling')}/"))
    assert "2022-03-01 00:00 生效 还有 7 天 3 小时。请在此之前更换链接" in page
    assert "将下架 2 个条目 近 30 天 GMV ¥800.00 近 30 天佣金 ¥55.01" in page
    assert "阿玲 aling-live_cart · 直播间购物车 棉衬衫 淘宝 · 商品 ¥300.00 佣金 ¥30.00" in page


def test_an_organisations_page_has_sums_by_creator(evening: Told, sent: Notice) -> None:
    merchant, address = evening.reader("of the merchant"), f"/my/inbox/{key_of('nancheng')}/"
    page = plain(merchant.text(address))
    assert "Entries that will be withdrawn: 2 30-day GMV ¥800.00" in page
    assert "By creator · By entry 阿玲 aling entries: 2 ¥800.00 commission ¥55.01" in page
    assert "棉衬衫" not in page
    assert "棉衬衫" in merchant.text(f"{address}?by=entries")
    provider = evening.reader("of the provider", "zh-hans")
    page = plain(provider.text(f"/my/inbox/{key_of('wushan-mcn')}/"))
    assert "按达人 · 按条目 小波 xiaobo 1 个条目 ¥70.00 佣金 ¥7.00" in page


@pytest.mark.parametrize("who", ["of xiaobo", "of dapeng", "of the merchant", "of the provider"])
def test_nobody_opens_what_is_anothers(evening: Told, sent: Notice, who: str) -> None:
    before = written()
    reader, key = evening.reader(who), key_of("aling")
    assert reader.get(f"/my/inbox/{key}/").status_code == 404
    assert reader.post(f"/my/inbox/{key}/acknowledge/").status_code == 404
    assert reader.get(f"/console/inbox/{key}/").status_code == 403
    for unheard in (key + 99, 1 << 70):
        assert reader.get(f"/my/inbox/{unheard}/").status_code == 404
    assert written() == before


def test_pages_of_entries(evening: Told, sent: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yellowcart.console.concerned.A_PAGE", 1)
    aling, address = evening.reader("of aling"), f"/my/inbox/{key_of('aling')}/"
    shown = [
        [title for title in ("棉衬衫", "电饭煲") if title in aling.text(f"{address}?page={page}")]
        for page in ("", "1", "2", "9", "x")
    ]
    assert shown == [["棉衬衫"], ["棉衬衫"], ["电饭煲"], ["电饭煲"], ["棉衬衫"]]


def test_a_correction_is_marked_and_the_earlier_message_leads_to_it(
    evening: Told, sent: Notice
) -> None:
    earlier = key_of("aling")
    renew_taobao(evening.platform)
    look()
    later, aling = key_of("aling"), evening.reader("of aling")
    page = aling.text(f"/my/inbox/{earlier}/")
    assert "This notice has been followed by another." in page
    assert f'href="/my/inbox/{later}/"' in page
    page = plain(aling.text(f"/my/inbox/{later}/"))
    assert "followed by another" not in page
    assert (
        "What differs from what was said before No longer so Taobao Alliance, live-room cart,"
        " goods links: can no longer be published" in page
    )
    assert "Entries that will be withdrawn: 1 30-day GMV ¥500.00" in page


def test_after_the_instant_the_page_says_what_went(evening: Told) -> None:
    find()
    one, operator = Transition.objects.get(), evening.people["of operations"]
    run_rehearsal(rehearse(by=operator, transition=one).pk)
    notice = draft(by=evening.clerk, at=T, source="agreements")
    announce(by=operator, transition=one, notice=notice)
    look()
    approve(by=evening.counsel, transition=one)
    key, aling = key_of("aling"), evening.reader("of aling")
    evening.clock(T + timedelta(seconds=1))
    page = plain(aling.text(f"/my/inbox/{key}/"))
    assert "In effect since 2022-03-01 00:00" in page
    assert "Entries withdrawn: 0" in page
    assert "Not taken out of the cart yet 2" in page
    sweep(one.pk)
    entry = Entry.objects.get(text=TAOBAO.format(1))
    suggest(by=operator, entry=entry, product="KS-100", title="自营棉衬衫")
    page = plain(aling.text(f"/my/inbox/{key}/"))
    assert "Entries withdrawn: 2 30-day GMV ¥800.00 30-day commission ¥55.01" in page
    assert "Taobao · goods · withdrawn 2022-03-01 00:00:0" in page
    assert "In its place: 自营棉衬衫" in page
    assert "Not taken out of the cart yet" not in page
    merchant = plain(evening.reader("of the merchant").text(f"/my/inbox/{key_of('nancheng')}/"))
    assert "阿玲 aling entries: 2 ¥800.00 commission ¥55.01" in merchant
    xiaobo = plain(evening.reader("of xiaobo", "zh-hans").text(f"/my/inbox/{key_of('xiaobo')}/"))
    assert "已下架 1 个条目 近 30 天 GMV ¥70.00" in xiaobo
    assert Withdrawal.objects.count() == 3


def test_the_platforms_people_read_theirs_in_the_console(evening: Told) -> None:
    notice = draft_free(
        by=evening.clerk, title_zh="放假", title_en="Holiday", text_zh="放假三天。",
        text_en="Three days.", audience={"roles": ["finance", "auditor"]},
    )  # fmt: skip
    deliver(send(by=evening.clerk, notice=notice))
    keys = dict(Message.objects.values_list("recipient__person__role", "pk"))
    before = written()
    auditor = evening.reader("auditor")
    page = auditor.text(f"/console/inbox/{keys['auditor']}/")
    assert "Three days." in page
    assert "I have taken note" not in page
    auditor.post(f"/console/inbox/{keys['auditor']}/acknowledge/")
    assert written() == before
    finance = evening.reader("of finance")
    assert finance.get(f"/console/inbox/{keys['auditor']}/").status_code == 404
    finance.post("/console/time-machine/", as_of="2022-02-27")
    assert "Three days." in finance.text(f"/console/inbox/{keys['finance']}/")
    assert finance.post(f"/console/inbox/{keys['finance']}/acknowledge/").status_code == 409
    finance.post("/console/time-machine/", as_of=(EVENING - timedelta(hours=1)).isoformat())
    assert finance.get(f"/console/inbox/{keys['finance']}/").status_code == 404
    assert "No messages." in finance.text("/console/inbox/")
    assert written() == before
    finance.post("/console/time-machine/", back="1")
    assert "Three days." in finance.text(f"/console/inbox/{keys['finance']}/")
    assert written() != before
    finance.post(f"/console/inbox/{keys['finance']}/acknowledge/")
    assert Message.objects.get(pk=keys["finance"]).acknowledged_by == evening.people["of finance"]
