"""The proof: an independent count after the sweep, kept and signed."""

from typing import Any

from django.db import transaction

from yellowcart.cutover.counted import still_hanging, withdrawals_of
from yellowcart.cutover.errors import AtAnotherStep
from yellowcart.cutover.locks import lock_transition
from yellowcart.cutover.models import Proof, Rehearsal, Step, Transition
from yellowcart.cutover.rows import shown, told
from yellowcart.cutover.seal import seal
from yellowcart.kit.instant import format_instant
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.webhooks.events import emit


@transaction.atomic
def prove(*, by: Person, transition: Transition) -> Proof:
    """Counts what hangs and should not. Kept whatever it finds; only 0 takes the step."""
    require(by, Verb.PREPARE_CUTOVER)
    one = lock_transition(transition.pk)
    if one.step not in (Step.SWEPT, Step.PROVED):
        raise AtAnotherStep(f"the transition is {one.step}, not swept")
    content = _content(one, by)
    sealed = seal(content)
    proof = Proof.objects.create(
        transition=one, at=database_now(), by=by, hanging=content["hanging"], content=content,
        public_key=sealed.public_key, signature=sealed.signature,
    )  # fmt: skip
    before = shown(one)
    if not proof.hanging:
        one.step, one.proved_at, one.proved_by = Step.PROVED, proof.at, by
        one.save(update_fields=["step", "proved_at", "proved_by"])
        emit("transition.proved", str(one.pk), told(one, proof=proof.pk))
    audit.record(by, "transition.proved", proof, before, {**shown(one), "proof": content})
    return proof


def exported(proof: Proof) -> dict[str, Any]:
    """What is handed out: the content as it was signed, and how to verify it."""
    return {
        "proof": proof.content,
        "algorithm": "Ed25519",
        "public_key": proof.public_key,
        "signature": proof.signature,
    }


def _content(one: Transition, by: Person) -> dict[str, Any]:
    now = database_now()
    cells = still_hanging(one.at, now, one.longest_wait)
    return {
        "transition": {
            "at": format_instant(one.at),
            "source": str(one.source),
            "changes": one.changes,
            "approved_at": one.approved_at and format_instant(one.approved_at),
            "approved_by": one.approved_by and one.approved_by.username,
            "swept_at": one.swept_at and format_instant(one.swept_at),
        },
        "counted_at": format_instant(now),
        "counted_by": by.username,
        **{name: sum(cell[name] for cell in cells) for name in ("hanging", "waiting", "kept")},
        "cells": cells,
        **withdrawals_of(one.pk, one.at),
        "rehearsed": _rehearsed(one.rehearsals.filter(failed="").exclude(done_at=None).last()),
    }


def _rehearsed(rehearsal: Rehearsal | None) -> dict[str, Any] | None:
    if rehearsal is None or rehearsal.done_at is None or rehearsal.summary is None:
        return None
    return {
        "at": format_instant(rehearsal.done_at),
        **{name: rehearsal.summary[name] for name in ("entries", "withdrawn", "kept")},
    }
