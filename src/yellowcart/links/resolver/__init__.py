"""Follows short links, whose target cannot be told without the network.

Off by default: nothing in Yellowcart asks the network unless it is handed a `Resolver`.
docs/short-links.md tells what it guards against.
"""

from yellowcart.links.resolver.answer import Reason, Resolution
from yellowcart.links.resolver.follow import Resolver, resolved
from yellowcart.links.resolver.known import is_marketplace_host
from yellowcart.links.resolver.memory import Memory

__all__ = ["Memory", "Reason", "Resolution", "Resolver", "is_marketplace_host", "resolved"]
