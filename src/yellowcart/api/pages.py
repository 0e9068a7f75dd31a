"""Lists, a page at a time: a cursor says after which row the next page begins.

Rows that are added while somebody reads move nothing: they come at the end, or on a page that
was not read yet.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.db import models
from ninja import Query

from yellowcart.kit.errors import BadInput

Limit = Annotated[int, Query(ge=1, le=200)]
"""How many rows a page has at most."""
M = TypeVar("M", bound=models.Model)


def page(
    rows: "models.QuerySet[M]",
    cursor: str | None,
    limit: int,
    shown: Callable[[M], Any],
    *,
    newest_first: bool = False,
) -> dict[str, Any]:
    """`limit` rows after the cursor, in the order of their numbers, and where the next begin."""
    if cursor is not None:
        key = read_cursor(cursor)
        rows = rows.filter(pk__lt=key) if newest_first else rows.filter(pk__gt=key)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    kept, more = found[:limit], len(found) > limit
    return {
        "items": [shown(row) for row in kept],
        "next": cursor_after(kept[-1].pk) if more else None,
    }


def cursor_after(key: object) -> str:
    return urlsafe_b64encode(f"after {key}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int:
    try:
        word, _, key = (
            urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            .decode("ascii")
            .partition(" ")
        )
        number = int(key)
    except (NoBase64, ValueError):
        word, number = "", 0
    if word != "after" or not 0 <= number < 1 << 63:
        raise BadInput(
            "not a cursor", field="cursor", value=cursor, expected="one that a page gave"
        )
    return number
