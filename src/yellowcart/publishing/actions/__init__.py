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
from yellowcart.publishing.actions.restore import Back, put_back
from yellowcart.publishing.actions.review import name_marketplace, refuse
from yellowcart.publishing.actions.withdraw import (
    FROM_THE_START,
    Candidate,
    Mark,
    in_lane,
    withdraw,
)

__all__ = [
    "FROM_THE_START",
    "Back",
    "Candidate",
    "Loaded",
    "Mark",
    "Refused",
    "Row",
    "end_session",
    "hang",
    "in_lane",
    "load",
    "name_marketplace",
    "open_cart",
    "pin",
    "put_back",
    "refuse",
    "reorder",
    "set_limit",
    "start_session",
    "take_down",
    "unpin",
    "withdraw",
]
