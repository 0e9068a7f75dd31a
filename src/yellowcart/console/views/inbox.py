"""What lies in somebody's inbox, in the console and on the members' own pages. Phone first."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yellowcart.console.concerned import concerned
from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import said, worded
from yellowcart.console.moment import Moment, moment
from yellowcart.console.named import Names
from yellowcart.console.views.my import own
from yellowcart.kit.errors import YellowcartError
from yellowcart.notices import actions, queries
from yellowcart.notices.drafting import say_row
from yellowcart.notices.errors import UnknownMessage
from yellowcart.notices.models import Issue, Message
from yellowcart.parties.permission import WRITING_NOTHING
from yellowcart.terms import Wording

A_PAGE = 30
Shown = Callable[..., HttpResponse]


@page()
def inbox(request: PageRequest) -> HttpResponse:
    of = moment(request)
    return show(
        request, "inbox.html", said("收件箱", "Inbox"), moment=of, opens="message",
        **_inbox(request, of),
    )  # fmt: skip


@page()
def message(request: PageRequest, key: int) -> HttpResponse:
    of = moment(request)
    found = _opened(request, key, of)
    return show(
        request, "message.html", _title(found), moment=of, acknowledges="acknowledge",
        **_message(request, found, of),
    )  # fmt: skip


@require_POST
@page()
def acknowledge(request: PageRequest, key: int) -> HttpResponse:
    return _acknowledge(request, key, "message")


@own
def my_inbox(request: PageRequest) -> HttpResponse:
    context = _inbox(request, moment(request)) | {"opens": "my-message"}
    return render(request, "console/my_inbox.html", context)


@own
def my_message(request: PageRequest, key: int) -> HttpResponse:
    of = moment(request)
    found = _opened(request, key, of)
    context = _message(request, found, of)
    around = {"title": _title(found), "moment": of, "acknowledges": "acknowledge-mine"}
    return render(request, "console/my_message.html", context | around)


@require_POST
@own
def acknowledge_mine(request: PageRequest, key: int) -> HttpResponse:
    return _acknowledge(request, key, "my-message")


def _inbox(request: PageRequest, of: Moment) -> dict[str, Any]:
    messages = queries.inbox(request.user).filter(at__lte=of.at)
    page_of = Paginator(messages, A_PAGE).get_page(request.GET.get("page"))
    return {
        "page_of": page_of,
        "rows": [(_then(one, of), _title(one)) for one in page_of],
        "kinds": Issue.Kind,
    }


def _opened(request: PageRequest, key: int, of: Moment) -> Message:
    """Opening a message marks it read; not while travelling, nor for who writes nothing."""
    try:
        found = queries.the_message(request.user, key)
    except UnknownMessage:
        raise Http404 from None
    if found.at > of.at:
        raise Http404
    leaves_receipts = not of.travelling and request.user.role not in WRITING_NOTHING
    if found.read_at is None and leaves_receipts and request.method == "GET":
        noted = actions.read(by=request.user, message=found)
        found.read_at = noted.read_at
    return _then(found, of)


def _then(found: Message, of: Moment) -> Message:
    """With the receipts that it had at the moment; not to be saved."""
    if found.read_at is not None and found.read_at > of.at:
        found.read_at = None
    if found.acknowledged_at is not None and found.acknowledged_at > of.at:
        found.acknowledged_at = None
    return found


def _message(request: PageRequest, found: Message, of: Moment) -> dict[str, Any]:
    issue, terms = found.issue, of.table.terms
    newest = found.recipient.messages.filter(at__lte=of.at).order_by("issue__number").last()
    differs = issue.differs or {}
    ended_at = issue.notice.ended_at
    return {
        "message": found,
        "issue": issue,
        "text": said_text(issue),
        "newer": None if newest is None or newest.pk == found.pk else newest,
        "called_off": ended_at is not None and ended_at <= of.at,
        "differs": {when: [say_row(row, terms) for row in rows] for when, rows in differs.items()},
        "concerned": concerned(
            found.recipient, of, request.GET.get("page", ""), request.GET.get("by", "")
        ),
        "names": Names(terms),
        "cart_view": "my-cart" if found.recipient.creator_id is not None else "",
        "leaves_receipts": not of.travelling and request.user.role not in WRITING_NOTHING,
        "at": of.at,
    }


def _acknowledge(request: PageRequest, key: int, back: str) -> HttpResponse:
    try:
        found = queries.the_message(request.user, key)
        actions.acknowledge(by=request.user, message=found)
        done(request, "已确认知悉。", "You have acknowledged it.")
    except UnknownMessage:
        raise Http404 from None
    except YellowcartError as error:
        refused(request, error)
    return redirect(back, key=key)


def _title(found: Message) -> str:
    return said_title(found.issue)


def said_title(of: Any) -> str:
    """A notice's or an issue's, in the reader's language."""
    return worded(Wording(of.title_zh, of.title_en))


def said_text(of: Any) -> str:
    return worded(Wording(of.text_zh, of.text_en))
