"""A recipient's own page: what goes, what it earned, what becomes of it."""

from dataclasses import replace

import pytest

from tests.notices.conftest import DAY, Clock, Platform, T, table
from yellowcart.kit.errors import BadInput
from yellowcart.notices.actions import deliver, draft_free, send
from yellowcart.notices.models import Notice, Recipient
from yellowcart.notices.queries import Personal, Total, inbox, personal
from yellowcart.publishing.actions import Row, end_session, load, start_session
from yellowcart.publishing.models import Cart, Entry
from yellowcart.terms import Hung, Table

WITHDRAW, SESSION, KEEP = Hung.WITHDRAW, Hung.SESSION, Hung.KEEP


def page_of(platform: Platform, who: str, by: Table | None = None) -> Personal:
    message = inbox(platform.people[who]).get()
    return personal(message, by or table())


def titles(page: Personal) -> list[tuple[str, str, str]]:
    return [(one.creator, one.cart, one.title) for one in page.entries]


def test_a_creator_sees_their_own_entries_that_go(platform: Platform, sent: Notice) -> None:
    page = page_of(platform, "of aling")
    shirt, cooker = page.entries
    assert shirt._asdict() == {
        "entry": Entry.objects.get(title="棉衬衫").pk,
        "title": "棉衬衫",
        "cart": "aling-live_cart",
        "cart_title": "阿玲",
        "creator": "aling",
        "surface": "live_cart",
        "marketplace": "taobao",
        "kind": "goods",
        "gmv_30d_fen": 300_00,
        "commission_30d_fen": 30_00,
        "becomes": WITHDRAW,
        "until": T,
    }
    assert (cooker.title, cooker.marketplace, cooker.until) == ("电饭煲", "jd", T)
    assert page.at == T
    assert page.total == Total(2, 800_00, 55_01)
    assert page.by_what_becomes == {WITHDRAW: Total(2, 800_00, 55_01)}


def test_a_merchant_and_a_provider_see_those_of_their_creators(
    platform: Platform, sent: Notice
) -> None:
    row = Row("dapeng-live_cart", "https://item.jd.com/100012043979.html", title="台灯")
    assert load(by=None, rows=[row]).hung == 1
    assert titles(page_of(platform, "of the merchant")) == [
        ("aling", "aling-live_cart", "棉衬衫"),
        ("aling", "aling-live_cart", "电饭煲"),
        ("dapeng", "dapeng-live_cart", "台灯"),
    ]
    assert titles(page_of(platform, "of the provider")) == [
        ("dapeng", "dapeng-live_cart", "台灯"),
        ("xiaobo", "xiaobo-video_cart", "丝巾"),
    ]
    assert page_of(platform, "of the provider").total == Total(2, 70_00, 7_00)


def hung_says(hung: Hung) -> Table:
    terms = table().terms
    agreements = tuple(
        replace(one, clauses=tuple(replace(clause, hung=hung) for clause in one.clauses))
        for one in terms.agreements
    )
    return replace(terms, agreements=agreements).table()


def test_what_is_kept_does_not_come_down(platform: Platform, sent: Notice) -> None:
    page = page_of(platform, "of aling", hung_says(KEEP))
    assert [(one.becomes, one.until) for one in page.entries] == [(KEEP, None)] * 2
    assert page.by_what_becomes == {KEEP: Total(2, 800_00, 55_01)}


def test_what_hangs_in_a_live_session_goes_when_that_ends(platform: Platform, sent: Notice) -> None:
    room = Cart.objects.get(code="aling-live_cart")
    start_session(by=None, cart=room)
    row = Row(room.code, "https://item.jd.com/100012043979.html", title="台灯", gmv_30d_fen=5)
    assert load(by=None, rows=[row]).hung == 1
    terms = hung_says(SESSION)
    page = page_of(platform, "of aling", terms)
    assert [(one.title, one.becomes, one.until) for one in page.entries] == [
        ("棉衬衫", WITHDRAW, T), ("电饭煲", WITHDRAW, T), ("台灯", SESSION, None),
    ]  # fmt: skip
    assert page.by_what_becomes == {WITHDRAW: Total(2, 800_00, 55_01), SESSION: Total(1, 5, 0)}
    assert page.total == Total(3, 800_05, 55_01)
    end_session(by=None, cart=room)
    assert {one.becomes for one in page_of(platform, "of aling", terms).entries} == {WITHDRAW}


def test_ten_thousand_entries_come_by_pages(platform: Platform, sent: Notice) -> None:
    one = Entry.objects.get(title="棉衬衫")
    Entry.objects.bulk_create(
        Entry(
            cart_id=one.cart_id, surface_id=one.surface_id, position=position, status="hung",
            text=one.text, title=f"第{position}件", marketplace="taobao", form=one.form,
            item_id=str(position), given_at=one.given_at, hung_at=one.hung_at,
            agreement=one.agreement, version=one.version, clause=one.clause, stays=one.stays,
            gmv_30d_fen=100, commission_30d_fen=7,
        )
        for position in range(3, 10_001)
    )  # fmt: skip
    message = inbox(platform.people["of aling"]).get()
    first = personal(message, table())
    assert len(first.entries) == 100
    assert first.total == Total(10_000, 800_00 + 9_998 * 100, 55_01 + 9_998 * 7)
    middle = personal(message, table(), limit=1000, offset=5000)
    assert (middle.entries[0].title, middle.entries[-1].title) == ("第5001件", "第6000件")
    assert middle.total == first.total
    assert [one.title for one in personal(message, table(), 10, 9_999).entries] == ["第10000件"]
    assert personal(message, table(), 10, 10_000).entries == ()


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (1001, 0), (10, -1)])
def test_there_is_no_such_page(platform: Platform, sent: Notice, limit: int, offset: int) -> None:
    message = inbox(platform.people["of aling"]).get()
    with pytest.raises(BadInput, match="no such page"):
        personal(message, table(), limit, offset)


def test_before_the_sweep_it_still_says_what_went(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    clock(T + DAY)
    assert page_of(platform, "of aling").total == Total(2, 800_00, 55_01)


def test_of_a_free_notice_nothing_goes_and_nothing_of_the_platforms_people(
    platform: Platform, sent: Notice
) -> None:
    free = draft_free(
        by=platform.clerk, title_zh="一", title_en="a", text_zh="一", text_en="a",
        audience={"people": ["qian"]},
    )  # fmt: skip
    deliver(send(by=platform.clerk, notice=free))
    assert page_of(platform, "of finance") == Personal(None, (), Total(), {})
    ours = Recipient.objects.create(notice=sent, person=platform.people["of operations"])
    assert personal(ours, table()) == Personal(T, (), Total(), {})
