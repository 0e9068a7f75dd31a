"""The question that an entry asks of the terms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.terms import Decision, Table

if TYPE_CHECKING:  # the decisions over HTTP ask the same without Django
    from yellowcart.publishing.models import Cart

NOBODYS = ""
"""A code that no partner can have: asked of a marketplace that none brings."""


def decided(
    table: Table, cart: Cart, marketplace: str, kind: str, category: str, at: datetime
) -> Decision:
    """Whether a link of that marketplace may hang in the cart at `at`."""
    return decide(table, cart.surface.code, cart.creator.group, marketplace, kind, category, at)


def decide(
    table: Table, surface: str, group: str, marketplace: str, kind: str, category: str, at: datetime
) -> Decision:
    partner = table.terms.partner_of(marketplace) if marketplace else None
    asked = NOBODYS if marketplace and partner is None else partner
    return table.decide(asked, surface, kind, at, category or None, group or None)
