"""A cart at an instant: what is served follows the agreements, and no row changes."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.publishing.conftest import JD, TAOBAO, OpenCart, all_hung, cut_over_at, written
from yellowcart.agreements.actions import amend, approve, draft_house_rule, submit
from yellowcart.agreements.queries import terms_on_file
from yellowcart.kit.clock import now
from yellowcart.parties.models import Person, Role
from yellowcart.publishing.actions import end_session, hang, start_session, take_down
from yellowcart.publishing.errors import UnknownCart, UnknownEntry
from yellowcart.publishing.queries import (
    CartPage,
    cart_page,
    carts_of,
    entries_of,
    the_cart,
    the_entry,
    touched,
)
from yellowcart.terms import Hung, Verdict

pytestmark = pytest.mark.django_db
MICROSECOND, DAY = timedelta(microseconds=1), timedelta(days=1)
SURFACES = ("live_cart", "video_cart", "product_page", "shop_window", "note")


def page(code: str, at: datetime | None = None) -> CartPage:
    return cart_page(code, terms_on_file().table(), at=at)


def served(code: str, at: datetime | None = None) -> list[str]:
    return [entry.marketplace for entry in page(code, at).served]


def test_the_carts_change_at_the_instant_and_no_row_does(a_cart: OpenCart, member: Person) -> None:
    end = now() + DAY
    cut_over_at(end)
    for surface in SURFACES:
        cart = a_cart(surface, surface)
        hang(by=member, cart=cart, text=TAOBAO)
        hang(by=member, cart=cart, text=JD)
        hang(by=member, cart=cart, product="P-1")
    before = written()
    rows = _rows()
    for surface in SURFACES:
        everything = ["taobao", "jd", "kuaishou"]
        after = ["kuaishou"] if surface == "live_cart" else ["jd", "kuaishou"]
        assert served(surface) == everything
        assert served(surface, end - MICROSECOND) == everything
        assert served(surface, end) == after
        assert served(surface, end + MICROSECOND) == after
    assert (_rows(), written()) == (rows, before)


def _rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, * FROM publishing_entry ORDER BY id")
        return list(cursor.fetchall())


def test_what_stopped_says_when_and_by_what(a_cart: OpenCart, member: Person) -> None:
    end = now() + DAY
    cut_over_at(end)
    hang(by=member, cart=a_cart("live_cart", "room-1"), text=TAOBAO)
    (stopped,) = page("room-1", end).stopped
    assert stopped.standing.ended == end
    assert (stopped.standing.hung, stopped.standing.decision.reason) == (
        Hung.WITHDRAW, "no_agreement",
    )  # fmt: skip
    (shown,) = page("room-1").served
    assert shown.standing.decision.valid_until == end
    assert (shown.text, shown.position, shown.item_id) == (TAOBAO, 1, "600000000001")


def test_what_a_clause_keeps_stays_and_nothing_new_comes(a_cart: OpenCart, member: Person) -> None:
    end = now() + DAY
    cut_over_at(end, all_hung("keep"))
    hang(by=member, cart=a_cart("live_cart", "room-1"), text=TAOBAO)
    (kept,) = page("room-1", end + DAY).served
    assert (kept.standing.decision.verdict, kept.standing.hung) == (Verdict.DENY, Hung.KEEP)


def test_what_hangs_in_a_session_stays_to_its_end(a_cart: OpenCart, member: Person) -> None:
    end = now() + timedelta(seconds=4)
    cut_over_at(end, all_hung("session"))
    cart = a_cart("live_cart", "room-1")
    start_session(by=member, cart=cart)
    hang(by=member, cart=cart, text=TAOBAO)
    hang(by=member, cart=a_cart("live_cart", "room-2"), text=TAOBAO)
    assert served("room-1", end + DAY) == ["taobao"]
    assert served("room-2", end - MICROSECOND) == ["taobao"]
    assert served("room-2", end) == []
    time.sleep(max(0, (end - now()).total_seconds()))
    session = end_session(by=member, cart=cart)
    assert session.ended_at is not None
    assert session.ended_at > end
    assert served("room-1", session.ended_at - MICROSECOND) == ["taobao"]
    assert served("room-1", session.ended_at) == []
    assert page("room-1", session.ended_at - MICROSECOND).on_air_since == session.started_at
    assert page("room-1").on_air_since is None


@pytest.mark.parametrize(("stays", "expected"), [("withdraw", []), ("keep", ["jd"])])
def test_a_grant_that_a_new_version_takes_back_leaves_what_its_clause_said(
    a_cart: OpenCart, member: Person, clerk: Person, counsel: Person, stays: str,
    expected: list[str],
) -> None:  # fmt: skip
    """The new version never granted it; the one that did said what becomes of entries."""
    cut_over_at(now() + DAY, all_hung(stays))
    hang(by=member, cart=a_cart("video_cart", "video-1"), text=JD)
    value = next(one for one in terms_on_file().table().agreements if one.code == "jd-2021")
    notes = tuple(
        replace(clause, conditions=replace(clause.conditions, surfaces=("note",)))
        for clause in value.clauses
    )
    _brought_into_force(amend(by=clerk, value=replace(value, clauses=notes)), clerk, counsel)
    assert served("video-1") == expected
    (entry,) = page("video-1").entries
    assert (entry.standing.ended, entry.standing.hung) == (None, Hung(stays))


def _brought_into_force(version: object, clerk: Person, counsel: Person) -> None:
    submit(by=clerk, version=version)  # type: ignore[arg-type]
    approve(by=counsel, version=version)  # type: ignore[arg-type]


def test_a_cart_of_the_past_shows_what_hung_then(a_cart: OpenCart, member: Person) -> None:
    cut_over_at(now() + DAY)
    cart = a_cart("live_cart", "room-1")
    first = hang(by=member, cart=cart, text=JD)
    second = hang(by=member, cart=cart, text=TAOBAO)
    assert first.hung_at is not None
    assert second.hung_at is not None
    gone = take_down(by=member, entry=first)
    assert gone.ended_at is not None
    assert served("room-1", first.hung_at - MICROSECOND) == []
    assert served("room-1", first.hung_at) == ["jd"]
    assert served("room-1", gone.ended_at - MICROSECOND) == ["taobao", "jd"]
    assert served("room-1", gone.ended_at) == ["taobao"]
    assert served("room-1") == ["taobao"]


def test_there_is_no_page_of_a_cart_that_there_is_not(db: None) -> None:
    with pytest.raises(UnknownCart):
        page("room-1")


def test_people_see_the_carts_that_are_theirs(
    a_cart: OpenCart, member: Person, stranger: Person, auditor: Person,
    person_of: Callable[[str], Person],
) -> None:  # fmt: skip
    cut_over_at(now() + DAY)
    cart = a_cart("live_cart", "room-1")
    entry = hang(by=member, cart=cart, text=JD)
    for person in (member, auditor, person_of(Role.FINANCE)):
        assert list(carts_of(person)) == [cart]
        assert list(entries_of(person)) == [entry]
        assert the_cart(person, "room-1") == cart
        assert the_entry(person, entry.pk) == entry
    assert list(carts_of(stranger)) == []
    with pytest.raises(UnknownCart):
        the_cart(stranger, "room-1")
    with pytest.raises(UnknownEntry):
        the_entry(stranger, entry.pk)


def test_what_a_change_touches_is_counted_with_its_gmv(
    a_cart: OpenCart, member: Person, clerk: Person, counsel: Person
) -> None:
    from yellowcart.publishing.actions import Row, load
    from yellowcart.terms import Conditions, HouseRule

    end = now() + DAY
    cut_over_at(end)
    for code, surface in (("room-1", "live_cart"), ("video-1", "video_cart")):
        a_cart(surface, code)
        rows = [Row(code, text=text, gmv_30d_fen=fen) for text, fen in ((TAOBAO, 100), (JD, 20))]
        assert load(by=None, rows=[*rows, Row(code, product="P-1", gmv_30d_fen=3)]).hung == 3
    table = terms_on_file().table()
    deny = Verdict.DENY
    assert touched(table, end - MICROSECOND, table, end) == [
        ("jd-alliance", "live_cart", "goods", deny, 1, 20),
        ("taobao-alliance", "live_cart", "goods", deny, 1, 100),
        ("taobao-alliance", "video_cart", "goods", deny, 1, 100),
    ]
    assert touched(table, end, table, end - MICROSECOND)[0].after is Verdict.ALLOW
    rule = HouseRule("no-jd", ("jd-alliance",), Conditions(surfaces=("video_cart",)))
    _brought_into_force(draft_house_rule(by=clerk, value=rule), clerk, counsel)
    at = now()
    assert touched(table, at, terms_on_file().table(), at) == [
        ("jd-alliance", "video_cart", "goods", deny, 1, 20),
    ]
