"""The order of a cart, the pin, taking down, and the review."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.publishing.conftest import JD, NOBODY, TAOBAO, OpenCart, cut_over_at, written
from yellowcart.kit.clock import now
from yellowcart.kit.errors import BadInput
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import AuditRecord, Person
from yellowcart.publishing.actions import (
    Row,
    end_session,
    hang,
    load,
    name_marketplace,
    pin,
    refuse,
    reorder,
    set_limit,
    start_session,
    take_down,
    unpin,
)
from yellowcart.publishing.errors import (
    CartFull,
    NotGranted,
    NotHung,
    NotInCart,
    NotInReview,
    NotOnAir,
    OnAirAlready,
    UnknownCart,
)
from yellowcart.publishing.models import Cart, Entry
from yellowcart.publishing.queries import waiting
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cart(a_cart: OpenCart) -> Cart:
    cut_over_at(now() + DAY)
    return a_cart("live_cart", "room-1")


@pytest.fixture
def entries(cart: Cart, member: Person) -> list[Entry]:
    return [hang(by=member, cart=cart, text=text) for text in (TAOBAO, JD, NOBODY)]


def order(cart: Cart) -> list[int]:
    return list(
        cart.entries.filter(ended_at=None).order_by("position").values_list("pk", flat=True)
    )


def test_an_order_names_every_entry_once(
    cart: Cart, entries: list[Entry], member: Person, stranger: Person
) -> None:
    first, second, third = (entry.pk for entry in entries)
    reorder(by=member, cart=cart, entries=[third, first, second])
    assert order(cart) == [third, first, second]
    record = AuditRecord.objects.latest("number")
    assert (record.before, record.after) == (
        {"entries": [first, second, third]},
        {"entries": [third, first, second]},
    )
    before = written()
    for wrong in ([first, second], [first, second, third, third], [first, second, 0], []):
        with pytest.raises(NotInCart):
            reorder(by=member, cart=cart, entries=wrong)
    with pytest.raises(NotPermitted):
        reorder(by=stranger, cart=cart, entries=[first, second, third])
    assert (written(), order(cart)) == (before, [third, first, second])


def test_one_entry_is_pinned_and_only_one_that_is_served(
    cart: Cart, entries: list[Entry], member: Person, stranger: Person
) -> None:
    taobao, jd, unknown = entries
    pin(by=member, entry=taobao)
    pin(by=member, entry=jd)
    assert list(cart.entries.filter(pinned=True)) == [jd]
    before = written()
    pin(by=member, entry=jd)
    with pytest.raises(NotHung):
        pin(by=member, entry=unknown)
    with pytest.raises(NotPermitted):
        pin(by=stranger, entry=taobao)
    with pytest.raises(NotPermitted):
        unpin(by=stranger, cart=cart)
    assert (written(), list(cart.entries.filter(pinned=True))) == (before, [jd])
    unpin(by=member, cart=cart)
    assert not cart.entries.filter(pinned=True).exists()
    record = AuditRecord.objects.latest("number")
    assert (record.before, record.after) == ({"pinned": jd.pk}, {"pinned": None})


def test_what_stopped_is_not_pinned(a_cart: OpenCart, member: Person) -> None:
    end = now() - DAY
    cut_over_at(end)
    cart = a_cart("live_cart", "room-2")
    assert load(by=None, rows=[Row("room-2", text=TAOBAO, hung_at=end - DAY)]).hung == 1
    before = written()
    with pytest.raises(NotHung):
        pin(by=member, entry=cart.entries.get())
    assert written() == before


def test_what_is_taken_down_is_told_and_stays_down(
    cart: Cart, entries: list[Entry], member: Person, stranger: Person
) -> None:
    taobao, jd, _ = entries
    pin(by=member, entry=taobao)
    with pytest.raises(NotPermitted):
        take_down(by=stranger, entry=taobao)
    take_down(by=member, entry=taobao, why=" 卖完了 ")
    taobao.refresh_from_db()
    assert (taobao.status, taobao.position, taobao.pinned, taobao.ended_why, taobao.ended_by) == (
        "taken_down", None, False, "卖完了", member,
    )  # fmt: skip
    event = Event.objects.get(kind="entry.withdrawn")
    assert (event.data["entry"], event.data["why"]) == (taobao.pk, "卖完了")
    before = written()
    with pytest.raises(NotHung):
        take_down(by=member, entry=taobao)
    with pytest.raises(BadInput):
        take_down(by=member, entry=jd, why="x" * 2_001)
    for change in ({"status": "hung"}, {"ended_at": None}, {"text": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Entry.objects.filter(pk=taobao.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        jd.delete()
    assert (written(), order(cart)) == (before, [entries[1].pk, entries[2].pk])


def test_operations_name_what_nobody_recognised(
    cart: Cart, entries: list[Entry], member: Person, operator: Person
) -> None:
    unknown = entries[2]
    assert list(waiting(operator)) == [unknown]
    before = written()
    with pytest.raises(NotPermitted):
        name_marketplace(by=member, entry=unknown, marketplace="jd")
    with pytest.raises(BadInput) as refused:
        name_marketplace(by=operator, entry=unknown, marketplace="nowhere")
    assert refused.value.field == "marketplace"
    with pytest.raises(NotGranted):
        name_marketplace(by=operator, entry=unknown, marketplace="pdd")
    assert (written(), list(waiting(operator))) == (before, [unknown])
    named = name_marketplace(by=operator, entry=unknown, marketplace="jd", item_id="17")
    named.refresh_from_db()
    assert (named.status, named.marketplace, named.item_id, named.clause, named.position) == (
        "hung", "jd", "17", "3.2", 3,
    )  # fmt: skip
    assert Event.objects.filter(kind="entry.hung").latest("at").data["entry"] == unknown.pk
    assert list(waiting(operator)) == []
    with pytest.raises(NotInReview):
        name_marketplace(by=operator, entry=unknown, marketplace="jd")


def test_a_refusal_says_why(
    cart: Cart, entries: list[Entry], member: Person, operator: Person, auditor: Person
) -> None:
    hung, unknown = entries[1:]
    before = written()
    for person in (member, auditor):
        with pytest.raises(NotPermitted):
            refuse(by=person, entry=unknown, why="不是商品")
    with pytest.raises(BadInput):
        refuse(by=operator, entry=unknown, why=" ")
    with pytest.raises(NotInReview):
        refuse(by=operator, entry=hung, why="不是商品")
    assert written() == before
    refuse(by=operator, entry=unknown, why="不是商品")
    unknown.refresh_from_db()
    assert (unknown.status, unknown.ended_why, unknown.hung_at) == ("refused", "不是商品", None)
    event = Event.objects.get(kind="entry.refused")
    assert event.data["why"] == "不是商品"


def test_a_room_is_on_air_once_at_a_time(cart: Cart, member: Person, stranger: Person) -> None:
    with pytest.raises(NotOnAir):
        end_session(by=member, cart=cart)
    start_session(by=member, cart=cart)
    before = written()
    with pytest.raises(OnAirAlready):
        start_session(by=member, cart=cart)
    with pytest.raises(NotPermitted):
        end_session(by=stranger, cart=cart)
    assert (written(), cart.sessions.count()) == (before, 1)
    ended = end_session(by=member, cart=cart)
    start_session(by=member, cart=cart)
    with pytest.raises(DatabaseError), transaction.atomic():
        cart.sessions.filter(pk=ended.pk).update(ended_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        cart.sessions.create(started_at=ended.started_at, ended_at=ended.ended_at)


def test_what_hung_before_is_decided_as_it_was_then(a_cart: OpenCart, operator: Person) -> None:
    end = now() - DAY
    cut_over_at(end)
    a_cart("live_cart", "room-1")
    rows = [
        Row("room-1", text=TAOBAO, hung_at=end - DAY),
        Row("room-1", text=JD, hung_at=end - 30 * DAY),
        Row("room-1", text=TAOBAO, hung_at=end),
        Row("room-1", text=TAOBAO),
        Row("room-1", product="P-1", hung_at=now() + DAY),
    ]
    loaded = load(by=operator, rows=rows)
    assert [(one.row, type(one.error)) for one in loaded.refused] == [
        (2, NotGranted), (3, NotGranted), (4, BadInput),
    ]  # fmt: skip
    hung = Entry.objects.order_by("position")
    assert [(one.hung_at, one.agreement, one.version, one.clause) for one in hung] == [
        (end - DAY, "taobao-2021", 1, "2.1"),
        (end - 30 * DAY, "jd-2021", 1, "3.1"),
    ]


def test_many_rows_hang_and_the_others_come_back(
    cart: Cart, member: Person, operator: Person
) -> None:
    set_limit(by=operator, surface="live_cart", most_entries=4)
    rows = [
        Row("room-1", text=JD, gmv_30d_fen=5),
        Row("room-7", text=JD),
        Row("room-1", text="https://mobile.yangkeduo.com/goods.html?goods_id=123456789"),
        Row("room-1", text=NOBODY),
        Row("room-1"),
        Row("room-1", product="P-1"),
        Row("room-1", text=TAOBAO),
        Row("room-1", text=TAOBAO),
    ]
    with pytest.raises(NotPermitted):
        load(by=member, rows=rows)
    loaded = load(by=operator, rows=rows)
    assert (loaded.hung, loaded.in_review) == (3, 1)
    assert [(one.row, type(one.error)) for one in loaded.refused] == [
        (1, UnknownCart), (2, NotGranted), (4, BadInput), (7, CartFull),
    ]  # fmt: skip
    kept = list(cart.entries.order_by("position").values_list("marketplace", "position"))
    assert kept == [("jd", 1), ("", 2), ("kuaishou", 3), ("taobao", 4)]
    assert Event.objects.filter(kind="entry.hung").count() == 3
    record = AuditRecord.objects.latest("number")
    assert record.what == "cart.loaded"
    assert record.after is not None
    assert [entry[1:] for entry in record.after["entries"]] == [
        ["hung", JD], ["in_review", NOBODY], ["hung", "P-1"], ["hung", TAOBAO],
    ]  # fmt: skip
