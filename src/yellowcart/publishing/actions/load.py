"""Loading many entries at once: the good rows hang, the others come back with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db import transaction

from yellowcart.agreements.held import decided_by
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.kit.instant import as_utc
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.decided import decided
from yellowcart.publishing.errors import CartFull, NotGranted, UnknownCart
from yellowcart.publishing.given import Given, the_own_marketplace
from yellowcart.publishing.locks import lock_carts
from yellowcart.publishing.models import Cart, Entry, Status
from yellowcart.publishing.rows import grant, last_places, rooms_in, sessions_on_air, told
from yellowcart.publishing.tasks import resolve_later
from yellowcart.terms import Verdict
from yellowcart.webhooks.events import emit_many

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cart's code, and what `Given` takes.

    `hung_at` of what hung elsewhere before it came here: it is decided as it would have been
    then, by what was known then. Without it the row hangs now.
    """

    cart: str
    text: str = ""
    product: str = ""
    title: str = ""
    kind: str = "goods"
    category: str = ""
    gmv_30d_fen: int = 0
    commission_30d_fen: int = 0
    hung_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that did not hang, by its place from 0, and the refusal that hanging it alone meets."""

    row: int
    error: YellowcartError


@dataclass(slots=True)
class Loaded:
    hung: int = 0
    in_review: int = 0
    refused: list[Refused] = field(default_factory=list)


@transaction.atomic
def load(*, by: Person | None, rows: Sequence[Row]) -> Loaded:
    """Hangs every row that may hang, in the order given; those without `hung_at` at one instant.

    Sent twice, they hang twice: it is `hang`, many times.
    """
    require(by, Verb.HANG_ANY)
    carts = lock_carts({row.cart for row in rows})
    table = decided_by()
    at = database_now()
    room, last = rooms_in(carts.values()), last_places(carts.values())
    sessions, own = sessions_on_air(carts.values()), cache(the_own_marketplace)
    loaded, entries = Loaded(), []
    for number, row in enumerate(rows):
        try:
            cart = _cart(carts, row.cart)
            given = Given(
                row.text, row.product, row.title, row.kind, row.category, row.gmv_30d_fen,
                row.commission_30d_fen,
            )  # fmt: skip
            left = room[cart.pk]
            if left == 0:
                raise CartFull(f"the cart {row.cart} holds as many entries as it may")
            entry = given.entry(own)
            entry.cart, entry.surface_id = cart, cart.surface_id
            entry.given_at, entry.given_by = at, by
            entry.position = last.get(cart.pk, 0) + 1
            if entry.marketplace:
                then = _past(row.hung_at, at)
                by_then = table if row.hung_at is None else table.terms.table(then)
                decision = decided(
                    by_then, cart, entry.marketplace, entry.kind, entry.category, then
                )
                if decision.verdict is Verdict.DENY:
                    group = cart.creator.group or None
                    raise NotGranted.by(by_then, decision, entry.category or None, group)
                grant(entry, decision, then, None if row.hung_at else sessions.get(cart.pk))
            else:
                entry.status = Status.IN_REVIEW
        except YellowcartError as error:
            loaded.refused.append(Refused(number, error))
            continue
        last[cart.pk] = entry.position
        room[cart.pk] = None if left is None else left - 1
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)
    Cart.objects.filter(pk__in={entry.cart_id for entry in entries}).update(arranged_at=at)
    hung = [entry for entry in entries if entry.status == Status.HUNG]
    loaded.hung, loaded.in_review = len(hung), len(entries) - len(hung)
    for entry in hung:
        resolve_later(entry)
    emit_many("entry.hung", ((str(entry.pk), told(entry)) for entry in hung))
    _record(by, entries)
    return loaded


def _cart(carts: dict[str, Cart], code: str) -> Cart:
    if code not in carts:
        raise UnknownCart(f"there is no cart {code}")
    return carts[code]


def _past(hung_at: datetime | None, present: datetime) -> datetime:
    if hung_at is None:
        return present
    if as_utc(hung_at) > present:
        raise BadInput(
            "in the future", field="hung_at", value=hung_at.isoformat(), expected="a past instant"
        )
    return as_utc(hung_at)


def _record(by: Person | None, entries: list[Entry]) -> None:
    """One record for each cart that entries came into: what came."""
    came: dict[Cart, list[Entry]] = {}
    for entry in entries:
        came.setdefault(entry.cart, []).append(entry)
    for cart, theirs in came.items():
        after = [[one.pk, str(one.status), one.text or one.product] for one in theirs]
        audit.record(by, "cart.loaded", cart, None, {"entries": after})
