"""Drafting notices, editing them, sending them, calling them off; reading and acknowledging."""

from yellowcart.notices.actions.draft import draft, draft_free, edit, redraft
from yellowcart.notices.actions.receive import acknowledge, read
from yellowcart.notices.actions.send import end, send
from yellowcart.notices.delivering import deliver

__all__ = [
    "acknowledge",
    "deliver",
    "draft",
    "draft_free",
    "edit",
    "end",
    "read",
    "redraft",
    "send",
]
