"""Hanging: what is granted hangs with what grants it, what is not leaves nothing behind."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.publishing.conftest import (
    JD,
    NOBODY,
    PINDUODUO,
    TAOBAO,
    OpenCart,
    cut_over_at,
    written,
)
from yellowcart.kit.clock import now
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import AuditRecord, Person
from yellowcart.publishing.actions import (
    hang,
    open_cart,
    set_limit,
    start_session,
)
from yellowcart.publishing.errors import (
    CartCodeTaken,
    CartFull,
    NoOwnShop,
    NotGranted,
    UnknownSurface,
)
from yellowcart.publishing.models import Cart, Entry
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_what_is_granted_hangs_with_the_clause_that_grants_it(
    a_cart: OpenCart, member: Person
) -> None:
    cut_over_at(now() + DAY)
    cart = a_cart("live_cart", "room-1")
    session = start_session(by=member, cart=cart)
    entry = hang(by=member, cart=cart, text=JD, title=" 保温杯 ", category="kitchen")
    entry.refresh_from_db()
    assert (entry.text, entry.title, entry.position, entry.status) == (JD, "保温杯", 1, "hung")
    assert (entry.marketplace, entry.form, entry.item_id) == ("jd", "item", "100012043978")
    assert (entry.agreement, entry.version, entry.clause, entry.stays) == (
        "jd-2021", 2, "3.2", "withdraw",
    )  # fmt: skip
    assert (entry.given_by, entry.session) == (member, session)
    assert entry.hung_at == entry.given_at
    event = Event.objects.get(kind="entry.hung")
    assert event.data["clause"] == "3.2"
    assert event.data["creator"] == "aling"
    record = AuditRecord.objects.latest("number")
    assert (record.what, record.by, record.before) == ("entry.hung", member, None)
    assert record.after is not None
    assert record.after["text"] == JD


def test_entries_stand_in_the_order_in_which_they_were_hung(
    a_cart: OpenCart, member: Person
) -> None:
    cut_over_at(now() + DAY)
    cart = a_cart("video_cart", "video-1")
    entries = [hang(by=member, cart=cart, text=text) for text in (JD, TAOBAO, NOBODY)]
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert [entry.status for entry in entries] == ["hung", "hung", "in_review"]


def test_what_nothing_grants_any_more_is_refused_with_the_reason(
    a_cart: OpenCart, member: Person
) -> None:
    end = now() - timedelta(hours=1)
    cut_over_at(end)
    cart = a_cart("live_cart", "room-1")
    before = written()
    with pytest.raises(NotGranted) as refused:
        hang(by=member, cart=cart, text=TAOBAO)
    assert refused.value.decision.reason == "no_agreement"
    assert "taobao-2021" in refused.value.explanation.zh
    assert "taobao-2021" in refused.value.explanation.en
    with pytest.raises(NotGranted) as refused:
        hang(by=member, cart=cart, text=JD)
    assert (refused.value.decision.reason, refused.value.decision.partner) == (
        "not_granted", "jd-alliance",
    )  # fmt: skip
    with pytest.raises(NotGranted) as refused:
        hang(by=member, cart=cart, text=PINDUODUO)
    assert refused.value.decision.reason == "unknown_partner"
    assert written() == before
    assert hang(by=member, cart=a_cart("video_cart", "video-1"), text=JD).clause == "3.1"


def test_own_products_hang_by_the_platforms_own_terms(a_cart: OpenCart, member: Person) -> None:
    cut_over_at(now() - DAY)
    entry = hang(by=member, cart=a_cart("live_cart", "room-1"), product=" P-1024 ")
    assert (entry.product, entry.marketplace, entry.item_id, entry.agreement) == (
        "P-1024", "kuaishou", "P-1024", "kuaishou-shop-terms",
    )  # fmt: skip


def test_own_products_need_a_marketplace_of_the_platforms_own(
    a_cart: OpenCart, member: Person
) -> None:
    from yellowcart.agreements.actions import name_own_marketplace

    cut_over_at(now() - DAY)
    name_own_marketplace(by=None, marketplace="")
    cart = a_cart("live_cart", "room-1")
    before = written()
    with pytest.raises(NoOwnShop):
        hang(by=member, cart=cart, product="P-1024")
    assert written() == before


def test_a_text_without_a_known_link_waits_for_a_review(a_cart: OpenCart, member: Person) -> None:
    cut_over_at(now() + DAY)
    entry = hang(by=member, cart=a_cart("live_cart", "room-1"), text=NOBODY)
    entry.refresh_from_db()
    assert (entry.status, entry.marketplace, entry.hung_at) == ("in_review", "", None)
    assert not Event.objects.exists()
    assert AuditRecord.objects.latest("number").what == "entry.given"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": JD, "product": "P-1"}, "text"),
        ({"text": JD + "x" * 10_000}, "text"),
        ({"text": JD + "\0"}, "text"),
        ({"text": JD + "\ud800"}, "text"),
        ({"product": "P" * 65}, "product"),
        ({"text": JD, "title": "杯" * 201}, "title"),
        ({"text": JD, "category": "c\0"}, "category"),
        ({"text": JD, "kind": "bread"}, "kind"),
    ],
)
def test_what_cannot_be_read_is_refused(
    a_cart: OpenCart, member: Person, given: dict[str, Any], field: str
) -> None:
    cut_over_at(now() + DAY)
    cart = a_cart("live_cart", "room-1")
    before = written()
    with pytest.raises(BadInput) as refused:
        hang(by=member, cart=cart, **given)
    assert refused.value.field == field
    assert written() == before


def test_a_cart_holds_as_many_entries_as_its_limit(
    a_cart: OpenCart, member: Person, operator: Person
) -> None:
    cut_over_at(now() + DAY)
    set_limit(by=operator, surface="live_cart", most_entries=2)
    set_limit(by=operator, surface="live_cart", creator_group="stars", most_entries=1)
    cart = a_cart("live_cart", "room-1")
    hang(by=member, cart=cart, text=JD)
    hang(by=member, cart=cart, text=NOBODY)
    before = written()
    with pytest.raises(CartFull):
        hang(by=member, cart=cart, text=JD)
    assert written() == before
    hang(by=member, cart=a_cart("live_cart", "room-2"), text=JD)
    set_limit(by=operator, surface="live_cart", most_entries=None)
    hang(by=member, cart=cart, text=JD)
    record = AuditRecord.objects.filter(what="cart_limit.set").latest("number")
    assert (record.before, record.after) == (
        {"surface": "live_cart", "creator_group": "", "most_entries": 2},
        {"surface": "live_cart", "creator_group": "", "most_entries": None},
    )


def test_a_groups_own_limit_counts_for_it(
    a_cart: OpenCart, member: Person, cart_of_a_star: Cart
) -> None:
    set_limit(by=None, surface="live_cart", most_entries=2)
    set_limit(by=None, surface="live_cart", creator_group="stars", most_entries=1)
    hang(by=None, cart=cart_of_a_star, text=JD)
    with pytest.raises(CartFull):
        hang(by=None, cart=cart_of_a_star, text=JD)


@pytest.fixture
def cart_of_a_star(db: None) -> Cart:
    from yellowcart.parties.actions import add_creator

    cut_over_at(now() + DAY)
    star = add_creator(by=None, code="star", name="明星", group="stars")
    return open_cart(by=None, creator=star, surface="live_cart", code="room-9")


def test_strangers_and_those_who_write_nothing_hang_nothing(
    a_cart: OpenCart, stranger: Person, auditor: Person, operator: Person
) -> None:
    cut_over_at(now() + DAY)
    cart = a_cart("live_cart", "room-1")
    before = written()
    for person in (stranger, auditor):
        with pytest.raises(NotPermitted):
            hang(by=person, cart=cart, text=JD)
        with pytest.raises(NotPermitted):
            open_cart(by=person, creator=cart.creator, surface="live_cart", code="room-2")
        with pytest.raises(NotPermitted):
            start_session(by=person, cart=cart)
        with pytest.raises(NotPermitted):
            set_limit(by=person, surface="live_cart", most_entries=1)
    assert written() == before
    assert hang(by=operator, cart=cart, text=JD).given_by == operator


@pytest.mark.parametrize(
    ("surface", "code", "error"),
    [
        ("nowhere", "room-2", UnknownSurface),
        ("live_cart", "room-1", CartCodeTaken),
        ("live_cart", " ", BadInput),
        ("live_cart", "r" * 65, BadInput),
    ],
)
def test_a_cart_is_opened_once_on_a_surface_that_there_is(
    a_cart: OpenCart, surface: str, code: str, error: type[YellowcartError]
) -> None:
    cut_over_at(now() + DAY)
    cart = a_cart("live_cart", "room-1")
    before = written()
    with pytest.raises(error):
        open_cart(by=None, creator=cart.creator, surface=surface, code=code)
    assert (written(), Cart.objects.count()) == (before, 1)


def test_decisions_are_by_the_databases_clock(
    a_cart: OpenCart, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web process whose own clock is wrong decides as all others do."""
    cut_over_at(now() - DAY)
    cart = a_cart("live_cart", "room-1")
    monkeypatch.setattr("yellowcart.kit.clock.now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(NotGranted):
        hang(by=member, cart=cart, text=TAOBAO)
    assert not Entry.objects.exists()
