"""Cut-overs: found in the terms, rehearsed, announced, approved, swept, proved, closed."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Literal

from ninja import Router, Status

from yellowcart.agreements.held import held
from yellowcart.api import schemas
from yellowcart.api.asked import row_key
from yellowcart.api.endpoints.notices import the_notice
from yellowcart.api.endpoints.parties import creator_of
from yellowcart.api.endpoints.proofs import proof_out
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, cursor_after, page, read_cursor
from yellowcart.cutover import actions, queries
from yellowcart.cutover.errors import NotInForce
from yellowcart.cutover.models import Standing, Transition
from yellowcart.cutover.terms import terms_of
from yellowcart.parties.clock import database_now
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.models import Entry
from yellowcart.terms import Table

router = Router(tags=["cutovers"])
AT_ONCE = 2_000
"""Withdrawn entries that one request looks at, to put them back."""
StandingName = Literal["in_force", "under_review", "gone"]


@router.get("", response=schemas.Page[schemas.CutoverOut])
def cutovers(
    request: ApiRequest,
    standing: StandingName | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """Every transition that was found in the terms, as far as it has come."""
    found = queries.transitions_found(request.person)
    if standing is not None:
        found = found.filter(standing=standing)
    present = database_now()
    return page(found, cursor, limit, lambda one: _cutover(one, present))


@router.get("/{key}", response=schemas.OneCutoverOut)
def cutover(request: ApiRequest, key: int) -> Any:
    """One, with what it touches, who was told in time, and what is under review."""
    one, present = _the(request, key), database_now()
    table = _table_of(one)
    return {
        **_cutover(one, present),
        "figures": asdict(queries.figures(one, table, present)),
        "told": _told(queries.told_in_time(one, table)),
        "under_review": [
            {"version": version, "differs": differs}
            for version, differs in (
                queries.would_change(one).items() if one.standing == Standing.IN_FORCE else ()
            )
        ],
    }


@router.post("/{key}/plan", response=schemas.CutoverOut)
def plan_cutover(request: ApiRequest, key: int, body: schemas.PlanIn) -> Any:
    """Says how long entries may wait for their live session, and how many must be told how
    early."""
    one = actions.plan(
        by=request.person,
        transition=_the(request, key),
        longest_wait=timedelta(seconds=body.longest_wait_seconds),
        told_ppm=body.told_ppm,
        told_days=body.told_days,
    )
    return _cutover(one, database_now())


@router.post("/{key}/announce", response=schemas.CutoverOut)
def announce_cutover(request: ApiRequest, key: int, body: schemas.AnnouncementIn) -> Any:
    """Sends its notice. Refused where the text and the agreements do not say the same, or the
    notice period is over and nobody says why it goes out all the same."""
    one = _the(request, key)
    require(request.person, Verb.PREPARE_CUTOVER)
    notice = the_notice(request.person, body.notice)
    done = actions.announce(
        by=request.person, transition=one, notice=notice, late_why=body.late_why
    )
    return _cutover(done, database_now())


@router.post("/{key}/approve", response=schemas.CutoverOut)
def approve_cutover(request: ApiRequest, key: int) -> Any:
    """The second person's word. From its instant on it is swept."""
    one = actions.approve(by=request.person, transition=_the(request, key))
    return _cutover(one, database_now())


@router.post("/{key}/close", response=schemas.CutoverOut)
def close_cutover(request: ApiRequest, key: int) -> Any:
    """The end, where the last proof found nothing that hangs or waits."""
    one = actions.close(by=request.person, transition=_the(request, key))
    return _cutover(one, database_now())


@router.get("/{key}/progress", response=schemas.ProgressOut)
def progress(request: ApiRequest, key: int) -> Any:
    """How far it is swept."""
    found = queries.progress(_the(request, key), held.refresh(), database_now())
    return {
        "withdrawn": found.withdrawn,
        "restored": found.restored,
        "left": found.left._asdict(),
    }


@router.get("/{key}/restorable", response=schemas.Page[schemas.RestorableOut])
def restorable(
    request: ApiRequest,
    key: int,
    creator: str | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """What it withdrew, everybody's or one creator's, and which of it can be put back now."""
    one, table, present = _the(request, key), held.refresh(), database_now()
    of = None if creator is None else creator_of(request.person, creator)
    found = queries.withdrawn_by(one, of).select_related("restored_by")

    def shown(entry: Entry) -> dict[str, Any]:
        return _restorable(queries.whether_back(entry, table, present))

    return page(found, cursor, limit, shown)


@router.get("/{key}/restorable/counts", response=schemas.RestorableCountsOut)
def restorable_counts(request: ApiRequest, key: int, creator: str | None = None) -> Any:
    """How many can be put back, and how many cannot, by why."""
    one = _the(request, key)
    of = None if creator is None else creator_of(request.person, creator)
    return {str(back): number for back, number in queries.counts(one, held.refresh(), of).items()}


@router.post("/{key}/restore", response=schemas.RestoredOut)
def restore_cutover(request: ApiRequest, key: int, body: schemas.RestoreIn) -> Any:
    """Puts back what can be, everybody's or one creator's: of the first 2,000 that were
    withdrawn, then, with the cursor that this answers, of those after them."""
    one = _the(request, key)
    require(request.person, Verb.PREPARE_CUTOVER)
    done = actions.restore_some(
        by=request.person,
        transition=one,
        creator=None if body.creator is None else creator_of(request.person, body.creator),
        after=0 if body.cursor is None else read_cursor(body.cursor),
        most=AT_ONCE,
    )
    return {
        "restored": done.entries,
        "next": None if done.last is None else cursor_after(done.last),
    }


@router.post("/{key}/prove", response={201: schemas.ProofOut})
def prove_cutover(request: ApiRequest, key: int) -> Any:
    """Counts independently what hangs and should not, and signs what it found."""
    proof = actions.prove(by=request.person, transition=_the(request, key))
    return Status(201, proof_out(proof))


def _the(request: ApiRequest, key: int) -> Transition:
    return queries.the_transition(request.person, row_key(key))


def _table_of(one: Transition) -> Table:
    """Of what is under review, the terms with it; of everything else, those in force."""
    if one.standing == Standing.UNDER_REVIEW:
        try:
            return terms_of(one).table()
        except NotInForce:
            pass  # decided on a moment ago; the next look says so
    return held.refresh()


def _told(told: queries.Told) -> dict[str, Any]:
    return {**asdict(told), "met": told.met}


def _restorable(found: queries.Restorable) -> dict[str, Any]:
    entry = found.entry
    return {
        "entry": entry.pk,
        "cart": entry.cart.code,
        "creator": entry.cart.creator.code,
        "place": entry.place,
        "title": str(entry),
        "withdrawn_at": entry.ended_at,
        "back": str(found.back),
        "restored_by": entry.restored_by.pk if hasattr(entry, "restored_by") else None,
    }


def _cutover(one: Transition, present: datetime) -> dict[str, Any]:
    return {
        **{
            name: getattr(one, name)
            for name in (
                "at", "source", "standing", "step", "changes", "found_at", "told_ppm",
                "told_days", "sweeping_since", "reopened_at", "differs",
            )
        },
        "id": one.pk,
        "waits_for": one.waits_for or None,
        "steps": {step: _taken(one, step) for step in schemas.StepsOut.model_fields},
        "overdue": queries.overdue(one, present),
        "longest_wait_seconds": int(one.longest_wait.total_seconds()),
    }  # fmt: skip


def _taken(one: Transition, step: str) -> dict[str, Any] | None:
    at = getattr(one, f"{step}_at")
    by = getattr(one, f"{step}_by", None)
    return None if at is None else {"at": at, "by": by and by.username}
