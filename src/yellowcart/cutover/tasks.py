"""Background work: looking for transitions, rehearsing, sweeping from the instant on, restoring."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person

SWEEPERS = 2
"""Jobs at a time for one transition; more than the machine's processors bring nothing."""


@app.task(name="cutover.run_rehearsal", queue="cutover")
def run_rehearsal(rehearsal: int) -> None:
    from yellowcart.cutover import actions

    actions.run_rehearsal(rehearsal)


@app.task(name="cutover.sweep", queue="cutover")
def sweep(transition: int) -> None:
    from yellowcart.cutover import actions

    actions.sweep(transition)


@app.task(name="cutover.restore", queue="cutover")
def restore(transition: int, person: int) -> None:
    from yellowcart.cutover import actions

    one, by = Transition.objects.get(pk=transition), Person.objects.get(pk=person)
    actions.restore(by=by, transition=one)


@app.periodic(cron="* * * * *")
@app.task(name="cutover.look", queue="cutover")
def look(timestamp: int) -> None:
    """Every minute: finds transitions, and takes up those whose instant has passed."""
    from yellowcart.cutover import actions

    actions.find()
    sweep_due()


def sweep_due() -> None:
    """Puts sweeps off to the workers, unless they are queued already."""
    due = Transition.objects.filter(
        step=Step.APPROVED, standing=Standing.IN_FORCE, at__lte=database_now()
    )
    for key in due.values_list("pk", flat=True):
        sweep_soon(key)


def sweep_soon(key: int) -> None:
    """The same of one transition, with as many workers as bring anything."""
    for number in range(SWEEPERS):
        with suppress(AlreadyEnqueued), transaction.atomic():
            sweep.configure(queueing_lock=f"sweep {key} {number}").defer(transition=key)


def restore_soon(key: int, person: int) -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        job = restore.configure(queueing_lock=f"restore {key}")
        job.defer(transition=key, person=person)
