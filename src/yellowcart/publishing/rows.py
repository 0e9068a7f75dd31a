"""Writing entries, and saying what they hold for the record and to those who listen."""

from datetime import datetime

from django.db.models import Max, Q

from yellowcart.kit.instant import format_instant
from yellowcart.publishing.errors import CartFull
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


def on_air(cart: Cart) -> LiveSession | None:
    return cart.sessions.filter(ended_at=None).first()


def last_place(cart: Cart) -> int:
    last: int | None = cart.entries.filter(STANDING).aggregate(last=Max("position"))["last"]
    return last or 0


def grant(entry: Entry, decision: Decision, at: datetime, session: LiveSession | None) -> None:
    """Notes what it hangs by, and the session in which it does."""
    entry.status, entry.hung_at = Status.HUNG, at
    entry.agreement, entry.version = decision.agreement or "", decision.version
    entry.clause, entry.stays = decision.clause or "", str(decision.hung or "")
    entry.session = session


def room_in(cart: Cart) -> int | None:
    """How many entries the cart has room for; None: as many as you like."""
    limits = dict(
        CartLimit.objects.filter(
            surface_id=cart.surface_id, creator_group__in={"", cart.creator.group}
        ).values_list("creator_group", "most_entries")
    )
    most = limits.get(cart.creator.group, limits.get(""))
    return None if most is None else max(0, most - cart.entries.filter(STANDING).count())


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
    return {
        "entry": entry.pk,
        "cart": cart.code,
        "creator": cart.creator.code,
        "surface": cart.surface.code,
        "kind": entry.kind,
        "marketplace": entry.marketplace or None,
        "item_id": entry.item_id or None,
        "product": entry.product or None,
        "agreement": entry.agreement or None,
        "version": entry.version,
        "clause": entry.clause or None,
        "hung_at": _text(entry.hung_at),
        "ended_at": _text(entry.ended_at),
        "why": entry.ended_why or None,
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
