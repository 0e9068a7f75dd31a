"""Writing notices: drafting, editing, sending, calling off."""

from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yellowcart.agreements.changing import Source, changes_at
from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import said
from yellowcart.console.moment import Moment, moment
from yellowcart.console.named import Names
from yellowcart.console.notice_form import NoticeForm
from yellowcart.console.refusals import refusal
from yellowcart.console.views.notices import (
    counted,
    form_context,
    sends_here,
    shown,
    the_notice,
    transition_of,
)
from yellowcart.kit.errors import YellowcartError
from yellowcart.kit.instant import parse_instant
from yellowcart.notices import actions
from yellowcart.notices.audience import addressed
from yellowcart.notices.drafting import drafted
from yellowcart.notices.models import Notice
from yellowcart.parties.permission import Verb
from yellowcart.publishing.falls import Falls

ANNOUNCED_THERE = (
    "切换的首次通知从该切换的页面发出，作为它的通知一步。",
    "A transition's first notice goes out from its own page, as the step that announces it.",
)


class Asked(NamedTuple):
    """The transition that a new notice is to be of."""

    at: datetime
    source: str


@page(Verb.WRITE_NOTICE)
def new_notice(request: PageRequest) -> HttpResponse:
    """Of a transition, its texts drafted from what changes; or of anything else, empty."""
    of, error = moment(request), ""
    asked = _asked(request, of)
    form = _begun(asked, of)
    if request.method == "POST":
        form = NoticeForm.typed(request.POST)
        if "count" not in request.POST:
            try:
                made = _draft(request, asked, form)
            except YellowcartError as why:
                error = refusal(why)
            else:
                done(request, "草稿已保存。", "Saved as a draft.")
                return redirect("notice", key=made.pk)
    falls = None if asked is None else Falls(of.table, asked.at, asked.source)
    return show(
        request,
        "notice_new.html",
        said("起草通知", "Draft a notice"),
        status=422 if error else 200,
        moment=of,
        asked=asked,
        error=error,
        nothing_changes=falls is not None and not falls.diff.changes,
        counted=counted(addressed(form.audience, falls)),
        names=Names(of.table.terms),
        **form_context(form, asked and asked.at, of),
    )


@require_POST
@page(Verb.WRITE_NOTICE)
def change_notice(request: PageRequest, key: int) -> HttpResponse:
    """Saves what was typed, drafts anew, sends, calls off."""
    of, do = moment(request), request.POST.get("do", "")
    one = the_notice(key, of)
    if do not in ("save", "redraft", "send", "end"):
        raise Http404
    form = NoticeForm.typed(request.POST) if do == "save" else None
    try:
        _change(request, one, do, form)
    except YellowcartError as why:
        if form is not None:
            return shown(request, one, of, form, refusal(why))
        refused(request, why)
    return redirect("notice", key=key)


def _change(request: PageRequest, one: Notice, do: str, form: NoticeForm | None) -> None:
    by = request.user
    if form is not None:
        audience, reminders = form.audience, form.distances
        actions.edit(by=by, notice=one, audience=audience, reminders=reminders, **form.texts)
        done(request, "已保存。", "Saved.")
    elif do == "redraft":
        actions.redraft(by=by, notice=one)
        done(request, "已按现在的协议重新起草。", "Drafted anew from the agreements as they are.")
    elif do == "send":
        _send(request, one)
    else:
        actions.end(by=by, notice=one)
        done(
            request,
            "已取消，未发出的不再发出。",
            "Called off: nothing more of it goes out.",
        )


def _send(request: PageRequest, one: Notice) -> None:
    if not sends_here(transition_of(one)):
        messages.error(request, said(*ANNOUNCED_THERE))
        return
    actions.send(by=request.user, notice=one, late_why=request.POST.get("late_why", ""))
    done(request, "已发出，正在送达收件箱。", "Sent; it is on its way into the inboxes.")


@transaction.atomic
def _draft(request: PageRequest, asked: Asked | None, form: NoticeForm) -> Notice:
    by, audience = request.user, form.audience
    if asked is None:
        return actions.draft_free(by=by, audience=audience, **form.texts)
    made = actions.draft(
        by=by, at=asked.at, source=asked.source, audience=audience, reminders=form.distances
    )
    if any(getattr(made, name) != typed for name, typed in form.plain.items()):
        actions.edit(by=by, notice=made, **form.texts)
    return made


def _begun(asked: Asked | None, of: Moment) -> NoticeForm:
    if asked is None:
        return NoticeForm()
    form, texts = NoticeForm.usual(), drafted(changes_at(of.table, asked.at, asked.source))
    form.title_zh, form.title_en = texts.title.zh, texts.title.en
    form.text_zh, form.text_en = texts.text.zh, texts.text.en
    return form


def _asked(request: PageRequest, of: Moment) -> Asked | None:
    at, source = request.GET.get("at", ""), request.GET.get("source", "")
    if not at and not source:
        return None
    if source not in Source.values:
        raise Http404
    try:
        # A plus sign that was not escaped comes as a space.
        text = at.replace(" ", "+") if "T" in at else at
        return Asked(parse_instant(text, of.table.terms.zone), source)
    except YellowcartError:
        raise Http404 from None
