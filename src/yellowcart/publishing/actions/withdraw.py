"""Taking entries out of their carts whose grant has ended: a batch at a time, beside publishers."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from yellowcart.publishing.falls import Lane
from yellowcart.publishing.rows import told_of
from yellowcart.webhooks.events import emit_many

Mark = tuple[str, int]
"""A category and an entry's number: how far a lane was looked through."""
FROM_THE_START: Mark = ("", 0)

# A cart that somebody is changing is passed over, and whoever changes one waits for a batch at
# the most. Readers wait for nothing. Nobody's foreign keys wait either: the carts' own do not
# change.
IN_LANE = """
SELECT e.id, e.category, e.hung_at, e.stays, e.session_id IS NOT NULL, l.ended_at,
    c.code, k.code, k."group", s.code, e.marketplace, e.kind, e.item_id, e.product,
    e.agreement, e.version, e.clause
FROM publishing_entry AS e
JOIN publishing_cart AS c ON c.id = e.cart_id
JOIN parties_creator AS k ON k.id = c.creator_id
JOIN agreements_surface AS s ON s.id = c.surface_id
LEFT JOIN publishing_livesession AS l ON l.id = e.session_id
WHERE e.status = 'hung' AND e.surface_id = %(surface)s AND e.marketplace = %(marketplace)s
    AND e.kind = %(kind)s AND (e.category, e.id) > (%(category)s, %(id)s)
    AND (e.category = ANY (%(categories)s::text[])) <> %(others)s
ORDER BY e.category, e.id
LIMIT %(most)s
"""
HELD_STILL = "FOR NO KEY UPDATE OF c, e SKIP LOCKED"
ENDED = """
UPDATE publishing_entry SET status = 'withdrawn', place = position, position = NULL,
    pinned = false, ended_at = %s, ended_why = %s WHERE id = ANY (%s::bigint[])
"""


class Candidate(NamedTuple):
    """An entry that hangs, and what a sweep has to know of it."""

    id: int
    category: str
    hung_at: datetime
    stays: str
    in_session: bool
    session_end: datetime | None
    cart: str
    creator: str
    group: str
    surface: str
    marketplace: str
    kind: str
    item_id: str
    product: str
    agreement: str
    version: int | None
    clause: str

    @property
    def mark(self) -> Mark:
        return self.category, self.id


def in_lane(lane: Lane, after: Mark, most: int, *, held: bool = True) -> list[Candidate]:
    """The next entries of a lane; `held` still, with their carts, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            IN_LANE + HELD_STILL * held,
            {
                **lane._asdict(),
                "categories": list(lane.categories),
                "category": after[0],
                "id": after[1],
                "most": most,
            },
        )
        return [Candidate._make(row) for row in cursor.fetchall()]


def withdraw(rows: Sequence[Candidate], reason: str, at: datetime) -> None:
    """Within a transaction that holds them still: entries leave their carts and keep their place.

    `reason` is of the closed list of `terms.Reason`.
    """
    with connection.cursor() as cursor:
        cursor.execute(ENDED, [at, reason, [row.id for row in rows]])
    emit_many("entry.withdrawn", [
        (str(row.id), told_of(
            row.id, row.cart, row.creator, row.surface, row.kind, row.marketplace, row.item_id,
            row.product, row.agreement, row.version, row.clause, row.hung_at, at, reason,
        ))
        for row in rows
    ])  # fmt: skip
