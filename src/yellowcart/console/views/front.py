"""The front page: what is in force, what changes next, and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse

from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion
from yellowcart.console.frame import PageRequest, page, show
from yellowcart.console.language import said
from yellowcart.console.moment import Moment, moment
from yellowcart.console.named import Names
from yellowcart.console.then import OPEN, as_of
from yellowcart.console.views.cutovers import Line, lines
from yellowcart.cutover.models import Transition
from yellowcart.cutover.queries import transitions_found
from yellowcart.parties.models import AuditRecord
from yellowcart.publishing.queries import Touched, touched, waited, waiting
from yellowcart.terms import Change, Decision, Verdict, transitions

KINDS = ("goods", "services")
MICROSECOND = timedelta(microseconds=1)
MOST_COMING, MOST_RECENT, MOST_NEAREST = 5, 8, 3


@dataclass(frozen=True)
class Square:
    """What a partner's links may do on a surface: goods and services, alike or not."""

    goods: Decision
    services: Decision

    @property
    def alike(self) -> bool:
        return self.goods[:2] == self.services[:2]

    @property
    def until(self) -> datetime | None:
        ends = [one.valid_until for one in (self.goods, self.services) if one.valid_until]
        return min(ends, default=None)


@dataclass(frozen=True)
class Coming:
    at: datetime
    changes: tuple[Change, ...]
    touched: list[Touched]
    known: list[Transition]
    """What was found of it: one of the agreements, one of the house rules, or both."""

    @property
    def entries(self) -> int:
        return sum(one.entries for one in self.touched if one.after is Verdict.DENY)

    @property
    def restored(self) -> int:
        """What hangs without a grant and has one again."""
        return sum(one.entries for one in self.touched if one.after is Verdict.ALLOW)

    @property
    def gmv(self) -> int:
        return sum(one.gmv_30d_fen for one in self.touched if one.after is Verdict.DENY)


@page()
def front(request: PageRequest) -> HttpResponse:
    of = moment(request)
    terms = of.table.terms
    known = lines(transitions_found(request.user).exclude(step="closed"), of)
    return show(
        request,
        "front.html",
        said("总览", "Overview"),
        moment=of,
        names=Names(terms),
        surfaces=terms.surfaces,
        rows=[(partner, _squares(of, partner.code)) for partner in terms.partners],
        coming=_coming(of, known),
        overdue=[one for one in known if one.late],
        nearest=_nearest(known),
        open=_open(of),
        in_review=(waited(request.user, of.at) if of.travelling else waiting(request.user)).count(),
        recent=_recent(of),
    )


def _squares(of: Moment, partner: str) -> list[Square]:
    return [
        Square(*(of.table.decide(partner, surface.code, kind, of.at) for kind in KINDS))
        for surface in of.table.terms.surfaces
    ]


def _coming(of: Moment, known: list[Line]) -> list[Coming]:
    found = [one for one in transitions(of.table, of.at) if one.at > of.at][:MOST_COMING]
    return [
        Coming(
            one.at, one.changes, touched(of.table, one.at - MICROSECOND, of.table, one.at),
            [line.one for line in known if line.one.at == one.at],
        )
        for one in found
    ]  # fmt: skip


def _nearest(known: list[Line]) -> list[Line]:
    """Those on their way, nothing of which is late; what has passed and is not closed first."""
    open_ones = (line for line in known if line.one.standing != "gone" and not line.late)
    return list(open_ones)[:MOST_NEAREST]


def _open(of: Moment) -> list[Any]:
    """Drafts, and what waits for its decision; at another instant, what did then."""
    waits = Q(status__in=OPEN)
    if of.travelling:
        waits |= Q(decided_at__gt=of.at)
    versions = AgreementVersion.objects.filter(waits).order_by("-drafted_at")
    rules = HouseRuleVersion.objects.filter(waits).order_by("-drafted_at")
    there = [
        *as_of(list(versions.select_related("agreement", "partner", "drafted_by")), of),
        *as_of(list(rules.select_related("rule", "drafted_by")), of),
    ]
    return [version for version in there if version.status in OPEN]


def _recent(of: Moment) -> list[AuditRecord]:
    records = AuditRecord.objects.select_related("by").order_by("-number")
    return list(records.filter(at__lte=of.at)[:MOST_RECENT])
