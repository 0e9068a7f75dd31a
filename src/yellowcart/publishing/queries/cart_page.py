"""A cart as it is at an instant: one query, and the agreements for the rest.

Whether an entry is served is stored nowhere. It is the answer of the terms at that very instant,
so nothing has to be written, and nobody to be told, for a cart to change.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from yellowcart.kit.clock import ahead
from yellowcart.publishing.decided import decide
from yellowcart.publishing.errors import UnknownCart
from yellowcart.publishing.standing import hung_since
from yellowcart.terms import Decision, Standing, Table, Verdict, standing

PRESENT = """
SELECT c.id, c.code, c.title, c.creator_id, k.code, k.name, k."group", s.code,
    clock_timestamp(),
    (SELECT started_at FROM publishing_livesession WHERE cart_id = c.id AND ended_at IS NULL),
    e.id, e.position, e.text, e.product, e.title, e.kind, e.category, e.marketplace, e.form,
    e.item_id, e.url, e.pinned, e.hung_at, e.gmv_30d_fen, e.commission_30d_fen, e.stays,
    e.session_id, l.ended_at
FROM publishing_cart AS c
JOIN parties_creator AS k ON k.id = c.creator_id
JOIN agreements_surface AS s ON s.id = c.surface_id
LEFT JOIN publishing_entry AS e ON e.cart_id = c.id AND e.status = 'hung'
LEFT JOIN publishing_livesession AS l ON l.id = e.session_id
WHERE c.code = %s
ORDER BY e.position
"""
AT = """
SELECT c.id, c.code, c.title, c.creator_id, k.code, k.name, k."group", s.code,
    clock_timestamp(),
    (SELECT started_at FROM publishing_livesession WHERE cart_id = c.id
        AND started_at <= %(at)s AND (ended_at IS NULL OR ended_at > %(at)s)),
    e.id, e.position, e.text, e.product, e.title, e.kind, e.category, e.marketplace, e.form,
    e.item_id, e.url, false, e.hung_at, e.gmv_30d_fen, e.commission_30d_fen, e.stays,
    e.session_id, l.ended_at
FROM publishing_cart AS c
JOIN parties_creator AS k ON k.id = c.creator_id
JOIN agreements_surface AS s ON s.id = c.surface_id
LEFT JOIN publishing_entry AS e ON e.cart_id = c.id AND e.hung_at <= %(at)s
    AND (e.ended_at IS NULL OR e.ended_at > %(at)s)
LEFT JOIN publishing_livesession AS l ON l.id = e.session_id
WHERE c.code = %(code)s
ORDER BY coalesce(e.position, e.place), e.hung_at, e.id
"""


class Shown(NamedTuple):
    """One entry of a cart, with how it stands at the instant of the page."""

    id: int
    position: int | None
    text: str
    product: str
    title: str
    kind: str
    category: str
    marketplace: str
    form: str
    item_id: str
    url: str
    pinned: bool
    hung_at: datetime
    gmv_30d_fen: int
    commission_30d_fen: int
    standing: Standing


@dataclass(frozen=True)
class CartPage:
    """A cart and the entries that hang in it, in order."""

    id: int
    code: str
    title: str
    creator_id: int
    creator: str
    creator_name: str
    creator_group: str
    surface: str
    at: datetime
    on_air_since: datetime | None
    entries: tuple[Shown, ...]

    @cached_property
    def served(self) -> tuple[Shown, ...]:
        """What viewers see."""
        return tuple(entry for entry in self.entries if entry.standing.served)

    @cached_property
    def stopped(self) -> tuple[Shown, ...]:
        """What hangs and is not served, since no grant stands for it."""
        return tuple(entry for entry in self.entries if not entry.standing.served)


def cart_page(code: str, table: Table, *, at: datetime | None = None) -> CartPage:
    """The cart of that code at `at`; without it, at present by the database's clock.

    At another instant it holds what hung then, or of the future what hangs now; what was pinned
    is not kept. Refused with `UnknownCart`: whose carts a person may see, `the_cart` says.
    """
    with connection.cursor() as cursor:
        if at is None:
            cursor.execute(PRESENT, [code])
        else:
            cursor.execute(AT, {"at": at, "code": code})
        rows = cursor.fetchall()
    if not rows:
        raise UnknownCart(f"there is no cart {code}")
    key, code, title, creator_id, creator, name, group, surface, present, on_air = rows[0][:10]
    instant = present + ahead() if at is None else at
    decisions: dict[tuple[str, str, str], Decision] = {}
    entries = []
    for row in rows:
        if row[10] is None:
            continue
        kind, category, marketplace = row[15:18]
        asked = marketplace, kind, category
        decision = decisions.get(asked)
        if decision is None:
            decision = decisions[asked] = decide(
                table, surface, group, marketplace, kind, category, instant
            )
        if decision.verdict is Verdict.ALLOW:
            found = Standing(True, decision, None, decision.hung)
        else:
            since = hung_since(row[22], row[25], row[26] is not None, row[27])
            found = standing(table, decision, since, category or None, group or None)
        entries.append(Shown._make((*row[10:25], found)))
    return CartPage(
        key, code, title, creator_id, creator, name, group, surface, instant, on_air,
        tuple(entries),
    )  # fmt: skip
