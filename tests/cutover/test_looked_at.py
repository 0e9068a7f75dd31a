"""What people look at before and after: the next step, figures of another instant, and counts."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cutover.conftest import Event2022, T, clauses, event, in_force, on_file, to
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover import actions
from yellowcart.cutover.models import Step
from yellowcart.cutover.queries import (
    Hindrance,
    counts,
    counts_by_creator,
    figures_then,
    figures_withdrawn,
    next_step,
    overdue,
    restorable,
)
from yellowcart.kit.clock import now
from yellowcart.publishing.actions import hang
from yellowcart.publishing.actions.restore import Back
from yellowcart.terms import Hung

pytestmark = pytest.mark.django_db


def following(made: Event2022, who: str) -> tuple[str, Hindrance | None] | None:
    found = next_step(made.transition, made.people[who], terms_on_file().table(), now())
    return None if found is None else (str(found.step), found.hindrance)


def test_the_next_step_and_what_is_in_its_way(event_2022: Event2022) -> None:
    made = event_2022
    actions.find()
    assert following(made, "operator") == ("rehearsed", None)
    assert following(made, "clerk") == ("rehearsed", Hindrance.ROLE)
    asked = actions.rehearse(by=made.people["operator"], transition=made.transition)
    assert following(made, "operator") == ("rehearsed", Hindrance.RUNNING)
    actions.run_rehearsal(asked.pk)
    assert following(made, "operator") == ("announced", Hindrance.NO_NOTICE)
    made.announced()
    assert following(made, "operator") == ("approved", Hindrance.SECOND_PERSON)
    assert following(made, "finance") == ("approved", Hindrance.ROLE)
    assert following(made, "counsel") == ("approved", None)
    actions.plan(
        by=made.people["operator"], transition=made.transition, longest_wait=timedelta(),
        told_ppm=1, told_days=7,
    )  # fmt: skip
    assert following(made, "counsel") == ("approved", Hindrance.NOT_ENOUGH_TOLD)
    actions.plan(
        by=made.people["operator"], transition=made.transition, longest_wait=timedelta(),
        told_ppm=0, told_days=0,
    )  # fmt: skip
    actions.approve(by=made.people["second"], transition=made.transition)
    assert following(made, "operator") == ("swept", Hindrance.NOT_YET)
    to(T)
    assert following(made, "operator") == ("swept", Hindrance.SWEEPING)
    actions.sweep(made.transition.pk)
    assert following(made, "operator") == ("proved", None)
    actions.prove(by=made.people["operator"], transition=made.transition)
    assert following(made, "operator") == ("closed", None)
    actions.close(by=made.people["operator"], transition=made.transition)
    assert following(made, "operator") is None


def test_what_waits_for_a_session_is_late_after_its_longest_wait(db: None) -> None:
    made = event(clauses(lambda one: replace(one, hung=Hung.SESSION)))
    made.approved()
    one = made.transition
    assert one.step == Step.APPROVED
    end = T + one.longest_wait + timedelta(hours=1)
    assert overdue(one, T + timedelta(hours=2)) is None
    assert overdue(one, end - timedelta(microseconds=1)) is None
    assert overdue(one, end) == "swept"


def test_figures_of_another_instant(event_2022: Event2022) -> None:
    made = event_2022
    before = now()
    made.swept()
    table = terms_on_file().table()
    # Of each creator two Taobao links in both carts, and JD's in the live cart.
    then = figures_then(made.transition, table, before)
    assert (then.entries, then.carts, then.creators, then.gmv_30d_fen) == (10, 4, 2, 10_000)
    assert figures_then(made.transition, table, now()).entries == 0
    assert figures_withdrawn(made.transition, now()).commission_30d_fen == 1_000
    assert figures_withdrawn(made.transition, before).entries == 0


def test_counts_are_those_of_the_entries_one_by_one(event_2022: Event2022) -> None:
    made = event_2022
    made.swept()
    old = on_file("jd-2021")
    forever = tuple(replace(one, until=None) for one in old.clauses)
    in_force(made, replace(old, clauses=forever))
    hang(by=None, cart=made.carts["xiaobo-live_cart"], product="KS-9")
    one, table = made.transition, terms_on_file().table()

    def one_by_one(code: str | None = None) -> dict[Back, int]:
        creator = None if code is None else made.creators[code]
        return dict(Counter(each.back for each in restorable(one, table, creator)))

    assert counts(one, table) == one_by_one() == {
        Back.BACK: 1, Back.NOT_GRANTED: 8, Back.CART_CHANGED: 1,
    }  # fmt: skip
    actions.restore(by=made.people["operator"], transition=one)
    assert counts(one, table) == one_by_one() == {
        Back.RESTORED: 1, Back.NOT_GRANTED: 8, Back.CART_CHANGED: 1,
    }  # fmt: skip
    each = counts_by_creator(one, table, list(made.creators.values()))
    assert each == {made.creators[code].pk: one_by_one(code) for code in ("aling", "xiaobo")}
    assert counts(one, table, made.creators["aling"]) == one_by_one("aling")


def test_the_report_of_a_rehearsal_names_no_passing_file(event_2022: Event2022) -> None:
    done = event_2022.rehearsed()
    assert "hung.parquet" not in done.report
    done.refresh_from_db()
    assert done.summary is not None
    assert done.summary["inputs"] == []
