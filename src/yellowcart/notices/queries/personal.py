"""A recipient's own page: which of their entries go, from which carts, and what those earned."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from yellowcart.kit.errors import BadInput
from yellowcart.notices.models import Message, Recipient
from yellowcart.parties.models import Organisation
from yellowcart.publishing.falls import Falls
from yellowcart.publishing.models import Entry
from yellowcart.terms import Hung, Table

MOST_AT_ONCE = 1000


class Going(NamedTuple):
    """An entry that goes, and what becomes of it: "withdraw", "session" or "keep"."""

    entry: int
    title: str
    cart: str
    cart_title: str
    creator: str
    surface: str
    marketplace: str
    kind: str
    gmv_30d_fen: int
    commission_30d_fen: int
    becomes: Hung
    until: datetime | None
    """When it comes down: at the instant; None: at the session's end, or, kept, never."""


class Total(NamedTuple):
    """Of entries together: how many, and what they earned in thirty days, in fen."""

    entries: int = 0
    gmv_30d_fen: int = 0
    commission_30d_fen: int = 0

    def plus(self, other: "Total") -> "Total":
        return Total(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))


class Personal(NamedTuple):
    """One page of the recipient's entries, in the order of their carts, and the sums of all."""

    at: datetime | None
    """The instant; None: a free notice, of which nothing goes."""
    entries: tuple[Going, ...]
    total: Total
    by_what_becomes: dict[Hung, Total]


def personal(of: Message | Recipient, table: Table, limit: int = 100, offset: int = 0) -> Personal:
    """What a notice means for one recipient, as `table` has it now.

    A creator sees their own entries, a merchant those of the accounts that are its own, a
    provider those of the creators it looks after; the platform's people have none.
    """
    if not 0 < limit <= MOST_AT_ONCE or offset < 0:
        raise BadInput(
            "no such page", field="limit", value=limit, expected=f"1 to {MOST_AT_ONCE} entries"
        )
    recipient = of.recipient if isinstance(of, Message) else of
    notice = recipient.notice
    if notice.at is None:
        return Personal(None, (), Total(), {})
    falls = Falls(table, notice.at, notice.source)
    own = falls.entries().filter(own_entries(recipient))
    sums = _sums(falls, own)
    total = Total()
    for one in sums.values():
        total = total.plus(one)
    ordered = own.order_by("cart__code", "position", "pk")[offset : offset + limit]
    return Personal(notice.at, tuple(_page(falls, ordered)), total, sums)


def own_entries(recipient: Recipient) -> Q:
    """Which entries are a recipient's own: the one place that says so."""
    if recipient.creator_id is not None:
        return Q(cart__creator=recipient.creator_id)
    organisation = recipient.organisation
    if organisation is None:
        return Q(pk__in=())
    if organisation.kind == Organisation.Kind.MERCHANT:
        return Q(cart__creator__merchant=organisation)
    if organisation.kind == Organisation.Kind.PROVIDER:
        return Q(cart__creator__provider=organisation)
    return Q(pk__in=())


def _page(falls: Falls, entries: QuerySet[Entry]) -> Iterator[Going]:
    rows = entries.values_list(
        "pk", "title", "cart__code", "cart__title", "cart__creator__code", "surface__code",
        "marketplace", "kind", "gmv_30d_fen", "commission_30d_fen",
        "category", "cart__creator__group", "session", "session__ended_at", "product", "text",
    )  # fmt: skip
    for row in rows:
        surface, marketplace, kind, category, group = row[5], row[6], row[7], row[10], row[11]
        on_air = row[12] is not None and row[13] is None
        becomes = becomes_of(falls, surface, marketplace, kind, category, group, on_air)
        yield Going(
            row[0], row[1] or row[14] or row[15][:80], *row[2:10], becomes,
            falls.at if becomes is Hung.WITHDRAW else None,
        )  # fmt: skip


def _sums(falls: Falls, own: QuerySet[Entry]) -> dict[Hung, Total]:
    """By what becomes of them. Each class of entries is decided once, however many there are."""
    classes = (
        own.order_by()
        .annotate(on_air=Q(session__isnull=False, session__ended_at=None))
        .values_list(
            "surface__code", "marketplace", "kind", "category", "cart__creator__group", "on_air"
        )
        .annotate(number=Count("pk"), gmv=Sum("gmv_30d_fen"), commission=Sum("commission_30d_fen"))
    )
    found: dict[Hung, Total] = {}
    for *of, number, gmv, commission in classes:
        surface, marketplace, kind, category, group, on_air = of
        becomes = becomes_of(falls, surface, marketplace, kind, category, group, on_air)
        one = Total(number, int(gmv), int(commission))
        found[becomes] = found.get(becomes, Total()).plus(one)
    return found


def becomes_of(
    falls: Falls,
    surface: str,
    marketplace: str,
    kind: str,
    category: str,
    group: str,
    on_air: bool,
) -> Hung:
    """What the grant that ends says of what hangs; "session" is nothing to what hangs in none."""
    line = falls.of(surface, marketplace, kind, category, group)
    hung = Hung.WITHDRAW if line is None or line.hung is None else Hung(line.hung)
    return Hung.WITHDRAW if hung is Hung.SESSION and not on_air else hung
