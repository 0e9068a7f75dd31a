"""Putting withdrawn entries back in their places, where their carts are as the sweep left them."""

from collections.abc import Sequence
from enum import StrEnum

from yellowcart.agreements.held import decided_by
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.publishing.decided import decided
from yellowcart.publishing.locks import lock_carts
from yellowcart.publishing.models import Entry
from yellowcart.publishing.rows import grant, on_air, told
from yellowcart.terms import Decision, Verdict
from yellowcart.webhooks.events import emit_many

AGAIN = ("text", "product", "title", "kind", "category", "marketplace", "form", "item_id", "url",
         "gmv_30d_fen", "commission_30d_fen")  # fmt: skip
"""What the entry that is put back has in common with the one that was withdrawn."""


class Back(StrEnum):
    """Whether a withdrawn entry can be put back."""

    BACK = "back"
    """It can, in its old place."""
    NOT_GRANTED = "not_granted"
    """Nothing grants it now."""
    CART_CHANGED = "cart_changed"
    """Somebody changed the cart since; what hangs there is theirs to say."""
    RESTORED = "restored"
    """Something hangs in its place already."""


def back(entry: Entry, decision: Decision, restored: bool) -> Back:
    """Of a withdrawn entry of which `decision` was made now."""
    arranged, ended = entry.cart.arranged_at, entry.ended_at
    if restored:
        return Back.RESTORED
    if decision.verdict is Verdict.DENY:
        return Back.NOT_GRANTED
    if arranged is not None and ended is not None and arranged > ended:
        return Back.CART_CHANGED
    return Back.BACK


def put_back(by: Person | None, withdrawn: Sequence[Entry]) -> list[Entry]:
    """Within a transaction: hangs again, in their places, those of them that can be put back.

    Their carts are held still meanwhile. What cannot be put back is left out.
    """
    carts = lock_carts({entry.cart.code for entry in withdrawn})
    table, at = decided_by(), database_now()
    restored = set(Entry.objects.filter(restores__in=withdrawn).values_list("restores", flat=True))
    sessions = {code: on_air(cart) for code, cart in carts.items()}
    came = []
    for old in withdrawn:
        old.cart = cart = carts[old.cart.code]
        decision = decided(table, cart, old.marketplace, old.kind, old.category, at)
        if back(old, decision, old.pk in restored) is not Back.BACK:
            continue
        entry = Entry(
            cart=cart, surface_id=cart.surface_id, position=old.place, restores=old,
            given_at=at, given_by=by, **{field: getattr(old, field) for field in AGAIN},
        )  # fmt: skip
        grant(entry, decision, at, sessions[cart.code])
        came.append(entry)
    Entry.objects.bulk_create(came)
    emit_many("entry.hung", ((str(entry.pk), told(entry)) for entry in came))
    return came
