"""Putting back what a transition withdrew, where a renewal signed late grants it again."""

from django.db import transaction

from yellowcart.cutover.models import Transition
from yellowcart.cutover.queries.restorable import withdrawn_by
from yellowcart.parties import audit
from yellowcart.parties.models import Creator, Person
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.actions.restore import put_back

AT_ONCE = 200


def restore(*, by: Person, transition: Transition, creator: Creator | None = None) -> int:
    """Puts back all that can be, or one creator's; answers how many entries that were.

    In batches, each whole or not at all: broken off, it is done again for the rest. What it
    leaves out, and why, `queries.restorable` says before and after.
    """
    require(by, Verb.PREPARE_CUTOVER)
    count, last = 0, 0
    while True:
        chosen = withdrawn_by(transition, creator).filter(pk__gt=last).order_by("pk")[:AT_ONCE]
        entries = list(chosen)
        if not entries:
            return count
        last = entries[-1].pk
        with transaction.atomic():
            came = put_back(by, entries)
            if came:
                rows = [[entry.restores_id, entry.pk] for entry in came]
                audit.record(by, "entries.restored", transition, None, {"entries": rows})
        count += len(came)
