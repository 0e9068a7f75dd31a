"""Transitions: the list, and one with all that is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from yellowcart.agreements.models import Agreement
from yellowcart.console.changed import Changed, changed, shortly
from yellowcart.console.frame import PageRequest, page, show
from yellowcart.console.language import said
from yellowcart.console.moment import Moment, moment
from yellowcart.console.named import Names
from yellowcart.console.stepping import Mark, in_the_way, marks, sentence
from yellowcart.console.templatetags.console import instant
from yellowcart.console.transition_then import as_of
from yellowcart.console.words import word
from yellowcart.cutover import actions, queries
from yellowcart.cutover.errors import UnknownTransition
from yellowcart.cutover.models import Proof, Standing, Step, Transition
from yellowcart.cutover.queries import Progress
from yellowcart.notices.models import Notice
from yellowcart.notices.queries import agreement_of_text, counts, notices_of, period
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may
from yellowcart.publishing.falls import Falls

BEFORE_APPROVAL = (Step.FOUND, Step.REHEARSED, Step.ANNOUNCED)
REHEARSABLE = (*BEFORE_APPROVAL, Step.APPROVED)
SOON = timedelta(hours=1)
MOST_COUNTED = 20_000
"""Where more hang still, how each of them stands is not asked on every look."""


@dataclass(frozen=True)
class Line:
    """A transition in the list."""

    one: Transition
    marks: list[Mark]
    sentence: str
    late: str | None
    short: list[tuple[str, str, str]]

    @property
    def source(self) -> str:
        return word("source", self.one.source)

    @property
    def following(self) -> str | None:
        """The next step; None where it comes no more, or is closed."""
        states = ("next", "late")
        if self.one.standing == Standing.GONE:
            return None
        return next((mark.step for mark in self.marks if mark.state in states), None)


def _line(one: Transition, of: Moment, names: Names) -> Line:
    return Line(
        one, marks(one, of.at), sentence(one, of.at), queries.overdue(one, of.at),
        shortly(one.changes, names),
    )  # fmt: skip


def lines(found: Iterable[Transition], of: Moment) -> list[Line]:
    """Those that were found by then, as they stood."""
    names = Names(of.table.terms)
    there = (as_of(one, of) for one in found)
    return [_line(one, of, names) for one in there if one is not None]


@page()
def cutovers(request: PageRequest) -> HttpResponse:
    of = moment(request)
    if not of.travelling:
        actions.find()
    found = lines(queries.transitions_found(request.user).order_by("at", "source"), of)
    there = [one for one in found if one.one.standing != Standing.GONE]
    done = [one for one in there if one.one.step == Step.CLOSED]
    return show(
        request,
        "cutovers.html",
        said("切换", "Cut-overs"),
        moment=of,
        open=[one for one in there if one.one.step != Step.CLOSED],
        closed=done[::-1],
        gone=[one for one in found if one.one.standing == Standing.GONE],
    )


def the_transition(person: Person, key: int) -> Transition:
    try:
        return queries.the_transition(person, key)
    except UnknownTransition:
        raise Http404 from None


@page()
def cutover(request: PageRequest, key: int) -> HttpResponse:
    of = moment(request)
    found = the_transition(request.user, key)
    one = as_of(found, of)
    title = said(
        "{at} 的切换（{source}）", "Transition of {at} ({source})",
        at=instant(found.at), source=word("source", found.source),
    )  # fmt: skip
    if one is None:
        return show(request, "cutover_unfound.html", title, moment=of, one=found)
    return show(request, "cutover.html", title, moment=of, **_about(request, one, of))


def _about(request: PageRequest, one: Transition, of: Moment) -> dict[str, Any]:
    names = Names(of.table.terms)
    before = one.step in BEFORE_APPROVAL and one.standing != Standing.GONE
    told = queries.told_in_time(one, of.table) if before and not of.travelling else None
    following = None
    if not of.travelling:
        following = queries.next_step(one, request.user, of.table, of.at)
    proofs = list(_until(one.proofs.select_related("by"), of))
    rehearsals = one.rehearsals.select_related("asked_by").filter(asked_at__lte=of.at)
    prepares = may(request.user, Verb.PREPARE_CUTOVER) and not of.travelling
    asked = list(rehearsals.order_by("-asked_at", "-pk").defer("report", "withdrawals"))
    running = any(each.done_at is None for each in asked)
    swept = _progress(one, of)
    notices = _notices(one, of)
    return {
        "one": one,
        "line": _line(one, of, names),
        "changes": changed(one.changes, names),
        "figures": _figures(one, of),
        "withdrawn": queries.figures_withdrawn(one, of.at) if swept.withdrawn else None,
        "next": following,
        "in_the_way": in_the_way(one, following, told),
        "editable": before and not of.travelling,
        "told": told,
        "told_share": share(one.told_ppm),
        "wait_hours": hours(one.longest_wait),
        "would_change": _would_change(one, of, names),
        "differs": _sides(one.differs, names) if one.differs else None,
        "rehearsals": asked,
        "notices": notices,
        "late": any(each.late for each in notices),
        "may_rehearse": prepares
        and one.step in REHEARSABLE
        and bool(asked)
        and not running
        and one.standing != Standing.GONE,
        "may_prove": prepares and one.step in (Step.SWEPT, Step.PROVED),
        "progress": swept,
        "proofs": proofs[::-1],
        "watched": not of.travelling and (running or _is_moving(one, of)),
        "names": names,
    }


def _until(proofs: QuerySet[Proof], of: Moment) -> QuerySet[Proof]:
    return proofs.filter(at__lte=of.at) if of.travelling else proofs


def _is_moving(one: Transition, of: Moment) -> bool:
    """Whether the sweep goes on by itself, or soon does."""
    return one.step == Step.APPROVED and of.at >= one.at - SOON


def _figures(one: Transition, of: Moment) -> queries.Figures:
    if of.travelling:
        return queries.figures_then(one, of.table, of.at)
    return queries.figures(one, of.table, of.at)


@dataclass(frozen=True)
class Swept:
    """How far the sweep is; without `left`, too many hang to ask how each of them stands."""

    withdrawn: int
    restored: int
    hanging: int
    left: Any

    @property
    def share(self) -> int:
        """Whole percent of what was or is to be withdrawn."""
        due = self.hanging if self.left is None else self.left.due + self.left.waiting
        return self.withdrawn * 100 // max(self.withdrawn + due, 1)


def _progress(one: Transition, of: Moment) -> Swept:
    kept = one.withdrawals.filter(at__lte=of.at)
    restored = kept.filter(entry__restored_by__given_at__lte=of.at).count()
    if of.travelling or of.at < one.at or one.step not in (Step.APPROVED, Step.SWEPT, Step.PROVED):
        return Swept(kept.count(), restored, 0, None)
    hanging = Falls(of.table, one.at, one.source, of.at).entries().count()
    if hanging > MOST_COUNTED:
        return Swept(kept.count(), restored, hanging, None)
    found: Progress = queries.progress(one, of.table, of.at)
    return Swept(found.withdrawn, found.restored, hanging, found.left)


def _would_change(
    one: Transition, of: Moment, names: Names
) -> list[tuple[str, str, bool, tuple[list[Changed], list[Changed]]]]:
    """By code and number of the version that is under review, and whether it is an agreement's."""
    if of.travelling or one.standing != Standing.IN_FORCE or one.step not in BEFORE_APPROVAL:
        return []
    found = []
    for version, rows in queries.would_change(one).items():
        code, _, number = version.rpartition(" ")
        is_agreement = Agreement.objects.filter(code=code).exists()
        found.append((code, number, is_agreement, _sides(rows, names)))
    return found


def _sides(differs: dict[str, Any], names: Names) -> tuple[list[Changed], list[Changed]]:
    return changed(differs["before"], names), changed(differs["now"], names)


@dataclass(frozen=True)
class Told:
    """A notice of the transition, and how many have it."""

    notice: Notice
    state: str
    stale: tuple[Any, ...]
    late: bool
    delivered: int
    read: int
    acknowledged: int


def _notices(one: Transition, of: Moment) -> list[Told]:
    found = notices_of(one.at, one.source).filter(drafted_at__lte=of.at)
    return [_told(notice, of) for notice in found.select_related("sent_by", "drafted_by")]


def _told(notice: Notice, of: Moment) -> Told:
    sent = notice.sent_at is not None and notice.sent_at <= of.at
    ended = notice.ended_at is not None and notice.ended_at <= of.at
    state = "ended" if ended else "sent" if sent else "draft"
    stale = () if ended else agreement_of_text(notice, of.table).reasons
    span = period(notice, of.table)
    first = next(iter(counts(notice)), None) if sent else None
    delivered, read, acknowledged = first[2:5] if first is not None else (0, 0, 0)
    late = state == "draft" and span is not None and of.at > span.last_at
    return Told(notice, state, stale, late, delivered, read, acknowledged)


def share(ppm: int) -> str:
    """Parts per million as percent: 950000 is "95"."""
    whole, rest = divmod(ppm, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".") if rest else str(whole)


def hours(span: timedelta) -> int:
    return span // timedelta(hours=1)
