"""The embedded PostgreSQL: a server of our own in a folder of our own, out of a wheel."""

from yellowcart.site.database.account import Account, account_for, can_reach
from yellowcart.site.database.cluster import Cluster
from yellowcart.site.database.errors import DatabaseError

__all__ = ["Account", "Cluster", "DatabaseError", "account_for", "can_reach"]
