"""Background work: looking for transitions, rehearsing, sweeping from the instant on."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.parties.clock import database_now

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
        try:
            with transaction.atomic():
                sweep.configure(queueing_lock=f"sweep {key} {number}").defer(transition=key)
        except AlreadyEnqueued:
            continue
