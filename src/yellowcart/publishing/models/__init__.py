"""Carts on live rooms, short videos and product pages, and what hangs in them."""

from yellowcart.publishing.models.carts import Cart, CartLimit, LiveSession
from yellowcart.publishing.models.entries import Entry, Kind, Status

__all__ = ["Cart", "CartLimit", "Entry", "Kind", "LiveSession", "Status"]
