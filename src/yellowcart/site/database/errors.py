"""Why the embedded database cannot be had."""

from yellowcart.kit.errors import YellowcartError


class DatabaseError(YellowcartError):
    """The embedded database cannot be started, found or stopped."""

    code = "database-error"
    status = 503


class BinariesMissing(DatabaseError):
    code = "database-binaries-missing"


class FolderNotReachable(DatabaseError):
    """PostgreSQL does not run as root, and its account cannot come to the data folder."""

    code = "database-folder-not-reachable"


class FolderOfAnother(DatabaseError):
    code = "database-folder-of-another"


class DatabaseWillNotStart(DatabaseError):
    code = "database-will-not-start"
