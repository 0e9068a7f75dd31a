"""Row locks, in the order in which they are taken: the cart, its entries, then the terms."""

from yellowcart.publishing.errors import UnknownCart, UnknownEntry
from yellowcart.publishing.models import Cart, Entry


def lock_cart(key: int) -> Cart:
    """Holds a cart and its entries still until the transaction ends; answers it as it is now."""
    carts = Cart.objects.select_for_update(of=("self",)).select_related("creator", "surface")
    found = carts.filter(pk=key).first()
    if found is None:
        raise UnknownCart(f"there is no cart {key}")
    return found


def lock_entry(key: int) -> Entry:
    """Holds an entry's cart still; answers the entry, with its cart, as it is now."""
    cart = Entry.objects.filter(pk=key).values_list("cart_id", flat=True).first()
    if cart is None:
        raise UnknownEntry(f"there is no entry {key}")
    held = lock_cart(cart)
    entry = Entry.objects.get(pk=key)
    entry.cart = held
    return entry


def lock_carts(codes: set[str]) -> dict[str, Cart]:
    """Holds several carts still, by code, always in the same order; unknown ones are left out."""
    carts = Cart.objects.select_for_update(of=("self",)).select_related("creator", "surface")
    return {cart.code: cart for cart in carts.filter(code__in=codes).order_by("pk")}
