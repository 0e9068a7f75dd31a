"""Putting back what a transition withdrew, where a renewal signed late grants it again."""

from typing import NamedTuple

from django.db import transaction

from yellowcart.cutover.models import Transition
from yellowcart.cutover.queries.restorable import withdrawn_by
from yellowcart.parties import audit
from yellowcart.parties.models import Creator, Person
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.actions.restore import put_back

AT_ONCE = 200


class Restored(NamedTuple):
    """How many entries were put back, and after which withdrawn one to go on; None: it is done."""

    entries: int
    last: int | None


def restore(*, by: Person, transition: Transition, creator: Creator | None = None) -> int:
    """Puts back all that can be, or one creator's; answers how many entries that were.

    In batches, each whole or not at all: broken off, it is done again for the rest. What it
    leaves out, and why, `queries.restorable` says before and after.
    """
    count, last = 0, 0
    while True:
        done = restore_some(by=by, transition=transition, creator=creator, after=last)
        count += done.entries
        if done.last is None:
            return count
        last = done.last


@transaction.atomic
def restore_later(*, by: Person, transition: Transition) -> None:
    """The same of all creators, by a worker; asked for twice, it is done once."""
    from yellowcart.cutover.tasks import restore_soon

    require(by, Verb.PREPARE_CUTOVER)
    restore_soon(transition.pk, by.pk)


@transaction.atomic
def restore_some(
    *, by: Person, transition: Transition, creator: Creator | None = None, after: int = 0,
    most: int = AT_ONCE,
) -> Restored:  # fmt: skip
    """One batch: looks at so many withdrawn entries after the one with that number."""
    require(by, Verb.PREPARE_CUTOVER)
    chosen = withdrawn_by(transition, creator).filter(pk__gt=after).order_by("pk")
    entries = list(chosen[: most + 1])
    if not entries:
        return Restored(0, None)
    last = entries[most - 1].pk if len(entries) > most else None
    came = put_back(by, entries[:most])
    if came:
        rows = [[entry.restores_id, entry.pk] for entry in came]
        audit.record(by, "entries.restored", transition, None, {"entries": rows})
    return Restored(len(came), last)
