"""Yellowcart: what may hang in a live room's cart, by the agreements in force."""

__version__ = "0.1.0"
