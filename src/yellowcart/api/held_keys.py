"""The callers of this process, whose keys are in the database."""

from django.db import DatabaseError, connection

from yellowcart.api.keys import Caller, Callers
from yellowcart.api.problems import Refusal
from yellowcart.parties.keys import key_holder


def _find(secret: str) -> Caller | None:
    """In a thread of the event loop's, whose connection nobody else looks after, or in Django's."""
    if connection.in_atomic_block:
        return _found(secret)
    try:
        return _found(secret)
    except DatabaseError:
        connection.close()  # the database has closed it meanwhile: another one is opened
    try:
        return _found(secret)
    except DatabaseError:
        raise Refusal(503, "database-unavailable", "the database does not answer") from None


def _found(secret: str) -> Caller | None:
    key = key_holder(secret)
    if key is None:
        return None
    return Caller(key.prefix, frozenset(key.scopes), key.requests_a_minute, key.person_id)


callers = Callers(_find)
