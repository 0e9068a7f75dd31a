"""Carts and entries as people may see them, and how they stand."""

from yellowcart.publishing.queries.cart_page import CartPage, Shown, cart_page
from yellowcart.publishing.queries.parties import (
    carts_of,
    entries_of,
    limits,
    the_cart,
    the_entry,
    waited,
    waiting,
)
from yellowcart.publishing.queries.touched import Touched, touched

__all__ = [
    "CartPage",
    "Shown",
    "Touched",
    "cart_page",
    "carts_of",
    "entries_of",
    "limits",
    "the_cart",
    "the_entry",
    "touched",
    "waited",
    "waiting",
]
