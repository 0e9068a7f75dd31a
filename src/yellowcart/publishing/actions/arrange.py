"""The order of a cart, what is being explained, and taking down."""

from collections.abc import Sequence

from django.db import connection, transaction

from yellowcart.agreements.held import decided_by
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import require_own
from yellowcart.publishing.errors import NotHung, NotInCart
from yellowcart.publishing.given import written
from yellowcart.publishing.locks import lock_cart, lock_entry
from yellowcart.publishing.models import Cart, Entry, Status
from yellowcart.publishing.rows import STANDING, arranged, shown, told
from yellowcart.publishing.standing import stands
from yellowcart.webhooks.events import emit

LONGEST_WHY = 2_000
MOVED = """
UPDATE publishing_entry SET position = put.place
FROM unnest(%s::bigint[]) WITH ORDINALITY AS put (id, place)
WHERE publishing_entry.id = put.id AND publishing_entry.position <> put.place
"""


@transaction.atomic
def reorder(*, by: Person | None, cart: Cart, entries: Sequence[int]) -> None:
    """Puts a cart's entries into this order, which names each of them once."""
    require_own(by, cart.creator_id)
    cart = lock_cart(cart.pk)
    standing = cart.entries.filter(STANDING).order_by("position")
    before = list(standing.values_list("pk", flat=True))
    if sorted(before) != sorted(entries):
        raise NotInCart(f"{cart.code} holds the entries {before}; the order names {list(entries)}")
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [list(entries)])
    arranged(cart, database_now())
    audit.record(by, "cart.reordered", cart, {"entries": before}, {"entries": list(entries)})


@transaction.atomic
def pin(*, by: Person | None, entry: Entry) -> Entry:
    """Marks the entry that is being explained; whichever was before is it no longer."""
    require_own(by, entry.cart.creator_id)
    entry = lock_entry(entry.pk)
    table = decided_by()
    if entry.status != Status.HUNG or not stands(table, entry, database_now()).served:
        raise NotHung(f"the entry {entry.pk} is not served: nobody sees what is explained")
    pinned = entry.cart.entries.filter(pinned=True).first()
    if pinned != entry:
        entry.cart.entries.filter(pinned=True).update(pinned=False)
        entry.pinned = True
        entry.save(update_fields=["pinned"])
        before = {"pinned": pinned and pinned.pk}
        audit.record(by, "cart.pinned", entry.cart, before, {"pinned": entry.pk})
    return entry


@transaction.atomic
def unpin(*, by: Person | None, cart: Cart) -> None:
    """Nothing is being explained any more, if anything was."""
    require_own(by, cart.creator_id)
    cart = lock_cart(cart.pk)
    pinned = cart.entries.filter(pinned=True).first()
    if pinned is not None:
        pinned.pinned = False
        pinned.save(update_fields=["pinned"])
        audit.record(by, "cart.pinned", cart, {"pinned": pinned.pk}, {"pinned": None})


@transaction.atomic
def take_down(*, by: Person | None, entry: Entry, why: str = "") -> Entry:
    """Takes an entry out of its cart, for good."""
    require_own(by, entry.cart.creator_id)
    why = written("why", why, LONGEST_WHY)
    entry = lock_entry(entry.pk)
    if entry.ended_at is not None:
        raise NotHung(f"the entry {entry.pk} is {entry.get_status_display()} already")
    before = shown(entry)
    end(entry, by, why, Status.TAKEN_DOWN)
    arranged(entry.cart, database_now())
    emit("entry.withdrawn", str(entry.pk), told(entry))
    audit.record(by, "entry.taken_down", entry, before, shown(entry))
    return entry


def end(entry: Entry, by: Person | None, why: str, status: Status) -> None:
    """Within another write's transaction: an entry's end."""
    entry.status, entry.position, entry.pinned = status, None, False
    entry.ended_at, entry.ended_by, entry.ended_why = database_now(), by, why
    entry.save()
