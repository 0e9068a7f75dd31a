"""Whose carts and entries a person may see: the one place that says it."""

from datetime import datetime

from django.db.models import F, QuerySet

from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may
from yellowcart.publishing.errors import UnknownCart, UnknownEntry
from yellowcart.publishing.models import Cart, CartLimit, Entry, Status


def limits() -> QuerySet[CartLimit]:
    """How many entries a cart holds at most: the platform's own data, nobody's in particular."""
    return CartLimit.objects.select_related("surface").order_by("surface", "creator_group")


def carts_of(person: Person) -> QuerySet[Cart]:
    """The carts that a person may see: everybody's, or one's own creator's, or none."""
    carts = Cart.objects.select_related("creator", "surface").order_by("pk")
    if may(person, Verb.READ_ALL):
        return carts
    return carts.filter(creator=person.creator_id) if person.creator_id else carts.none()


def entries_of(person: Person) -> QuerySet[Entry]:
    """The entries of those carts, ended ones too."""
    return Entry.objects.filter(cart__in=carts_of(person).order_by()).select_related(
        "cart__creator", "cart__surface", "session"
    )


def the_cart(person: Person, code: str) -> Cart:
    """Refused with `UnknownCart`, whether there is none or it is somebody else's."""
    found = None if "\0" in code else carts_of(person).filter(code=code).first()
    if found is None:
        raise UnknownCart(f"there is no cart {code}")
    return found


def the_entry(person: Person, key: int) -> Entry:
    """Refused with `UnknownEntry`, whether there is none or it is somebody else's."""
    found = entries_of(person).filter(pk=key).first() if 0 < key < 1 << 63 else None
    if found is None:
        raise UnknownEntry(f"there is no entry {key}")
    return found


def waited(person: Person, at: datetime) -> QuerySet[Entry]:
    """What waited at another instant."""
    given = entries_of(person).filter(given_at__lte=at)
    still = given.filter(status=Status.IN_REVIEW)
    hung = given.filter(hung_at__gt=at).exclude(hung_at=F("given_at"))
    refused = given.filter(hung_at=None, ended_at__gt=at)
    return (still | hung | refused).order_by("given_at", "pk")


def waiting(person: Person) -> QuerySet[Entry]:
    """The review queue as far as a person may see it, who waits longest first."""
    return entries_of(person).filter(status=Status.IN_REVIEW).order_by("given_at", "pk")
