"""The steps that people take: the plan, the announcement, the approval, the end."""

from datetime import timedelta

from django.db import transaction

from yellowcart.agreements.changing import changes_at, rows_of
from yellowcart.agreements.held import decided_by
from yellowcart.cutover.errors import (
    AnotherTransitions,
    ApprovedBySecondPerson,
    AtAnotherStep,
    NotEnoughTold,
    NotInForce,
    StillHanging,
)
from yellowcart.cutover.locks import lock_transition
from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.cutover.models.transition import MILLION
from yellowcart.cutover.queries.told import told_in_time
from yellowcart.cutover.rows import shown, told
from yellowcart.cutover.tasks import sweep_soon
from yellowcart.kit.errors import BadInput
from yellowcart.notices.actions import send
from yellowcart.notices.models import Notice
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.webhooks.events import emit

LONGEST_WAIT = timedelta(days=7)
MOST_DAYS = 365


@transaction.atomic
def plan(
    *, by: Person | None, transition: Transition, longest_wait: timedelta, told_ppm: int,
    told_days: int,
) -> Transition:  # fmt: skip
    """How long entries may wait for their live session, and how many must be told how early."""
    require(by, Verb.PREPARE_CUTOVER)
    if not timedelta(0) <= longest_wait <= LONGEST_WAIT:
        raise BadInput("not a wait", field="longest_wait", expected="0 to 7 days")
    if not 0 <= told_ppm <= MILLION:
        raise BadInput("not a share", field="told_ppm", value=told_ppm, expected="0 to 1,000,000")
    if not 0 <= told_days <= MOST_DAYS:
        raise BadInput("not a distance", field="told_days", value=told_days, expected="0 to 365")
    one = lock_transition(transition.pk)
    if one.step not in (Step.FOUND, Step.REHEARSED, Step.ANNOUNCED):
        raise AtAnotherStep(f"the transition is {one.step}: its plan was approved")
    before = shown(one)
    one.longest_wait, one.told_ppm, one.told_days = longest_wait, told_ppm, told_days
    one.save(update_fields=["longest_wait", "told_ppm", "told_days"])
    audit.record(by, "transition.planned", one, before, shown(one))
    return one


@transaction.atomic
def announce(
    *, by: Person, transition: Transition, notice: Notice, late_why: str = ""
) -> Transition:
    """Sends the transition's notice. Refused as `notices.send` refuses it: stale, or too late."""
    require(by, Verb.PREPARE_CUTOVER)
    one = lock_transition(transition.pk)
    _refuse_step(one, Step.REHEARSED)
    if (notice.at, notice.source) != (one.at, one.source):
        raise AnotherTransitions(f"the notice {notice.pk} is not of the transition {one.pk}")
    if notice.sent_at is None:
        send(by=by, notice=notice, late_why=late_why)
    before = shown(one)
    one.step, one.announced_at, one.announced_by = Step.ANNOUNCED, database_now(), by
    one.save(update_fields=["step", "announced_at", "announced_by"])
    audit.record(by, "transition.announced", one, before, shown(one))
    return one


@transaction.atomic
def approve(*, by: Person, transition: Transition) -> Transition:
    """A second person's word: from its instant on the transition is swept; past it, at once."""
    require(by, Verb.APPROVE_CUTOVER)
    one = lock_transition(transition.pk)
    _refuse_step(one, Step.ANNOUNCED)
    if by.pk in (one.rehearsed_by_id, one.announced_by_id):
        raise ApprovedBySecondPerson(
            f"{by.username} rehearsed or announced it; another person approves it"
        )
    reached = told_in_time(one, decided_by())
    if not reached.met:
        raise NotEnoughTold(
            f"{reached.told} of {reached.touched} creators were told {one.told_days} days before; "
            f"{reached.wanted} must be"
        )
    before = shown(one)
    one.step, one.approved_at, one.approved_by = Step.APPROVED, database_now(), by
    one.save(update_fields=["step", "approved_at", "approved_by"])
    emit("transition.approved", str(one.pk), told(one))
    audit.record(by, "transition.approved", one, before, shown(one))
    if one.at <= database_now():
        sweep_soon(one.pk)
    return one


@transaction.atomic
def close(*, by: Person, transition: Transition) -> Transition:
    """The end. Only where the last proof found nothing that hangs and should not."""
    require(by, Verb.PREPARE_CUTOVER)
    one = lock_transition(transition.pk)
    if one.step != Step.PROVED:
        raise AtAnotherStep(f"the transition is {one.step}, not proved")
    proof = one.proofs.order_by("pk").last()
    if proof is None or proof.hanging or proof.content["waiting"]:
        raise StillHanging("the last proof found entries that hang, or wait: prove it again")
    before = shown(one)
    one.step, one.closed_at, one.closed_by = Step.CLOSED, database_now(), by
    one.save(update_fields=["step", "closed_at", "closed_by"])
    audit.record(by, "transition.closed", one, before, shown(one))
    return one


def _refuse_step(one: Transition, step: Step) -> None:
    if one.standing != Standing.IN_FORCE:
        raise NotInForce(f"the transition is {one.standing}, not in force")
    if one.step != step:
        raise AtAnotherStep(f"the transition is {one.step}, not {step}")
    if rows_of(changes_at(decided_by(), one.at, one.source).changes) != one.changes:
        raise AtAnotherStep("the terms have changed since: it is to be rehearsed again")
