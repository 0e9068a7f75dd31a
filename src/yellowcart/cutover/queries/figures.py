"""How much a transition touches, how far its sweep is, and what is overdue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum

from yellowcart.cutover.actions.sweep import Left, Look, left_of
from yellowcart.cutover.models import Standing, Step, Transition, Withdrawal
from yellowcart.publishing.falls import Falls
from yellowcart.publishing.models import Entry, LiveSession
from yellowcart.terms import Hung, Table

ANNOUNCED_BEFORE = timedelta(days=7)
"""What the law asks for; later than that, it is overdue."""
SWEPT_WITHIN = timedelta(hours=1)
PROVED_WITHIN = timedelta(days=1)
CLOSED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Figures:
    """What hangs of the classes that fall, and whom it concerns. Money is whole fen."""

    entries: int
    carts: int
    sessions: int
    """Live rooms on air in whose carts they hang."""
    creators: int
    merchants: int
    providers: int
    gmv_30d_fen: int
    commission_30d_fen: int


def figures(one: Transition, table: Table, present: datetime) -> Figures:
    """Of what hangs now."""
    entries = Falls(table, one.at, one.source, present).entries()
    return _figures(entries, Q(ended_at=None))


def figures_then(one: Transition, table: Table, at: datetime) -> Figures:
    """Of what hung at another instant; of one to come, what hangs now."""
    hung = Entry.objects.filter(Falls(table, one.at, one.source).q, hung_at__lte=at)
    entries = hung.filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return _figures(entries, Q(started_at__lte=at) & (Q(ended_at=None) | Q(ended_at__gt=at)))


def figures_withdrawn(one: Transition, at: datetime) -> Figures:
    """Of what it has withdrawn by then, restored or not."""
    taken = Entry.objects.filter(withdrawal__transition=one, withdrawal__at__lte=at)
    return _figures(taken, Q(started_at__lte=one.at) & (Q(ended_at=None) | Q(ended_at__gt=one.at)))


def _figures(entries: QuerySet[Entry], on_air: Q) -> Figures:
    counted = entries.aggregate(
        entries=Count("pk"),
        carts=Count("cart", distinct=True),
        creators=Count("cart__creator", distinct=True),
        merchants=Count("cart__creator__merchant", distinct=True),
        providers=Count("cart__creator__provider", distinct=True),
        gmv_30d_fen=Sum("gmv_30d_fen", default=0),
        commission_30d_fen=Sum("commission_30d_fen", default=0),
    )
    sessions = LiveSession.objects.filter(on_air, cart__in=entries.values("cart"))
    whole = {name: int(value) for name, value in counted.items()}
    return Figures(sessions=sessions.count(), **whole)


@dataclass(frozen=True)
class Progress:
    withdrawn: int
    restored: int
    """The same again, in its place; a replacement is none."""
    left: Left


def progress(one: Transition, table: Table, present: datetime) -> Progress:
    """How far a transition whose instant has passed is swept."""
    kept = Withdrawal.objects.filter(transition=one)
    counted = kept.aggregate(
        withdrawn=Count("pk"),
        restored=Count(
            "pk",
            filter=Q(
                entry__restored_by__text=F("entry__text"),
                entry__restored_by__product=F("entry__product"),
            ),
        ),
    )
    left = left_of(Look(one, table, present), present) if present >= one.at else Left(0, 0, 0)
    return Progress(counted["withdrawn"], counted["restored"], left)


def overdue(one: Transition, present: datetime) -> str | None:
    """Which step is late, by its own name; None: nothing is."""
    if one.standing != Standing.IN_FORCE:
        return None
    before_approval = one.step in (Step.FOUND, Step.REHEARSED, Step.ANNOUNCED)
    if before_approval and present >= one.at:
        return str(Step.APPROVED)
    closes = any(row["after"] == "deny" for row in one.changes)
    if before_approval and one.step != Step.ANNOUNCED:
        late = closes and present >= one.at - ANNOUNCED_BEFORE
        return str(Step.ANNOUNCED) if late else None
    waits = any(row.get("hung") == Hung.SESSION for row in one.changes)
    swept_by = one.at + SWEPT_WITHIN + (one.longest_wait if waits else timedelta())
    limits = {
        Step.APPROVED: (swept_by, Step.SWEPT),
        Step.SWEPT: ((one.swept_at or one.at) + PROVED_WITHIN, Step.PROVED),
        Step.PROVED: ((one.proved_at or one.at) + CLOSED_WITHIN, Step.CLOSED),
    }
    limit = limits.get(Step(one.step))
    return str(limit[1]) if limit is not None and present >= limit[0] else None
