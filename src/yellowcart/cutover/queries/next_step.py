"""What is to be done next of a transition, and what is in the way of it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.cutover.queries.told import told_in_time
from yellowcart.notices.queries import agreement_of_text, notices_of
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may
from yellowcart.terms import Table

STEPS = tuple(Step)
VERBS = {Step.APPROVED: Verb.APPROVE_CUTOVER}
"""Which verb takes a step; those that are not named here, who prepares cut-overs takes."""


class Hindrance(StrEnum):
    """Why the next step cannot be taken, by this person, at this instant."""

    GONE = "gone"
    """The transition comes no more."""
    UNDER_REVIEW = "under_review"
    """It comes only by a version that nobody has approved yet."""
    ROLE = "role"
    """The step is another role's."""
    RUNNING = "running"
    """A rehearsal was asked for, and is not done."""
    NO_NOTICE = "no_notice"
    """No notice of it is drafted."""
    STALE = "stale"
    """None of its notices says what the terms now change."""
    SECOND_PERSON = "second_person"
    """Who rehearsed or announced it does not approve it."""
    NOT_ENOUGH_TOLD = "not_enough_told"
    """Fewer of the creators touched were told in time than it asks for."""
    NOT_YET = "not_yet"
    """Its instant is still ahead; from then on workers sweep by themselves."""
    SWEEPING = "sweeping"
    """The workers are at it."""
    HANGING = "hanging"
    """The last proof found entries that hang, or wait for the end of a session."""


class Next(NamedTuple):
    step: Step
    hindrance: Hindrance | None


def next_step(one: Transition, person: Person, table: Table, present: datetime) -> Next | None:
    """The step after the one that it has come to; None: it is closed."""
    if one.step == Step.CLOSED:
        return None
    step = STEPS[STEPS.index(Step(one.step)) + 1]
    return Next(step, _hindrance(one, step, person, table, present))


def _hindrance(
    one: Transition, step: Step, person: Person, table: Table, present: datetime
) -> Hindrance | None:
    if one.standing == Standing.GONE:
        return Hindrance.GONE
    if one.standing == Standing.UNDER_REVIEW and step != Step.REHEARSED:
        return Hindrance.UNDER_REVIEW
    if step == Step.SWEPT:
        return Hindrance.NOT_YET if present < one.at else Hindrance.SWEEPING
    if not may(person, VERBS.get(step, Verb.PREPARE_CUTOVER)):
        return Hindrance.ROLE
    if step == Step.REHEARSED:
        return Hindrance.RUNNING if one.rehearsals.filter(done_at=None).exists() else None
    if step == Step.ANNOUNCED:
        return _of_notices(one, table)
    if step == Step.APPROVED:
        if person.pk in (one.rehearsed_by_id, one.announced_by_id):
            return Hindrance.SECOND_PERSON
        return None if told_in_time(one, table).met else Hindrance.NOT_ENOUGH_TOLD
    if step == Step.CLOSED:
        proof = one.proofs.last()
        clean = proof is not None and not proof.hanging and not proof.content["waiting"]
        return None if clean else Hindrance.HANGING
    return None


def _of_notices(one: Transition, table: Table) -> Hindrance | None:
    notices = list(notices_of(one.at, one.source).filter(ended_at=None))
    if not notices:
        return Hindrance.NO_NOTICE
    stale = all(agreement_of_text(notice, table).is_stale for notice in notices)
    return Hindrance.STALE if stale else None
