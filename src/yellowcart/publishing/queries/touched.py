"""How much of what hangs changes between two instants, or between two states of the terms."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Sum

from yellowcart.publishing.decided import decide
from yellowcart.publishing.models import Entry, Status
from yellowcart.terms import Table, Verdict


class Touched(NamedTuple):
    """Of one partner, surface and kind: what hangs and is granted before, and is not after.

    `after` is the verdict after: "deny" for what loses its grant, "allow" for what gains one.
    """

    partner: str
    surface: str
    kind: str
    after: Verdict
    entries: int
    gmv_30d_fen: int


def touched(before: Table, before_at: datetime, after: Table, after_at: datetime) -> list[Touched]:
    """The hung entries whose verdict is another after than before, with their 30-day GMV.

    Each class of entries is decided once. In the order of partner, surface and kind.
    """
    classes = (
        Entry.objects.filter(status=Status.HUNG)
        .values_list(
            "cart__surface__code", "cart__creator__group", "marketplace", "kind", "category"
        )
        .order_by()
        .annotate(entries=Count("pk"), gmv=Sum("gmv_30d_fen"))
    )
    sums: dict[tuple[str, str, str, Verdict], tuple[int, int]] = {}
    for surface, group, marketplace, kind, category, entries, gmv in classes:
        was = decide(before, surface, group, marketplace, kind, category, before_at)
        becomes = decide(after, surface, group, marketplace, kind, category, after_at)
        if was.verdict is not becomes.verdict:
            key = becomes.partner or "", surface, kind, becomes.verdict
            count, fen = sums.get(key, (0, 0))
            sums[key] = count + entries, fen + int(gmv)
    return [Touched(*key, *sums[key]) for key in sorted(sums)]
