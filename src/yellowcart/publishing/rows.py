"""Writing entries, and saying what they hold for the record and to those who listen."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Max, Q

from yellowcart.kit.instant import format_instant
from yellowcart.publishing.errors import CartFull, NotWithdrawn
from yellowcart.publishing.models import Cart, CartLimit, Entry, LiveSession, Status
from yellowcart.terms import Decision

STANDING = Q(ended_at=None)
"""What is in a cart, hung or waiting for a review."""


def place(entry: Entry, cart: Cart, at: datetime, by_id: int | None) -> None:
    """Puts a new entry last into a cart that is held still."""
    entry.cart, entry.surface_id = cart, cart.surface_id
    entry.given_at, entry.given_by_id = at, by_id
    entry.position = last_place(cart) + 1


def arranged(cart: Cart, at: datetime) -> None:
    """Notes that somebody changed what hangs in a cart, or the order."""
    cart.arranged_at = at
    cart.save(update_fields=["arranged_at"])


def make_room(cart: Cart, withdrawn: Entry) -> int:
    """The place of a withdrawn entry of the cart; whoever took it meanwhile moves one on."""
    place = withdrawn.place
    if withdrawn.cart_id != cart.pk or place is None:
        raise NotWithdrawn(f"the entry {withdrawn.pk} was not withdrawn from {cart.code}")
    if Entry.objects.filter(restores=withdrawn).exists():
        raise NotWithdrawn(f"something hangs in the place of the entry {withdrawn.pk} already")
    standing = cart.entries.filter(STANDING)
    if standing.filter(position=place).exists():
        standing.filter(position__gte=place).update(position=F("position") + 1)
    return place


def on_air(cart: Cart) -> LiveSession | None:
    return sessions_on_air([cart]).get(cart.pk)


def sessions_on_air(carts: Collection[Cart]) -> dict[int, LiveSession]:
    """By the cart's key; a room that is off air has none."""
    sessions = LiveSession.objects.filter(cart__in=carts, ended_at=None)
    return {session.cart_id: session for session in sessions}


def last_place(cart: Cart) -> int:
    return last_places([cart]).get(cart.pk, 0)


def last_places(carts: Collection[Cart]) -> dict[int, int]:
    """By the cart's key; an empty cart has none."""
    standing = Entry.objects.filter(STANDING, cart__in=carts, position__isnull=False)
    return dict(standing.values_list("cart").annotate(Max("position")))


def grant(entry: Entry, decision: Decision, at: datetime, session: LiveSession | None) -> None:
    """Notes what it hangs by, and the session in which it does."""
    entry.status, entry.hung_at = Status.HUNG, at
    entry.agreement, entry.version = decision.agreement or "", decision.version
    entry.clause, entry.stays = decision.clause or "", str(decision.hung or "")
    entry.session = session


def room_in(cart: Cart) -> int | None:
    """How many entries the cart has room for; None: as many as you like."""
    return rooms_in([cart])[cart.pk]


def rooms_in(carts: Collection[Cart]) -> dict[int, int | None]:
    """By the cart's key."""
    limits = {
        (surface, group): most
        for surface, group, most in CartLimit.objects.filter(
            surface__in={cart.surface_id for cart in carts}
        ).values_list("surface", "creator_group", "most_entries")
    }
    most_of = {
        cart.pk: limits.get(
            (cart.surface_id, cart.creator.group), limits.get((cart.surface_id, ""))
        )
        for cart in carts
    }
    limited = [key for key, most in most_of.items() if most is not None]
    standing = dict(
        Entry.objects.filter(STANDING, cart__in=limited).values_list("cart").annotate(Count("pk"))
    )
    return {
        key: None if most is None else max(0, most - standing.get(key, 0))
        for key, most in most_of.items()
    }


def refuse_full(cart: Cart) -> None:
    if room_in(cart) == 0:
        raise CartFull(f"the cart {cart.code} holds as many entries as it may")


def shown(entry: Entry) -> dict[str, object]:
    """What the record says of an entry."""
    return {
        "cart": entry.cart.code,
        "position": entry.position,
        "status": str(entry.status),
        "text": entry.text,
        "product": entry.product,
        "title": entry.title,
        "kind": entry.kind,
        "category": entry.category,
        "marketplace": entry.marketplace,
        "form": entry.form,
        "item_id": entry.item_id,
        "pinned": entry.pinned,
        "hung_at": _text(entry.hung_at),
        "agreement": entry.agreement,
        "version": entry.version,
        "clause": entry.clause,
        "ended_at": _text(entry.ended_at),
        "ended_why": entry.ended_why,
    }


def told(entry: Entry) -> dict[str, object]:
    """What an event says of an entry."""
    cart = entry.cart
    return told_of(
        entry.pk, cart.code, cart.creator.code, cart.surface.code, entry.kind, entry.marketplace,
        entry.item_id, entry.product, entry.agreement, entry.version, entry.clause, entry.hung_at,
        entry.ended_at, entry.ended_why, entry.restores_id,
    )  # fmt: skip


def told_of(
    key: int,
    cart: str,
    creator: str,
    surface: str,
    kind: str,
    marketplace: str,
    item_id: str,
    product: str,
    agreement: str,
    version: int | None,
    clause: str,
    hung_at: datetime | None,
    ended_at: datetime | None,
    why: str,
    restores: int | None = None,
) -> dict[str, object]:
    return {
        "entry": key,
        "cart": cart,
        "creator": creator,
        "surface": surface,
        "kind": kind,
        "marketplace": marketplace or None,
        "item_id": item_id or None,
        "product": product or None,
        "agreement": agreement or None,
        "version": version,
        "clause": clause or None,
        "hung_at": _text(hung_at),
        "ended_at": _text(ended_at),
        "why": why or None,
        "restores": restores,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
