"""Transitions are found in the terms, never typed in; what changes re-opens them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yellowcart.agreements.changing import Rows, Source, difference, rows_of, source_of
from yellowcart.agreements.held import decided_by
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion
from yellowcart.agreements.models import Status as VersionStatus
from yellowcart.agreements.queries import terms_with
from yellowcart.cutover.locks import lock_finding
from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.cutover.rows import shown
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.publishing.falls import Falls
from yellowcart.terms import Table, transitions

Key = tuple[datetime, str]
SWEPT = (Step.SWEPT, Step.PROVED, Step.CLOSED)


@transaction.atomic
def find() -> list[Transition]:
    """Looks through the terms, in force and submitted; answers the transitions that are new.

    Of what lies behind, only what still has something to take down is a transition. Where the
    terms have come to say otherwise than when a transition was rehearsed, announced or
    approved, it starts again from the beginning. Run again, it changes nothing.
    """
    lock_finding()
    table, at = decided_by(), database_now()
    known = {
        (one.at, one.source): one
        for one in Transition.objects.select_for_update(no_key=True).order_by("pk")
    }
    in_force = found_in(table)
    new = []
    for key, rows in in_force.items():
        if key in known:
            _look(known[key], table, rows, at)
        elif key[0] > at or Falls(table, *key, present=at).entries().exists():
            new.append(_new(key, rows, at, Standing.IN_FORCE))
    waited = set()
    for version in submitted():
        for key, rows in found_in(terms_with(version, at).table()).items():
            if key[0] <= at or key in in_force or key in waited:
                continue
            waited.add(key)
            if key in known:
                _wait(known[key], rows, str(version))
            else:
                new.append(_new(key, rows, at, Standing.UNDER_REVIEW, str(version)))
    for key, one in known.items():
        if key not in in_force and key not in waited:
            _gone(one, at)
    return new


def found_in(table: Table) -> dict[Key, Rows]:
    """Every transition that a table has, with its changes."""
    found: dict[Key, Rows] = {}
    for one in transitions(table):
        for source in Source.values:
            rows = rows_of(change for change in one.changes if source_of(change) == source)
            if rows:
                found[one.at, source] = rows
    return found


def submitted() -> Iterable[AgreementVersion | HouseRuleVersion]:
    waits = VersionStatus.SUBMITTED
    versions = AgreementVersion.objects.filter(status=waits).order_by("submitted_at")
    yield from versions.select_related("agreement", "partner").prefetch_related("clauses")
    rules = HouseRuleVersion.objects.filter(status=waits).order_by("submitted_at")
    yield from rules.select_related("rule")


def _new(key: Key, rows: Rows, at: datetime, standing: Standing, waits_for: str = "") -> Transition:
    found = Transition.objects.create(
        at=key[0], source=key[1], changes=rows, found_at=at, standing=standing, waits_for=waits_for
    )
    audit.record(None, "transition.found", found, None, shown(found))
    return found


def _look(one: Transition, table: Table, rows: Rows, at: datetime) -> None:
    """A transition that comes, or came, by what is in force."""
    came_back = one.standing != Standing.IN_FORCE
    if one.changes == rows and not came_back:
        return
    before = shown(one)
    differs = difference(one.changes, rows)
    one.changes, one.standing, one.waits_for = rows, Standing.IN_FORCE, ""
    started = one.step != Step.FOUND
    more_to_take_down = (
        one.step in SWEPT and Falls(table, one.at, one.source, present=at).entries().exists()
    )
    if started and differs != {"before": [], "now": []}:
        one.reopened_at, one.differs = at, differs
        if one.step not in SWEPT or more_to_take_down:
            from_the_start(one)
    one.save()
    what = "transition.reopened" if one.reopened_at == at else "transition.found"
    audit.record(None, what, one, before, shown(one))


def _wait(one: Transition, rows: Rows, version: str) -> None:
    """A transition that would come by a version under review."""
    if (one.standing, one.waits_for, one.changes) == (Standing.UNDER_REVIEW, version, rows):
        return
    before = shown(one)
    if one.step not in SWEPT:
        from_the_start(one)
    one.standing, one.waits_for, one.changes = Standing.UNDER_REVIEW, version, rows
    one.save()
    audit.record(None, "transition.found", one, before, shown(one))


def _gone(one: Transition, at: datetime) -> None:
    """A transition that comes no more. What it withdrew can be put back."""
    if one.standing == Standing.GONE or not one.changes:
        return
    before = shown(one)
    if one.step != Step.FOUND:
        one.reopened_at, one.differs = at, difference(one.changes, [])
    if one.step not in SWEPT:
        from_the_start(one)
        one.standing, one.waits_for = Standing.GONE, ""
    one.changes = []
    one.save()
    audit.record(None, "transition.gone", one, before, shown(one))


def from_the_start(one: Transition) -> None:
    """Every step is to be taken again; what was kept of them, stays."""
    one.step = Step.FOUND
    one.rehearsed_at = one.announced_at = one.approved_at = None
    one.rehearsed_by = one.announced_by = one.approved_by = None
    one.swept_at = one.proved_at = one.closed_at = None
    one.proved_by = one.closed_by = None
