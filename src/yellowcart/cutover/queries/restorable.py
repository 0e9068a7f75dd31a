"""What a transition withdrew, and which of it can be put back."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from yellowcart.cutover.models import Transition
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Creator
from yellowcart.publishing.actions.restore import Back, back
from yellowcart.publishing.decided import decided
from yellowcart.publishing.models import Entry
from yellowcart.terms import Table

AT_ONCE = 2_000


class Restorable(NamedTuple):
    entry: Entry
    back: Back


def withdrawn_by(transition: Transition, creator: Creator | None = None) -> QuerySet[Entry]:
    """The entries that a transition took down, with their carts."""
    entries = Entry.objects.filter(withdrawal__transition=transition)
    if creator is not None:
        entries = entries.filter(cart__creator=creator)
    return entries.select_related("cart__creator", "cart__surface")


def restorable(
    transition: Transition, table: Table, creator: Creator | None = None
) -> Iterator[Restorable]:
    """Each of them, by creator, and whether it can be put back now."""
    at = database_now()
    found = withdrawn_by(transition, creator).select_related("restored_by")
    for entry in found.order_by("cart__creator", "cart", "place").iterator(AT_ONCE):
        yield whether_back(entry, table, at)


def whether_back(entry: Entry, table: Table, at: datetime) -> Restorable:
    """The same of one entry, with its cart and what restored it."""
    decision = decided(table, entry.cart, entry.marketplace, entry.kind, entry.category, at)
    return Restorable(entry, back(entry, decision, hasattr(entry, "restored_by")))


def counts(transition: Transition, table: Table, creator: Creator | None = None) -> dict[Back, int]:
    """How many can be put back, and how many cannot, by why."""
    return dict(Counter(one.back for one in restorable(transition, table, creator)))
