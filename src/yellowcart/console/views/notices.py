"""Notices: what was said to whom, and how far it came."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse

from yellowcart.console.concerned import concerned
from yellowcart.console.frame import PageRequest, page, show
from yellowcart.console.language import said
from yellowcart.console.moment import Moment, moment
from yellowcart.console.named import Names
from yellowcart.console.notice_form import NoticeForm, distances
from yellowcart.console.notice_then import notices_then
from yellowcart.console.views.inbox import said_text, said_title
from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.cutover.queries import transitions_found
from yellowcart.notices import queries
from yellowcart.notices.audience import TOUCHED, Addressed, addressed
from yellowcart.notices.drafting import say_row
from yellowcart.notices.models import Issue, Notice, Recipient
from yellowcart.parties.models import Creator, Organisation, Role
from yellowcart.parties.permission import Verb, may
from yellowcart.publishing.falls import Falls

A_PAGE = 20
MOST_EXAMPLES = 20
NOT_ANNOUNCED = (Step.FOUND, Step.REHEARSED)


class Counted(NamedTuple):
    """How many an audience comes to, by what they are."""

    creators: int
    merchants: int
    providers: int
    people: int
    other: int

    @property
    def number(self) -> int:
        return sum(self)


class Schedule(NamedTuple):
    """When a notice has to go out; `late`: that has passed."""

    days: int
    last_at: datetime
    late: bool


@page()
def notices(request: PageRequest) -> HttpResponse:
    of = moment(request)
    found = Notice.objects.filter(drafted_at__lte=of.at).order_by("-pk")
    page_of = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    there = notices_then(list(page_of), of)
    reached = queries.reach(there, of.at)
    return show(
        request,
        "notices.html",
        said("通知", "Notices"),
        moment=of,
        page_of=page_of,
        rows=[
            (one, said_title(one), state(one, of), reached.get(one.pk), _next(one, of.at))
            for one in there
        ],
        untold=_untold(request, of),
        names=Names(of.table.terms),
    )


@page()
def notice(request: PageRequest, key: int) -> HttpResponse:
    of = moment(request)
    return shown(request, the_notice(key, of), of)


def shown(
    request: PageRequest, one: Notice, of: Moment, form: NoticeForm | None = None, error: str = ""
) -> HttpResponse:
    """The page of a notice; with what was typed, where that was refused."""
    form = form or NoticeForm.of(one)
    falls = None if one.at is None else Falls(of.table, one.at, one.source)
    reaches = addressed(one.audience, falls)
    transition = transition_of(one)
    is_draft = one.sent_at is None and one.ended_at is None
    rows = queries.counts(one, of.asked) if one.sent_at is not None else []
    return show(
        request,
        "notice.html",
        said_title(one),
        status=422 if error else 200,
        moment=of,
        notice=one,
        text=said_text(one),
        state=state(one, of),
        is_draft=is_draft,
        error=error,
        reasons=queries.agreement_of_text(one, of.table).reasons,
        counted=counted(reaches),
        examples=_examples(reaches),
        schedule=_schedule(one, of),
        issues=[(row, said_title(row.issue), _differs(row.issue, of)) for row in rows],
        transition=transition,
        sends_here=sends_here(transition),
        not_announced=None if transition is None else transition.step in NOT_ANNOUNCED,
        names=Names(of.table.terms),
        **form_context(form, one.at, of),
    )


def form_context(form: NoticeForm, at: datetime | None, of: Moment) -> dict[str, Any]:
    """What the form of a notice shows besides what was typed."""
    return {
        "form": form,
        "at": at,
        "distances": [] if at is None else distances(form.reminders, at, of.at),
        "touchables": [] if at is None else TOUCHED,
        "roles": Role.values,
    }


@page()
def preview(request: PageRequest, key: int) -> HttpResponse:
    """What one recipient reads, before anything goes out or after it."""
    of = moment(request)
    one = the_notice(key, of)
    code = request.GET.get("recipient", "").strip().replace("\0", "")
    creator = Creator.objects.filter(code=code).first()
    organisation = None if creator else Organisation.objects.filter(code=code).first()
    recipient = Recipient(notice=one, creator=creator, organisation=organisation)
    found = creator or organisation
    return show(
        request,
        "notice_preview.html",
        said_title(one),
        status=200 if found else 404,
        moment=of,
        notice=one,
        text=said_text(one),
        code=code,
        keeps=f"recipient={quote(code)}&",
        found=found,
        names=Names(of.table.terms),
        concerned=found
        and concerned(recipient, of, request.GET.get("page", ""), request.GET.get("by", "")),
    )


def the_notice(key: int, of: Moment) -> Notice:
    """As it stood then; 404 for one that was not there."""
    found = Notice.objects.filter(pk=key) if key < 1 << 63 else Notice.objects.none()
    there = notices_then(list(found.select_related("drafted_by", "sent_by", "late_by")), of)
    if not there:
        raise Http404
    return there[0]


def state(one: Notice, of: Moment) -> str:
    if one.ended_at is not None:
        return "ended"
    if one.sent_at is not None:
        return "sent"
    return "stale" if queries.agreement_of_text(one, of.table).is_stale else "draft"


def transition_of(one: Notice) -> Transition | None:
    if one.at is None:
        return None
    return Transition.objects.filter(at=one.at, source=one.source).first()


def sends_here(transition: Transition | None) -> bool:
    """A transition's first notice goes out from its own page, as one of its steps."""
    return transition is None or transition.step not in NOT_ANNOUNCED


def counted(reaches: Addressed) -> Counted:
    of_kind = Organisation.objects.filter(pk__in=reaches.organisations)
    kinds = list(of_kind.values_list("kind", flat=True))
    merchants = kinds.count(Organisation.Kind.MERCHANT)
    providers = kinds.count(Organisation.Kind.PROVIDER)
    return Counted(
        len(reaches.creators), merchants, providers, len(reaches.people),
        len(kinds) - merchants - providers,
    )  # fmt: skip


def _examples(reaches: Addressed) -> list[Creator | Organisation]:
    """Whose page may be looked at first."""
    organisations = Organisation.objects.filter(pk__in=reaches.organisations).order_by("code")
    creators = Creator.objects.filter(pk__in=reaches.creators).order_by("code")
    return [*organisations[:MOST_EXAMPLES], *creators[:MOST_EXAMPLES]]


def _schedule(one: Notice, of: Moment) -> Schedule | None:
    kept = queries.period(one, of.table)
    return None if kept is None else Schedule(kept.days, kept.last_at, kept.last_at < of.at)


def _next(one: Notice, at: datetime) -> Issue | None:
    """The reminder that comes out next."""
    if one.sent_at is None or one.ended_at is not None:
        return None
    reminders = one.issues.filter(kind=Issue.Kind.REMINDER, due_at__gt=at, dropped_at=None)
    return reminders.order_by("due_at").first()


def _differs(issue: Issue, of: Moment) -> dict[str, list[Any]]:
    rows = issue.differs or {}
    return {when: [say_row(row, of.table.terms) for row in rows[when]] for when in rows}


def _untold(request: PageRequest, of: Moment) -> list[Transition]:
    """Transitions to come of which nobody has drafted a notice."""
    if of.travelling or not may(request.user, Verb.WRITE_NOTICE):
        return []
    coming = transitions_found(request.user).filter(at__gt=of.at, standing=Standing.IN_FORCE)
    drafted = set(Notice.objects.filter(at__gt=of.at, ended_at=None).values_list("at", "source"))
    return [one for one in coming if (one.at, one.source) not in drafted]
