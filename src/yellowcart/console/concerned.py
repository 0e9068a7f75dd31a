"""What a notice means for one party: what will go, or, once its instant has passed, what went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum

from yellowcart.console.moment import Moment
from yellowcart.cutover.models import Withdrawal
from yellowcart.notices.models import Recipient
from yellowcart.notices.queries import (
    Going,
    OfCreator,
    Total,
    by_creator,
    own_entries,
    personal,
)
from yellowcart.publishing.models import Entry
from yellowcart.terms import Hung

A_PAGE = 50
CREATORS, ENTRIES = "creators", "entries"


class Line(NamedTuple):
    """An entry that goes or went."""

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
    becomes: str
    went_at: datetime | None = None
    restored: bool = False
    suggested: str = ""
    """What could hang in its place."""


@dataclass(frozen=True)
class Concerned:
    """One page of entries, or of an organisation's creators, and the sums of all."""

    at: datetime | None
    over: bool
    """The instant has passed: what is shown went."""
    by: str
    lines: Sequence[Line]
    creators: Sequence[OfCreator]
    page_of: Page[Any]
    total: Total
    on_air: Total
    """Of the total: what stays to the end of its live session."""
    stays: Total
    left: Total
    """Once it is over: what is served no more, or only to the end of a session, and was not taken
    out of its cart yet."""

    @property
    def is_empty(self) -> bool:
        return not (self.total.entries or self.stays.entries or self.left.entries)


def concerned(of: Recipient, moment: Moment, number: str, by: str) -> Concerned:
    """`by` is what an organisation's page lists; a creator's lists entries."""
    by = by if of.organisation_id is not None and by in (CREATORS, ENTRIES) else ""
    by = by or (CREATORS if of.organisation_id is not None else ENTRIES)
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
    at = of.notice.at
    if at is not None and at <= moment.at:
        return _went(of, at, moment, max(page, 1), by)
    return _goes(of, moment, max(page, 1), by)


def _goes(of: Recipient, moment: Moment, number: int, by: str) -> Concerned:
    found = personal(of, moment.table, A_PAGE, (number - 1) * A_PAGE)
    stays = found.by_what_becomes.get(Hung.KEEP, Total())
    page_of: Page[Any]
    creators: Sequence[OfCreator] = ()
    if by == CREATORS:
        page_of = Paginator(by_creator(of, moment.table), A_PAGE).get_page(number)
        creators = list(page_of)
    else:
        page_of = Paginator(range(found.total.entries), A_PAGE).get_page(number)
        if page_of.number != number:
            found = personal(of, moment.table, A_PAGE, (page_of.number - 1) * A_PAGE)
    return Concerned(
        found.at, False, by, [_going(one) for one in found.entries], creators, page_of,
        _without(found.total, stays), found.by_what_becomes.get(Hung.SESSION, Total()), stays,
        Total(),
    )  # fmt: skip


def _went(of: Recipient, at: datetime, moment: Moment, number: int, by: str) -> Concerned:
    rows = _withdrawals(of, at, moment.at)
    hanging = personal(of, moment.table, 1)
    stays = hanging.by_what_becomes.get(Hung.KEEP, Total())
    counted = rows.aggregate(**SUMS)
    total = Total(*(int(counted[name] or 0) for name in SUMS))
    page_of: Page[Any]
    creators: Sequence[OfCreator] = ()
    lines: Sequence[Line] = ()
    if by == CREATORS:
        page_of = Paginator(_of_creators(rows), A_PAGE).get_page(number)
        creators = list(page_of)
    else:
        page_of = Paginator(rows, A_PAGE).get_page(number)
        lines = [_gone(one) for one in page_of]
    return Concerned(
        at, True, by, lines, creators, page_of, total, Total(), stays,
        _without(hanging.total, stays),
    )  # fmt: skip


SUMS = {
    "entries": Count("pk"),
    "gmv": Sum("entry__gmv_30d_fen"),
    "commission": Sum("entry__commission_30d_fen"),
}


def _withdrawals(of: Recipient, at: datetime, by_then: datetime) -> "QuerySet[Withdrawal]":
    """What the notice's transition, at its instant, had taken from this party by then."""
    return (
        Withdrawal.objects.filter(
            transition__at=at, transition__source=of.notice.source, at__lte=by_then,
            entry__in=Entry.objects.filter(own_entries(of)),
        )
        .select_related("entry__cart__creator", "entry__surface", "entry__restored_by")
        .order_by("entry__cart__code", "entry__place", "pk")
    )  # fmt: skip


def _of_creators(rows: "QuerySet[Withdrawal]") -> list[OfCreator]:
    found = rows.order_by().values_list(
        "entry__cart__creator__code", "entry__cart__creator__name"
    ).annotate(**SUMS)  # fmt: skip
    of = (
        OfCreator(code, name, Total(number, int(gmv), int(commission)), Total())
        for code, name, number, gmv, commission in found
    )
    return sorted(of, key=lambda one: (-one.goes.gmv_30d_fen, one.code))


def _going(one: Going) -> Line:
    return Line(*one[:10], becomes=one.becomes)


def _gone(one: Withdrawal) -> Line:
    entry, cart = one.entry, one.entry.cart
    return Line(
        entry.pk, entry.title or entry.product or entry.text[:80], cart.code, cart.title,
        cart.creator.code, entry.surface.code, entry.marketplace, entry.kind, entry.gmv_30d_fen,
        entry.commission_30d_fen, one.hung, one.at, hasattr(entry, "restored_by"),
        one.suggested_title or one.suggested_product or one.suggested_text,
    )  # fmt: skip


def _without(total: Total, stays: Total) -> Total:
    return Total(*(ours - theirs for ours, theirs in zip(total, stays, strict=True)))
