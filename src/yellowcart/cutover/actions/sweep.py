"""The sweep: what has lost its grant leaves the carts, in batches, from any number of workers.

Nothing waits for it: what is served and what may be hung follow the terms from the very instant.
A batch holds still only what it takes, for some milliseconds, and passes over what somebody else
holds. Killed, a worker leaves whole batches behind, and any other goes on from there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from time import perf_counter, sleep
from typing import NamedTuple

from django.db import connection, transaction

from yellowcart.agreements.held import decided_by
from yellowcart.cutover.locks import lock_transition
from yellowcart.cutover.models import Standing, Step, Transition, Withdrawal
from yellowcart.cutover.rows import shown, told
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.publishing.actions.withdraw import (
    FROM_THE_START,
    Candidate,
    Mark,
    in_lane,
    withdraw,
)
from yellowcart.publishing.falls import Falls, Lane
from yellowcart.publishing.standing import hung_since
from yellowcart.sweep.rulings import Line
from yellowcart.terms import Hung, Table, standing
from yellowcart.webhooks.events import emit

AT_ONCE = 200
"""Entries a batch: it is over in some milliseconds, which is what a publisher may have to wait."""
LOOKED_AT_ONCE = 5_000
SECONDS_BEFORE_ANOTHER_LOOK = 0.05
KEPT = """
INSERT INTO cutover_withdrawal (entry_id, transition_id, at, reason, agreement, version, clause,
    hung, suggested_text, suggested_product, suggested_title)
SELECT unnest(%s::bigint[]), %s, %s, %s, %s, %s, %s, %s, '', '', ''
"""


class Left(NamedTuple):
    """What hangs of the classes that fall: to be withdrawn now, or to wait for its session."""

    due: int
    waiting: int
    kept: int


class Look:
    """A transition's classes of entries, by one table, and how single entries of them stand."""

    def __init__(self, one: Transition, table: Table, at: datetime) -> None:
        self.table = table
        self.falls = Falls(table, one.at, one.source, present=at)
        self.over_at = one.at + one.longest_wait
        """From then on nothing waits for a live session any more."""

    def line(self, row: Candidate, at: datetime) -> Line | None:
        """Why the entry comes down at `at`; None: it does not, or not yet."""
        line = self.falls.of(row.surface, row.marketplace, row.kind, row.category, row.group)
        if line is None or self.stays(row, at) is not None:
            return None
        return line

    def stays(self, row: Candidate, at: datetime) -> Hung | None:
        """By what an entry of a class that falls is served all the same; None: it is not."""
        partner = self.table.terms.partner_of(row.marketplace)
        category, group = row.category or None, row.group or None
        decision = self.table.decide(partner, row.surface, row.kind, at, category, group)
        since = hung_since(row.hung_at, row.stays, row.in_session, row.session_end)
        found = standing(self.table, decision, since, category, group)
        if not found.served or (found.hung is Hung.SESSION and at >= self.over_at):
            return None
        return found.hung


def sweep(key: int, ended: Callable[[], bool] = lambda: False) -> int:
    """Withdraws all that is due of a transition; answers how many entries this call withdrew.

    Nothing is done before the instant, or unless it was approved. When nothing is left, and
    nothing waits, the transition is swept. `ended` is asked between batches.
    """
    withdrawn = 0
    while not ended():
        look = _look(key)
        if look is None:
            return withdrawn
        moved = sum(_pass(key, look, lane, ended) for lane in look.falls.lanes)
        withdrawn += moved
        if moved:
            continue
        left = left_of(look, database_now())
        if not left.due:
            if not left.waiting:
                _swept(key)
            return withdrawn
        sleep(SECONDS_BEFORE_ANOTHER_LOOK)  # somebody holds what is left
    return withdrawn


def left_of(look: Look, at: datetime) -> Left:
    """What is left to do, without holding anything."""
    due = waiting = kept = 0
    for row in candidates(look):
        stays = look.stays(row, at)
        due += stays is None
        waiting += stays is Hung.SESSION
        kept += stays is Hung.KEEP
    return Left(due, waiting, kept)


def candidates(look: Look) -> Iterator[Candidate]:
    """Everything that hangs of the classes that fall."""
    for lane in look.falls.lanes:
        mark = FROM_THE_START
        while rows := in_lane(lane, mark, LOOKED_AT_ONCE, held=False):
            for row in rows:
                of = row.surface, row.marketplace, row.kind, row.category, row.group
                if look.falls.of(*of) is not None:
                    yield row
            mark = rows[-1].mark


def _look(key: int) -> Look | None:
    """None: nothing is to be swept."""
    with transaction.atomic():
        table = decided_by()
        one = Transition.objects.get(pk=key)
        at = database_now()
    if one.step != Step.APPROVED or one.standing != Standing.IN_FORCE or at < one.at:
        return None
    return Look(one, table, at)


def _pass(key: int, look: Look, lane: Lane, ended: Callable[[], bool]) -> int:
    """Once through a lane; what others hold is passed over. Ends early if the terms change.

    After each batch it rests as long as that took: the sweep is in no hurry, and publishers are.
    """
    mark, moved = FROM_THE_START, 0
    while not ended():
        started = perf_counter()
        done = _batch(key, look, lane, mark)
        if done is None:
            break
        mark, count = done
        moved += count
        sleep(perf_counter() - started)
    return moved


@transaction.atomic
def _batch(key: int, look: Look, lane: Lane, after: Mark) -> tuple[Mark, int] | None:
    """One batch: entries, what is kept of them, their events and the record, or nothing of it."""
    _commit_soon()
    rows = in_lane(lane, after, AT_ONCE)
    if not rows or decided_by() is not look.table:
        return None
    one, at = Transition.objects.get(pk=key), database_now()
    if one.step != Step.APPROVED or one.standing != Standing.IN_FORCE:
        return None
    falling: defaultdict[Line, list[Candidate]] = defaultdict(list)
    for row in rows:
        line = look.line(row, at)
        if line is not None:
            falling[line].append(row)
    for line, theirs in falling.items():
        withdraw(theirs, line.reason, at)
        _keep(one, line, [row.id for row in theirs], at)
    withdrawn = [row.id for theirs in falling.values() for row in theirs]
    if withdrawn:
        if one.sweeping_since is None:
            Transition.objects.filter(pk=one.pk, sweeping_since=None).update(sweeping_since=at)
        audit.record(None, "entries.withdrawn", one, None, {"entries": withdrawn})
    return rows[-1].mark, len(withdrawn)


def _commit_soon() -> None:
    """The batch's commit does not wait for the disk, so that whoever writes to the record next does
    not either. A database that is killed may forget the batches of its last second, each whole, and
    the sweep does them again; whatever is committed in the usual way brings those before it along.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def _keep(one: Transition, line: Line, entries: list[int], at: datetime) -> None:
    of = line.reason, line.agreement or "", line.version, line.clause or "", line.hung or ""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [entries, one.pk, at, *of])


@transaction.atomic
def _swept(key: int) -> None:
    one = lock_transition(key)
    if one.step != Step.APPROVED:
        return
    before = shown(one)
    one.step, one.swept_at = Step.SWEPT, database_now()
    one.save(update_fields=["step", "swept_at"])
    withdrawn = Withdrawal.objects.filter(transition=one).count()
    emit("transition.swept", str(one.pk), told(one, withdrawn=withdrawn))
    audit.record(None, "transition.swept", one, before, {**shown(one), "withdrawn": withdrawn})
