"""How entries stand at an instant: read from the agreements, stored nowhere."""

from datetime import datetime

from yellowcart.publishing.decided import decided
from yellowcart.publishing.models import Entry
from yellowcart.terms import Hung, HungSince, Standing, Table, standing


def stands(table: Table, entry: Entry, at: datetime) -> Standing:
    """How an entry that hangs stands at `at`."""
    cart, session = entry.cart, entry.session
    decision = decided(table, cart, entry.marketplace, entry.kind, entry.category, at)
    session_end = None if session is None else session.ended_at
    since = hung_since(entry.hung_at or at, entry.stays, session is not None, session_end)
    return standing(table, decision, since, entry.category or None, cart.creator.group or None)


def hung_since(
    at: datetime, stays: str, in_session: bool, session_end: datetime | None
) -> HungSince:
    return HungSince(at, Hung(stays) if stays else None, in_session, session_end)
