"""Transitions, rehearsals and proofs: for the platform's own people, all of them."""

from django.db.models import QuerySet

from yellowcart.agreements.changing import Rows, difference
from yellowcart.agreements.queries import terms_with
from yellowcart.cutover.actions.find import found_in, submitted
from yellowcart.cutover.errors import UnknownProof, UnknownRehearsal, UnknownTransition
from yellowcart.cutover.models import Proof, Rehearsal, Transition, Withdrawal
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require

MOST = 1 << 63


def transitions_found(person: Person) -> QuerySet[Transition]:
    require(person, Verb.READ_ALL)
    return Transition.objects.select_related(
        "rehearsed_by", "announced_by", "approved_by", "proved_by", "closed_by"
    )


def the_transition(person: Person, key: int) -> Transition:
    found = transitions_found(person).filter(pk=key).first() if 0 < key < MOST else None
    if found is None:
        raise UnknownTransition(f"there is no transition {key}")
    return found


def rehearsals_of(person: Person, one: Transition) -> QuerySet[Rehearsal]:
    """All that were asked for, done or not. Reports and withdrawals are read when they are used."""
    require(person, Verb.READ_ALL)
    light = one.rehearsals.defer("report", "withdrawals", "summary")
    return light.select_related("asked_by")


def asked_rehearsal(person: Person, key: int) -> Rehearsal:
    """One that was asked for, whatever has become of it."""
    require(person, Verb.READ_ALL)
    asked = Rehearsal.objects.defer("report", "withdrawals").select_related("asked_by")
    found = asked.filter(pk=key).first() if 0 < key < MOST else None
    if found is None:
        raise UnknownRehearsal(f"there is no rehearsal {key}")
    return found


def the_rehearsal(person: Person, key: int) -> Rehearsal:
    """One that is done, with its report."""
    require(person, Verb.READ_ALL)
    done = Rehearsal.objects.exclude(done_at=None).filter(failed="").select_related("transition")
    found = done.filter(pk=key).first() if 0 < key < MOST else None
    if found is None:
        raise UnknownRehearsal(f"there is no rehearsal {key} with a report")
    return found


def the_proof(person: Person, key: int) -> Proof:
    require(person, Verb.READ_ALL)
    proofs = Proof.objects.select_related("transition", "by")
    found = proofs.filter(pk=key).first() if 0 < key < MOST else None
    if found is None:
        raise UnknownProof(f"there is no proof {key}")
    return found


def the_withdrawal(entry: int) -> Withdrawal | None:
    """What became of an entry; who may see the entry may see this."""
    return Withdrawal.objects.select_related("transition").filter(pk=entry).first()


def would_change(one: Transition) -> dict[str, dict[str, Rows]]:
    """What each version under review would make different of a transition in force."""
    at = database_now()
    found = {}
    for version in submitted():
        rows = found_in(terms_with(version, at).table()).get((one.at, one.source), [])
        if rows != one.changes:
            found[str(version)] = difference(one.changes, rows)
    return found
