"""Each step of a transition: who takes it, from where, and what a refusal leaves as it was."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.cutover.conftest import JD, TAOBAO, Event2022, T, in_force, on_file, to, under_review
from yellowcart.agreements.actions import reject
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover import actions
from yellowcart.cutover.actions.prove import exported
from yellowcart.cutover.errors import (
    AnotherTransitions,
    ApprovedBySecondPerson,
    AtAnotherStep,
    BadProof,
    NotEnoughTold,
    NothingSuggested,
    NotInForce,
    NotWithdrawnByTransition,
    StillHanging,
)
from yellowcart.cutover.models import Proof, Rehearsal, Standing, Step, Transition, Withdrawal
from yellowcart.cutover.queries import figures, overdue, progress, told_in_time, would_change
from yellowcart.cutover.seal import verify
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.notices import delivering
from yellowcart.notices.actions import draft
from yellowcart.notices.errors import NoticeTooLate
from yellowcart.notices.models import Issue, Notice
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import AuditRecord, Person
from yellowcart.publishing.actions import start_session, take_down
from yellowcart.publishing.errors import NotGranted, NotWithdrawn
from yellowcart.publishing.models import Entry, Status
from yellowcart.terms import Conditions, HouseRule
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db


def written() -> tuple[int, ...]:
    return tuple(
        model.objects.count()
        for model in (AuditRecord, Entry, Event, Issue, Notice, Proof, Rehearsal, Withdrawal)
    )


def refused(error: type[YellowcartError], call: Callable[[], object], one: Transition) -> None:
    before, was = written(), Transition.objects.filter(pk=one.pk).values().get()
    with pytest.raises(error):
        call()
    assert written() == before
    assert Transition.objects.filter(pk=one.pk).values().get() == was


def test_transitions_are_found_and_found_again_they_are_the_same(event_2022: Event2022) -> None:
    (found,) = actions.find()
    assert (found.at, found.source, found.standing, found.step) == (
        T, "agreements", Standing.IN_FORCE, Step.FOUND,
    )  # fmt: skip
    cells = {(row["partner"], row["surface"], row["after"]) for row in found.changes}
    every = ("live_cart", "video_cart", "product_page", "shop_window", "note")
    assert cells == {("taobao-alliance", surface, "deny") for surface in every} | {
        ("jd-alliance", "live_cart", "deny")
    }
    before = written()
    assert actions.find() == []
    assert written() == before


def test_what_is_under_review_is_found_and_is_gone_when_it_is_rejected(
    event_2022: Event2022,
) -> None:
    later = T + timedelta(days=30)
    rule = HouseRule("no-jd", ("jd-alliance",), Conditions(), start=later)
    version = under_review(event_2022, rule)
    waiting = next(one for one in actions.find() if one.at == later)
    assert (waiting.standing, waiting.waits_for, waiting.source) == (
        Standing.UNDER_REVIEW, str(version), "house_rules",
    )  # fmt: skip
    operator = event_2022.people["operator"]
    rehearsal = actions.run_rehearsal(actions.rehearse(by=operator, transition=waiting).pk)
    assert rehearsal.summary is not None
    assert rehearsal.summary["withdrawn"] == 2  # JD's in the two short-video carts
    notice = draft(by=operator, at=T, source="agreements")
    waiting.refresh_from_db()
    refused(
        NotInForce,
        lambda: actions.announce(by=operator, transition=waiting, notice=notice),
        waiting,
    )
    reject(by=event_2022.people["counsel"], version=version, objection="不妥")
    actions.find()
    waiting.refresh_from_db()
    assert (waiting.standing, waiting.waits_for, waiting.step) == (Standing.GONE, "", Step.FOUND)


def test_what_is_under_review_says_what_it_would_change(event_2022: Event2022) -> None:
    actions.find()
    value = on_file("jd-2021")
    version = under_review(
        event_2022,
        replace(value, clauses=tuple(replace(clause, until=None) for clause in value.clauses)),
    )
    ((name, differs),) = would_change(event_2022.transition).items()
    assert name == str(version)
    assert differs["now"] == []
    assert {row["partner"] for row in differs["before"]} == {"jd-alliance"}


def test_what_was_approved_late_takes_down_what_hung_since(event_2022: Event2022) -> None:
    """Signed on the 24th, and in force since the 21st: hung in between, by what was known then."""
    actions.find()
    event_2022.hang("aling-video_cart", JD.format(5), hung_at="2022-02-22T09:00:00+08:00")
    to("2022-02-24T09:00:00+08:00")
    back_to = T - timedelta(days=8)
    in_force(event_2022, HouseRule("no-jd", ("jd-alliance",), Conditions(), start=back_to))
    (found,) = actions.find()
    assert (found.at, found.source) == (back_to, "house_rules")
    assert overdue(found, database_now()) == "approved"
    entries = figures(found, terms_on_file().table(), database_now()).entries
    assert entries == 5


def test_the_rehearsal_is_the_sweep_and_writes_nothing_else(event_2022: Event2022) -> None:
    actions.find()
    one = event_2022.transition
    asked = actions.rehearse(by=event_2022.people["operator"], transition=one)
    hung = list(Entry.objects.order_by("pk").values())
    events = Event.objects.count()
    done = actions.run_rehearsal(asked.pk)
    assert list(Entry.objects.order_by("pk").values()) == hung
    assert (Event.objects.count(), Withdrawal.objects.count()) == (events, 0)
    assert done.summary is not None
    assert done.withdrawals is not None
    assert (done.summary["entries"], done.summary["withdrawn"], done.summary["kept"]) == (16, 10, 6)
    assert "<html" in done.report
    rehearsed = pq.read_table(BytesIO(bytes(done.withdrawals))).to_pylist()
    event_2022.approved()
    to(T)
    assert actions.sweep(one.pk) == 10
    swept = {
        (row.pk, row.reason, row.agreement, row.version, row.clause, row.hung)
        for row in Withdrawal.objects.all()
    }
    assert swept == {
        (row["entry_id"], row["reason"], row["agreement"], row["version"], row["clause"],
         row["hung"])
        for row in rehearsed
    }  # fmt: skip
    proof = actions.prove(by=event_2022.people["operator"], transition=event_2022.transition)
    assert proof.content["rehearsed"]["withdrawn"] == proof.content["withdrawn"] == 10


def test_a_rehearsal_that_was_done_is_not_done_again(event_2022: Event2022) -> None:
    done = event_2022.rehearsed()
    before = written()
    assert actions.run_rehearsal(done.pk).done_at == done.done_at
    assert written() == before


def test_figures_say_whom_it_touches(event_2022: Event2022) -> None:
    from yellowcart.parties.actions import add_organisation, tie_creator

    shop = add_organisation(by=None, code="shop", name="店", kind="merchant")
    mcn = add_organisation(by=None, code="mcn", name="机构", kind="provider")
    tie_creator(by=None, creator=event_2022.creators["aling"], merchant=shop, provider=mcn)
    start_session(by=event_2022.people["aling"], cart=event_2022.carts["aling-live_cart"])
    actions.find()
    found = figures(event_2022.transition, terms_on_file().table(), database_now())
    assert vars(found) == {
        "entries": 10, "carts": 4, "sessions": 1, "creators": 2, "merchants": 1, "providers": 1,
        "gmv_30d_fen": 10_000, "commission_30d_fen": 1_000,
    }  # fmt: skip


def test_the_notice_goes_out_late_only_for_a_reason(event_2022: Event2022) -> None:
    """Signed on 21 February at 18:00 and announced on the 22nd: seven days are not left."""
    event_2022.rehearsed()
    one, operator = event_2022.transition, event_2022.people["operator"]
    notice = draft(by=operator, at=T, source="agreements")
    refused(
        NoticeTooLate,
        lambda: actions.announce(by=operator, transition=one, notice=notice),
        one,
    )
    actions.announce(by=operator, transition=one, notice=notice, late_why="对方 21 日才签署")
    one.refresh_from_db()
    notice.refresh_from_db()
    assert (one.step, notice.late_by, notice.late_why) == (
        Step.ANNOUNCED, operator, "对方 21 日才签署",
    )  # fmt: skip


def test_a_notice_of_another_transition_does_not_announce_it(event_2022: Event2022) -> None:
    later = T + timedelta(days=30)
    in_force(event_2022, HouseRule("no-jd", ("jd-alliance",), Conditions(), start=later))
    event_2022.rehearsed()
    one, operator = event_2022.transition, event_2022.people["operator"]
    notice = draft(by=operator, at=later, source="house_rules")
    refused(
        AnotherTransitions,
        lambda: actions.announce(by=operator, transition=one, notice=notice),
        one,
    )


def test_a_second_person_approves(event_2022: Event2022) -> None:
    event_2022.announced()
    one = event_2022.transition
    for name, error in {
        "operator": ApprovedBySecondPerson, "auditor": NotPermitted, "finance": NotPermitted,
        "aling": NotPermitted,
    }.items():  # fmt: skip
        approve = partial(actions.approve, by=event_2022.people[name], transition=one)
        refused(error, approve, one)
    actions.approve(by=event_2022.people["counsel"], transition=one)
    one.refresh_from_db()
    assert (one.step, one.approved_by) == (Step.APPROVED, event_2022.people["counsel"])
    assert Event.objects.filter(kind="transition.approved").count() == 1


def test_approval_waits_until_as_many_were_told_as_early_as_asked(event_2022: Event2022) -> None:
    operator, second = event_2022.people["operator"], event_2022.people["second"]
    notice = event_2022.announced()
    one = event_2022.transition
    actions.plan(
        by=operator, transition=one, longest_wait=one.longest_wait, told_ppm=1_000_000, told_days=3
    )
    refused(NotEnoughTold, lambda: actions.approve(by=second, transition=one), one)
    delivering.deliver(notice.issues.get(kind="first").pk)
    one.refresh_from_db()
    told = told_in_time(one, terms_on_file().table())
    assert (told.touched, told.told, told.wanted, told.met) == (2, 2, 2, True)
    actions.approve(by=second, transition=one)
    one.refresh_from_db()
    refused(
        AtAnotherStep,
        lambda: actions.plan(
            by=operator, transition=one, longest_wait=one.longest_wait, told_ppm=0, told_days=0
        ),
        one,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"longest_wait": timedelta(days=8)},
        {"longest_wait": timedelta(seconds=-1)},
        {"told_ppm": 1_000_001},
        {"told_ppm": -1},
        {"told_days": 366},
    ],
)
def test_a_plan_that_cannot_be_is_refused(event_2022: Event2022, wrong: dict[str, Any]) -> None:
    actions.find()
    one = event_2022.transition
    plan: dict[str, Any] = {"longest_wait": timedelta(), "told_ppm": 0, "told_days": 0, **wrong}
    refused(
        BadInput,
        lambda: actions.plan(by=event_2022.people["operator"], transition=one, **plan),
        one,
    )


Act = Callable[[Event2022, Person, Transition], object]
PREPARES: dict[str, Act] = {
    "plan": lambda made, by, one: actions.plan(
        by=by, transition=one, longest_wait=timedelta(), told_ppm=0, told_days=0
    ),
    "rehearse": lambda made, by, one: actions.rehearse(by=by, transition=one),
    "announce": lambda made, by, one: actions.announce(
        by=by, transition=one, notice=Notice.objects.get()
    ),
    "prove": lambda made, by, one: actions.prove(by=by, transition=one),
    "close": lambda made, by, one: actions.close(by=by, transition=one),
    "restore": lambda made, by, one: actions.restore(by=by, transition=one),
    "suggest": lambda made, by, one: actions.suggest(
        by=by, entry=Withdrawal.objects.earliest("pk").entry, product="KS-9"
    ),
}


@pytest.mark.parametrize("name", PREPARES)
def test_who_does_not_prepare_cut_overs_changes_nothing(event_2022: Event2022, name: str) -> None:
    one = event_2022.swept()
    for who in ("clerk", "auditor", "finance", "aling"):
        act = partial(PREPARES[name], event_2022, event_2022.people[who], one)
        refused(NotPermitted, act, one)


def test_steps_are_taken_in_order(event_2022: Event2022) -> None:
    actions.find()
    one, operator = event_2022.transition, event_2022.people["operator"]
    notice = draft(by=operator, at=T, source="agreements")
    out_of_turn: list[Callable[[], object]] = [
        lambda: actions.announce(by=operator, transition=one, notice=notice, late_why="迟"),
        lambda: actions.approve(by=event_2022.people["second"], transition=one),
        lambda: actions.prove(by=operator, transition=one),
        lambda: actions.close(by=operator, transition=one),
    ]
    for call in out_of_turn:
        refused(AtAnotherStep, call, one)
    to(T)
    before = written()
    assert actions.sweep(one.pk) == 0
    assert written() == before


def test_the_proof_counts_for_itself_and_its_seal_shows_a_change(event_2022: Event2022) -> None:
    one, operator = event_2022.swept(), event_2022.people["operator"]
    left = Entry.objects.filter(status=Status.WITHDRAWN, marketplace="taobao").first()
    assert left is not None
    stray = Entry.objects.create(
        cart=left.cart, surface=left.surface, position=40, status=Status.HUNG, text="落下的",
        marketplace="taobao", given_at=T - timedelta(days=1), hung_at=T - timedelta(days=1),
        agreement="taobao-2021", version=1, clause="2.1", stays="withdraw",
    )  # fmt: skip
    found = actions.prove(by=operator, transition=one)
    assert (found.hanging, found.content["withdrawn"], found.content["events"]) == (1, 10, 10)
    assert [cell["hanging"] for cell in found.content["cells"]] == [1]
    one.refresh_from_db()
    assert one.step == Step.SWEPT
    refused(AtAnotherStep, lambda: actions.close(by=operator, transition=one), one)
    take_down(by=operator, entry=stray)
    proof = actions.prove(by=operator, transition=one)
    assert (proof.hanging, proof.content["waiting"], proof.content["kept"]) == (0, 0, 0)
    lags = proof.content["lag_milliseconds"]
    assert 0 <= lags["min"] <= lags["p50"] <= lags["p90"] <= lags["p99"] <= lags["max"]
    handed = json.loads(json.dumps(exported(proof)))
    verify(handed)
    verify(handed, proof.public_key)
    changes: list[dict[str, Any]] = [
        handed | {"proof": handed["proof"] | {"hanging": 3}},
        handed | {"signature": exported(found)["signature"]},
        {"proof": {}},
    ]
    for changed in changes:
        with pytest.raises(BadProof):
            verify(changed)
    with pytest.raises(BadProof):
        verify(handed, "AAAA")
    one.refresh_from_db()
    assert one.step == Step.PROVED
    actions.close(by=operator, transition=one)
    one.refresh_from_db()
    assert (one.step, one.closed_by) == (Step.CLOSED, operator)


def test_what_waits_keeps_it_from_being_closed(event_2022: Event2022) -> None:
    one, operator = event_2022.swept(), event_2022.people["operator"]
    proof = actions.prove(by=operator, transition=one)
    content = {**proof.content, "waiting": 1}
    Proof.objects.create(
        transition=one, at=proof.at, by=operator, hanging=0, content=content,
        public_key=proof.public_key, signature=proof.signature,
    )  # fmt: skip
    one.refresh_from_db()
    refused(StillHanging, lambda: actions.close(by=operator, transition=one), one)


def test_a_suggestion_is_taken_in_the_place_of_what_was_withdrawn(event_2022: Event2022) -> None:
    one, operator = event_2022.swept(), event_2022.people["operator"]
    aling, xiaobo = event_2022.people["aling"], event_2022.people["xiaobo"]
    old = Withdrawal.objects.filter(entry__cart__code="aling-live_cart").earliest("pk").entry
    hung = event_2022.carts["aling-live_cart"].entries.get(status=Status.HUNG)
    refused(NothingSuggested, lambda: actions.accept(by=aling, entry=old), one)
    refused(
        NotWithdrawnByTransition,
        lambda: actions.suggest(by=operator, entry=hung, product="KS-9"),
        one,
    )
    actions.suggest(by=operator, entry=old, text=TAOBAO.format(3))
    refused(NotGranted, lambda: actions.accept(by=aling, entry=old), one)
    actions.suggest(by=operator, entry=old, product="KS-9", title="同款")
    refused(NotPermitted, lambda: actions.accept(by=xiaobo, entry=old), one)
    came = actions.accept(by=aling, entry=old)
    assert (came.position, came.product, came.title, came.restores_id) == (
        old.place, "KS-9", "同款", old.pk,
    )  # fmt: skip
    refused(NotWithdrawn, lambda: actions.accept(by=aling, entry=old), one)


def test_a_place_that_was_taken_meanwhile_moves_one_on(event_2022: Event2022) -> None:
    from yellowcart.publishing.actions import reorder

    event_2022.swept()
    aling, cart = event_2022.people["aling"], event_2022.carts["aling-video_cart"]
    hung = cart.entries.filter(status=Status.HUNG).order_by("position")
    reorder(by=aling, cart=cart, entries=[entry.pk for entry in hung])
    old = cart.entries.get(place=1)
    actions.suggest(by=event_2022.people["operator"], entry=old, product="KS-9")
    actions.accept(by=aling, entry=old)
    now = cart.entries.filter(status=Status.HUNG).order_by("position")
    assert [(entry.position, entry.item_id) for entry in now] == [
        (1, "KS-9"), (2, "100012043971"), (3, "KS-1"),
    ]  # fmt: skip


def test_what_is_late_is_said(event_2022: Event2022) -> None:
    actions.find()
    table = terms_on_file().table()

    def late(at: Any) -> str | None:
        return overdue(event_2022.transition, at)

    assert late(T - timedelta(days=7, microseconds=1)) is None
    assert late(T - timedelta(days=7)) == "announced"
    event_2022.announced()
    assert late(T - timedelta(microseconds=1)) is None
    assert late(T) == "approved"
    actions.approve(by=event_2022.people["second"], transition=event_2022.transition)
    assert late(T + timedelta(minutes=59)) is None
    assert late(T + timedelta(hours=1)) == "swept"
    to(T)
    assert progress(event_2022.transition, table, T).left.due == 10
    actions.sweep(event_2022.transition.pk)
    found = progress(event_2022.transition, table, database_now())
    assert (found.withdrawn, found.restored, found.left) == (10, 0, (0, 0, 0))
    assert late(T + timedelta(hours=2)) is None
    assert late(T + timedelta(days=2)) == "proved"
