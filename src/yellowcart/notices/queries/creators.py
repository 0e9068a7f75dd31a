"""What a notice means for a merchant or a provider, creator by creator."""

from typing import NamedTuple

from django.db.models import Count, Q, Sum

from yellowcart.notices.models import Recipient
from yellowcart.notices.queries.personal import Total, becomes_of, own_entries
from yellowcart.publishing.falls import Falls
from yellowcart.terms import Hung, Table


class OfCreator(NamedTuple):
    """Of one creator: what comes down, and what of the same classes stays."""

    code: str
    name: str
    goes: Total
    stays: Total


def by_creator(recipient: Recipient, table: Table) -> list[OfCreator]:
    """Each creator of the recipient's of whose entries any is concerned, as `table` has it now.

    Whoever loses the most GMV stands first.
    """
    notice = recipient.notice
    if notice.at is None:
        return []
    falls = Falls(table, notice.at, notice.source)
    classes = (
        falls.entries()
        .filter(own_entries(recipient))
        .order_by()
        .annotate(on_air=Q(session__isnull=False, session__ended_at=None))
        .values_list(
            "cart__creator__code", "cart__creator__name", "surface__code", "marketplace", "kind",
            "category", "cart__creator__group", "on_air",
        )
        .annotate(number=Count("pk"), gmv=Sum("gmv_30d_fen"), commission=Sum("commission_30d_fen"))
    )  # fmt: skip
    found: dict[str, OfCreator] = {}
    for code, name, *of, number, gmv, commission in classes:
        surface, marketplace, kind, category, group, on_air = of
        becomes = becomes_of(falls, surface, marketplace, kind, category, group, on_air)
        before = found.get(code, OfCreator(code, name, Total(), Total()))
        one = Total(number, int(gmv), int(commission))
        if becomes is Hung.KEEP:
            found[code] = before._replace(stays=before.stays.plus(one))
        else:
            found[code] = before._replace(goes=before.goes.plus(one))
    return sorted(found.values(), key=lambda one: (-one.goes.gmv_30d_fen, one.code))
