"""Hanging: decided at the database's clock, in the transaction that writes it."""

from django.db import transaction

from yellowcart.agreements.held import decided_by
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import require_own
from yellowcart.publishing.decided import decided
from yellowcart.publishing.errors import NotGranted
from yellowcart.publishing.given import Given
from yellowcart.publishing.locks import lock_cart
from yellowcart.publishing.models import Cart, Entry, Status
from yellowcart.publishing.rows import (
    arranged,
    grant,
    make_room,
    on_air,
    place,
    refuse_full,
    shown,
    told,
)
from yellowcart.publishing.tasks import resolve_later
from yellowcart.terms import Verdict
from yellowcart.webhooks.events import emit


@transaction.atomic
def hang(
    *,
    by: Person | None,
    cart: Cart,
    text: str = "",
    product: str = "",
    title: str = "",
    kind: str = "goods",
    category: str = "",
    instead_of: Entry | None = None,
) -> Entry:
    """Hangs a link, or a product of the platform's own: last in a cart, or at the place of the
    withdrawn entry that it stands in for.

    Refused with `NotGranted`, which says why and by which clause, where nothing grants it at
    this instant. A text in which no link is recognised waits for a review instead.
    """
    require_own(by, cart.creator_id)
    entry = Given(text, product, title, kind, category).entry()
    cart = lock_cart(cart.pk)
    table = decided_by()
    at = database_now()
    refuse_full(cart)
    place(entry, cart, at, by.pk if by else None)
    if instead_of is None:
        arranged(cart, at)
    else:  # the order stays: what else was withdrawn from the cart can still go back
        entry.restores, entry.position = instead_of, make_room(cart, instead_of)
    if not entry.marketplace:
        entry.status = Status.IN_REVIEW
        entry.save()
        audit.record(by, "entry.given", entry, None, shown(entry))
        return entry
    decision = decided(table, cart, entry.marketplace, entry.kind, entry.category, at)
    if decision.verdict is Verdict.DENY:
        raise NotGranted.by(table, decision, entry.category or None, cart.creator.group or None)
    grant(entry, decision, at, on_air(entry.cart))
    entry.save()
    resolve_later(entry)
    emit("entry.hung", str(entry.pk), told(entry))
    audit.record(by, "entry.hung", entry, None, shown(entry))
    return entry
