"""What a transition withdrew, and which of it can be put back."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from yellowcart.cutover.models import Transition
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Creator
from yellowcart.publishing.actions.restore import Back, back
from yellowcart.publishing.decided import decide, decided
from yellowcart.publishing.models import Entry
from yellowcart.terms import Table, Verdict

AT_ONCE = 2_000
CLASS = ("cart__surface__code", "cart__creator__group", "marketplace", "kind", "category")
"""What the terms look at: entries alike in these are decided alike."""


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
    found = withdrawn_by(transition, creator).select_related("restored_by")
    at = database_now()
    for entry in found.order_by("cart__creator", "cart", "place").iterator(AT_ONCE):
        yield whether_back(entry, table, at)


def whether_back(entry: Entry, table: Table, at: datetime) -> Restorable:
    """The same of one entry, with its cart and what restored it."""
    decision = decided(table, entry.cart, entry.marketplace, entry.kind, entry.category, at)
    return Restorable(entry, back(entry, decision, hasattr(entry, "restored_by")))


def counts(transition: Transition, table: Table, creator: Creator | None = None) -> dict[Back, int]:
    """How many can be put back, and how many cannot, by why."""
    found: Counter[Back] = Counter()
    for one in _counted(withdrawn_by(transition, creator), table).values():
        found += one
    return dict(found)


def counts_by_creator(
    transition: Transition, table: Table, creators: Collection[Creator]
) -> dict[int, dict[Back, int]]:
    """The same of each of some creators, by their keys."""
    theirs = withdrawn_by(transition).filter(cart__creator__in=creators)
    return {key: dict(+one) for key, one in _counted(theirs, table).items()}


def _counted(entries: QuerySet[Entry], table: Table) -> dict[int, Counter[Back]]:
    """By creator. The database counts, and each class of entries is decided once."""
    at = database_now()
    free = Q(restored_by=None)
    changed = free & Q(cart__arranged_at__gt=F("ended_at"))
    rows = (
        entries.order_by()
        .values_list("cart__creator", *CLASS)
        .annotate(
            every=Count("pk"),
            restored=Count("pk", filter=~free),
            rearranged=Count("pk", filter=changed),
        )
    )
    found: dict[int, Counter[Back]] = {}
    for creator, surface, group, marketplace, kind, category, *numbers in rows:
        every, restored, rearranged = numbers
        one = found.setdefault(creator, Counter())
        decision = decide(table, surface, group, marketplace, kind, category, at)
        denied = decision.verdict is Verdict.DENY
        one[Back.RESTORED] += restored
        if denied:
            one[Back.NOT_GRANTED] += every - restored
        else:
            one[Back.CART_CHANGED] += rearranged
            one[Back.BACK] += every - restored - rearranged
    return found
