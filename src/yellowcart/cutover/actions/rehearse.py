"""The rehearsal: the sweep of the engine over the real carts, kept with its report."""

import logging
import tempfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from yellowcart.agreements.changing import changes_at, rows_of
from yellowcart.cutover.errors import AtAnotherStep, NotInForce
from yellowcart.cutover.locks import lock_transition
from yellowcart.cutover.models import Rehearsal, Standing, Step, Transition
from yellowcart.cutover.rows import shown
from yellowcart.cutover.terms import terms_of
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.sweep import sweep
from yellowcart.sweep.report import render_report

log = logging.getLogger(__name__)
AT_ONCE = 100_000
COLUMNS = {
    "entry_id": pa.int64(), "creator_id": pa.string(), "surface": pa.string(),
    "marketplace": pa.string(), "item_id": pa.string(), "kind": pa.string(),
    "category": pa.string(), "creator_group": pa.string(), "gmv_30d_fen": pa.int64(),
}  # fmt: skip
HUNG = """
SELECT e.id, k.code, s.code, e.marketplace, nullif(e.item_id, ''), e.kind,
    nullif(e.category, ''), nullif(k."group", ''), e.gmv_30d_fen
FROM publishing_entry AS e
JOIN publishing_cart AS c ON c.id = e.cart_id
JOIN parties_creator AS k ON k.id = c.creator_id
JOIN agreements_surface AS s ON s.id = e.surface_id
WHERE e.status = 'hung'
"""


@transaction.atomic
def rehearse(*, by: Person, transition: Transition) -> Rehearsal:
    """Asks for a rehearsal, which the worker does. It writes nothing but its own report."""
    from yellowcart.cutover.tasks import run_rehearsal as task

    require(by, Verb.PREPARE_CUTOVER)
    one = lock_transition(transition.pk)
    _refuse(one)
    asked = Rehearsal.objects.create(transition=one, asked_at=database_now(), asked_by=by)
    task.defer(rehearsal=asked.pk)
    audit.record(by, "rehearsal.asked", asked, None, {"transition": one.pk})
    return asked


def run_rehearsal(key: int) -> Rehearsal:
    """Does what was asked for. Done already: nothing is done."""
    asked = Rehearsal.objects.select_related("transition").get(pk=key)
    if asked.done_at is not None:
        return asked
    one = asked.transition
    try:
        terms = terms_of(one)
        changes = rows_of(changes_at(terms.table(), one.at, one.source).changes)
        with tempfile.TemporaryDirectory(prefix="yellowcart-rehearsal-") as folder:
            inventory, output = Path(folder) / "hung.parquet", Path(folder) / "out"
            _write_hung(inventory)
            # What was read is a passing file, which says nothing to anybody.
            found = replace(sweep([inventory], terms, one.at, output), inputs=())
            summary, report = found.to_json(), render_report(found, terms)
            withdrawals = (output / "withdrawals.parquet").read_bytes()
    except Exception as error:
        # Whoever asked sees why on the page; the next one may go well.
        log.exception("the rehearsal %s failed", key)
        Rehearsal.objects.filter(pk=key, done_at=None).update(
            done_at=database_now(), failed=f"{type(error).__name__}: {error}"
        )
        return Rehearsal.objects.get(pk=key)
    return _done(key, changes, summary, report, withdrawals)


@transaction.atomic
def _done(
    key: int, changes: list[dict[str, object]], summary: object, report: str, withdrawals: bytes
) -> Rehearsal:
    asked = Rehearsal.objects.get(pk=key)
    one = lock_transition(asked.transition_id)
    asked = Rehearsal.objects.select_for_update().get(pk=key)
    if asked.done_at is not None:
        return asked
    asked.changes, asked.summary, asked.report = changes, summary, report
    asked.withdrawals, asked.done_at = withdrawals, database_now()
    asked.save()
    before = shown(one)
    if one.step in (Step.FOUND, Step.REHEARSED) and one.changes == changes:
        one.step, one.rehearsed_at, one.rehearsed_by = Step.REHEARSED, asked.done_at, asked.asked_by
        one.save(update_fields=["step", "rehearsed_at", "rehearsed_by"])
    audit.record(asked.asked_by, "transition.rehearsed", one, before, shown(one))
    return asked


def _refuse(one: Transition) -> None:
    if one.standing == Standing.GONE:
        raise NotInForce("the transition comes no more")
    if one.step not in (Step.FOUND, Step.REHEARSED, Step.ANNOUNCED, Step.APPROVED):
        raise AtAnotherStep(f"the transition is {one.step}: there is nothing to rehearse")


def _write_hung(path: Path) -> None:
    """What hangs now, at one instant, as the sweep reads it."""
    schema = pa.schema(list(COLUMNS.items()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DECLARE hung NO SCROLL CURSOR FOR " + HUNG)
        with pq.ParquetWriter(path, schema) as writer:
            while True:
                cursor.execute(f"FETCH {AT_ONCE} FROM hung")
                rows = cursor.fetchall()
                if not rows:
                    break
                columns = dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
                writer.write_table(pa.table(columns, schema=schema))
        cursor.execute("CLOSE hung")
