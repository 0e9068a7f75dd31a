"""Realistic inventories out of nothing but a seed, for benches, rehearsals and tests."""

from yellowcart.sweep.generate.inventory import generate_inventory
from yellowcart.sweep.generate.texts import generate_labelled, generate_texts

__all__ = ["generate_inventory", "generate_labelled", "generate_texts"]
