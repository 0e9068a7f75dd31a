"""The database's clock: the one clock that all processes share."""

from datetime import datetime

from django.db import connection

from yellowcart.kit.clock import ahead


def database_now() -> datetime:
    """The present instant by the database; it goes on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    at: datetime = row[0]
    return at + ahead()
