"""Opening carts, hanging and taking down, sessions, and the review of what nobody recognised."""

from yellowcart.publishing.actions.arrange import pin, reorder, take_down, unpin
from yellowcart.publishing.actions.carts import (
    end_session,
    open_cart,
    set_limit,
    start_session,
)
from yellowcart.publishing.actions.hang import hang
from yellowcart.publishing.actions.load import Loaded, Refused, Row, load
from yellowcart.publishing.actions.review import name_marketplace, refuse

__all__ = [
    "Loaded",
    "Refused",
    "Row",
    "end_session",
    "hang",
    "load",
    "name_marketplace",
    "open_cart",
    "pin",
    "refuse",
    "reorder",
    "set_limit",
    "start_session",
    "take_down",
    "unpin",
]
