"""The cut-over in the field's words: the boundary, a late renewal, an amendment after the
announcement, two transitions at one instant, a live session that spans the instant."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest

from tests.cutover.conftest import (
    JD,
    MICROSECOND,
    TAOBAO,
    Event2022,
    T,
    clauses,
    event,
    in_force,
    on_file,
    to,
)
from tests.publishing.conftest import written
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover import actions
from yellowcart.cutover.errors import AtAnotherStep, NotInForce
from yellowcart.cutover.models import Standing, Step, Transition, Withdrawal
from yellowcart.cutover.queries import counts
from yellowcart.kit.period import Period
from yellowcart.notices import tasks as notices
from yellowcart.notices.models import Issue
from yellowcart.publishing.actions import end_session, hang, reorder, start_session
from yellowcart.publishing.actions.restore import Back
from yellowcart.publishing.models import Entry, Status
from yellowcart.publishing.queries import cart_page
from yellowcart.terms import Conditions, Effect, HouseRule, Hung
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db
sweep_room = import_module("yellowcart.cutover.actions.sweep")


def hanging(made: Event2022, cart: str) -> list[tuple[int, str]]:
    """The places and marketplaces of what hangs in a cart."""
    rows = made.carts[cart].entries.filter(status=Status.HUNG).order_by("position")
    return list(rows.values_list("position", "marketplace"))  # type: ignore[arg-type]


def test_at_the_boundary_nothing_is_withdrawn_a_microsecond_before_and_all_of_it_at_the_instant(
    event_2022: Event2022, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = event_2022.approved()
    before = written()
    for at in (T - timedelta(days=1), T - MICROSECOND):
        monkeypatch.setattr(sweep_room, "database_now", lambda at=at: at)
        assert actions.sweep(one.pk) == 0
        assert (written(), Withdrawal.objects.count()) == (before, 0)
    monkeypatch.setattr(sweep_room, "database_now", lambda: T)
    # Of each creator two of Taobao's in either cart, and JD's in the live cart.
    assert actions.sweep(one.pk) == 10
    for creator in ("aling", "xiaobo"):
        assert hanging(event_2022, f"{creator}-live_cart") == [(3, "kuaishou")]
        assert hanging(event_2022, f"{creator}-video_cart") == [(2, "jd"), (3, "kuaishou")]
    kept = Withdrawal.objects.select_related("entry").order_by("pk")
    assert {(row.entry.place, row.entry.marketplace) for row in kept} == {
        (1, "taobao"), (2, "jd"), (4, "taobao")
    }  # fmt: skip
    for row in kept:
        taobao = row.entry.marketplace == "taobao"
        assert (row.reason, row.agreement, row.version, row.clause, row.hung) == (
            ("no_agreement", "taobao-2021", 1, "2.1", "withdraw")
            if taobao
            else ("not_granted", "jd-2021", 2, "3.2", "withdraw")
        )
        assert (row.at, row.entry.ended_at, row.entry.ended_why) == (T, T, row.reason)
    told = Event.objects.filter(kind="entry.withdrawn").values_list("subject", flat=True)
    assert sorted(map(int, told)) == [row.pk for row in kept]
    one.refresh_from_db()
    assert (one.step, one.swept_at) == (Step.SWEPT, T)
    assert actions.sweep(one.pk) == 0


def test_a_renewal_signed_late_puts_back_what_its_creator_has_not_rearranged(
    event_2022: Event2022,
) -> None:
    one = event_2022.swept()
    proof = actions.prove(by=event_2022.people["operator"], transition=one)
    assert proof.hanging == 0
    reorder(
        by=event_2022.people["xiaobo"],
        cart=event_2022.carts["xiaobo-video_cart"],
        entries=[
            entry.pk
            for entry in event_2022.entries("xiaobo-video_cart")[::-1]
            if entry.status == Status.HUNG
        ],
    )
    assert counts(one, terms_on_file().table()) == {Back.NOT_GRANTED: 10}
    to("2022-03-03T09:00:00+08:00")
    in_force(
        event_2022,
        replace(on_file("taobao-2021"), code="taobao-2022", renews="taobao-2021", version=1,
                period=Period(T)),
        new=True,
    )  # fmt: skip
    actions.find()
    one.refresh_from_db()
    assert one.step == Step.PROVED
    assert {row["partner"] for row in one.changes} == {"jd-alliance"}
    assert one.differs is not None
    assert {row["partner"] for row in one.differs["before"]} == {"taobao-alliance"}
    table = terms_on_file().table()
    assert counts(one, table) == {Back.BACK: 6, Back.NOT_GRANTED: 2, Back.CART_CHANGED: 2}
    aling = event_2022.creators["aling"]
    assert counts(one, table, aling) == {Back.BACK: 4, Back.NOT_GRANTED: 1}
    before = written()
    operator = event_2022.people["operator"]
    assert actions.restore(by=operator, transition=one, creator=aling) == 4
    entries, records, events = written()
    assert (entries - before[0], records - before[1], events - before[2]) == (4, 1, 4)
    assert hanging(event_2022, "aling-video_cart") == [
        (1, "taobao"), (2, "jd"), (3, "kuaishou"), (4, "taobao")
    ]  # fmt: skip
    assert hanging(event_2022, "aling-live_cart") == [
        (1, "taobao"), (3, "kuaishou"), (4, "taobao")
    ]  # fmt: skip
    assert actions.restore(by=operator, transition=one) == 2
    assert actions.restore(by=operator, transition=one) == 0
    assert hanging(event_2022, "xiaobo-video_cart") == [(1, "kuaishou"), (2, "jd")]
    assert counts(one, table) == {Back.RESTORED: 6, Back.NOT_GRANTED: 2, Back.CART_CHANGED: 2}
    came = Entry.objects.exclude(restores=None).select_related("restores")
    for entry in came:
        assert entry.restores is not None
        assert (entry.text, entry.position) == (entry.restores.text, entry.restores.place)
        assert (entry.agreement, entry.gmv_30d_fen, entry.commission_30d_fen) == (
            "taobao-2022", 1_000, 100,
        )  # fmt: skip
    served = cart_page("aling-live_cart", table).served
    assert [entry.marketplace for entry in served] == ["taobao", "kuaishou", "taobao"]


def test_an_amendment_after_the_announcement_starts_it_again_and_says_what_differs(
    event_2022: Event2022,
) -> None:
    one = event_2022.approved()
    to("2022-02-24T09:00:00+08:00")
    value = on_file("jd-2021")
    in_force(
        event_2022,
        replace(
            value, clauses=tuple(replace(c, until=None) if c.until else c for c in value.clauses)
        ),
    )
    with pytest.raises(AtAnotherStep):
        actions.approve(by=event_2022.people["second"], transition=one)
    actions.find()
    one.refresh_from_db()
    assert (one.step, one.standing) == (Step.FOUND, Standing.IN_FORCE)
    assert (one.rehearsed_at, one.announced_at, one.approved_at) == (None, None, None)
    assert one.differs is not None
    assert one.differs["now"] == []
    assert {(row["partner"], row["surface"]) for row in one.differs["before"]} == {
        ("jd-alliance", "live_cart")
    }
    to(T)
    assert actions.sweep(one.pk) == 0
    to("2022-02-24T10:00:00+08:00")
    # Who was told is told again, with what differs, and it goes round once more.
    notices.look(0)
    corrections = Issue.objects.filter(kind="correction")
    assert [issue.differs for issue in corrections] == [one.differs]
    no_longer, _, now = corrections[0].text_zh.partition("各位商家、达人：")
    assert "不再如此：\n· 京东联盟，直播间购物车，商品链接：不能再发布" in no_longer
    assert "京东" not in now
    one = event_2022.approved()
    to(T)
    assert actions.sweep(one.pk) == 8
    assert hanging(event_2022, "aling-live_cart") == [(2, "jd"), (3, "kuaishou")]


@pytest.mark.parametrize("first", ["agreements", "house_rules"])
def test_two_transitions_at_one_instant_do_not_disturb_each_other(
    event_2022: Event2022, first: str
) -> None:
    """JD's video cart closes for food by its agreement, and for tobacco by a house rule."""
    event_2022.hang("aling-video_cart", JD.format(7), TAOBAO.format(8), category="tobacco")
    event_2022.hang("aling-video_cart", JD.format(8), category="food")
    value = on_file("jd-2021")
    food = replace(
        value.clauses[0], id="4.1", effect=Effect.FORBID, start=T,
        conditions=replace(value.clauses[0].conditions, categories=("food",)),
    )  # fmt: skip
    in_force(event_2022, replace(value, clauses=(*value.clauses, food)))
    in_force(
        event_2022,
        HouseRule("no-tobacco", ("jd-alliance",), Conditions(categories=("tobacco",)), start=T),
    )
    actions.find()
    agreements, rules = Transition.objects.filter(at=T).order_by("source")
    assert [agreements.source, rules.source] == ["agreements", "house_rules"]
    people = event_2022.people
    Transition.objects.update(
        step=Step.APPROVED, rehearsed_at=T, rehearsed_by=people["operator"],
        announced_at=T, announced_by=people["operator"], approved_at=T,
        approved_by=people["second"],
    )  # fmt: skip
    to(T)
    pair = (agreements, rules) if first == "agreements" else (rules, agreements)
    withdrawn = {one.source: actions.sweep(one.pk) for one in pair}
    # Ten as ever, Taobao's tobacco, and JD's food; JD's tobacco by the house rule alone.
    assert withdrawn == {"agreements": 12, "house_rules": 1}
    by_rule = Withdrawal.objects.get(transition=rules)
    assert (by_rule.reason, by_rule.agreement, by_rule.clause) == ("forbidden", "", "no-tobacco")
    assert by_rule.entry.category == "tobacco"
    by_clause = Withdrawal.objects.get(transition=agreements, entry__category="food")
    assert (by_clause.reason, by_clause.agreement, by_clause.clause) == (
        "forbidden", "jd-2021", "4.1",
    )  # fmt: skip
    assert hanging(event_2022, "aling-video_cart") == [(2, "jd"), (3, "kuaishou")]
    for one in (agreements, rules):
        one.refresh_from_db()
        assert one.step == Step.SWEPT
        proof = actions.prove(by=people["operator"], transition=one)
        assert (proof.hanging, proof.content["cells"]) == (0, [])


def test_an_entry_that_two_transitions_close_is_withdrawn_by_the_first_and_once(
    event_2022: Event2022,
) -> None:
    later = T + timedelta(days=1)
    in_force(event_2022, HouseRule("quiet", ("taobao-alliance",), Conditions(), start=later))
    one = event_2022.approved()
    assert not Transition.objects.filter(at=later).exists()  # nothing is open there any more
    to(later)
    assert actions.sweep(one.pk) == 10
    assert actions.find() == []
    assert Withdrawal.objects.filter(transition=one).count() == 10


@pytest.fixture
def to_the_sessions_end(db: None) -> Event2022:
    return event(clauses(lambda one: replace(one, hung=Hung.SESSION)))


@pytest.mark.parametrize("ends", ["the session", "the wait"])
def test_a_live_session_that_spans_the_instant_keeps_its_entries_to_its_end(
    to_the_sessions_end: Event2022, ends: str
) -> None:
    made = to_the_sessions_end
    room = made.carts["aling-live_cart"]
    to("2022-02-22T11:00:00+08:00")
    start_session(by=made.people["aling"], cart=room)
    entry = hang(by=made.people["aling"], cart=room, text=TAOBAO.format(9))
    one = made.approved()
    to(T)
    # What hung outside of any session comes down at once; what hangs in this one waits.
    assert actions.sweep(one.pk) == 10
    one.refresh_from_db()
    assert one.step == Step.APPROVED
    assert hanging(made, "aling-live_cart") == [(3, "kuaishou"), (5, "taobao")]
    served = cart_page("aling-live_cart", terms_on_file().table()).served
    assert [shown.id for shown in served if shown.marketplace == "taobao"] == [entry.pk]
    if ends == "the session":
        to("2022-03-01T01:30:00+08:00")
        end_session(by=made.people["aling"], cart=room)
    else:
        to(T + one.longest_wait - timedelta(seconds=5))
        assert actions.sweep(one.pk) == 0
        to(T + one.longest_wait)
    assert actions.sweep(one.pk) == 1
    entry.refresh_from_db()
    assert (entry.status, entry.place) == (Status.WITHDRAWN, 5)
    one.refresh_from_db()
    assert one.step == Step.SWEPT


def test_what_its_clause_keeps_stays(db: None) -> None:
    made = event(clauses(lambda one: replace(one, hung=Hung.KEEP)))
    one = made.swept()
    assert one.step == Step.SWEPT
    assert Withdrawal.objects.count() == 0
    proof = actions.prove(by=made.people["operator"], transition=one)
    assert (proof.hanging, proof.content["kept"], proof.content["waiting"]) == (0, 10, 0)


def test_a_transition_that_comes_no_more_is_gone_and_sweeps_nothing(event_2022: Event2022) -> None:
    one = event_2022.approved()
    to("2022-02-25T09:00:00+08:00")
    in_force(
        event_2022,
        replace(on_file("taobao-2021"), period=Period(on_file("taobao-2021").period.start)),
    )
    value = on_file("jd-2021")
    in_force(
        event_2022,
        replace(value, clauses=tuple(replace(clause, until=None) for clause in value.clauses)),
    )
    actions.find()
    one.refresh_from_db()
    assert (one.standing, one.step, one.changes) == (Standing.GONE, Step.FOUND, [])
    with pytest.raises(NotInForce):
        actions.rehearse(by=event_2022.people["operator"], transition=one)
    to(T)
    assert actions.sweep(one.pk) == 0
    assert Withdrawal.objects.count() == 0
