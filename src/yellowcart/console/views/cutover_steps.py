"""What the buttons of a transition do: each asks one action, which says no where it must."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, done, page, refused
from yellowcart.console.views.cutovers import the_transition
from yellowcart.cutover import actions
from yellowcart.cutover.errors import NotWithdrawnByTransition
from yellowcart.cutover.models import Transition
from yellowcart.cutover.queries import withdrawn_by
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.notices.models import Notice
from yellowcart.notices.queries import notices_of
from yellowcart.parties.models import Creator
from yellowcart.parties.permission import Verb
from yellowcart.publishing.models import Entry

LONGEST_NUMBER = 9
PPM_OF_PERCENT = 10_000
IN_ONE_ANSWER = 1_000
"""Withdrawn entries: with more of them, nobody waits for the page while they are put back."""


@require_POST
@page(Verb.PREPARE_CUTOVER, Verb.APPROVE_CUTOVER)
def change(request: PageRequest, key: int) -> HttpResponse:
    one = the_transition(request.user, key)
    verb = request.POST.get("do", "")
    do = CHANGES.get(verb)
    if do is None:
        raise Http404
    try:
        do(request, one)
    except YellowcartError as error:
        refused(request, error)
    if verb in ("restore", "suggest"):
        kept = {
            name: value for name in ("creator", "page") if (value := request.POST.get(name, ""))
        }
        return redirect(f"{reverse('withdrawn', args=[key])}?{urlencode(kept)}")
    return redirect("cutover", key=key)


def _plan(request: PageRequest, one: Transition) -> None:
    actions.plan(
        by=request.user, transition=one,
        longest_wait=timedelta(hours=_whole(request, "longest_wait", "whole hours")),
        told_ppm=_percent(request, "told_ppm"),
        told_days=_whole(request, "told_days", "whole days"),
    )  # fmt: skip
    done(request, "已保存要求。", "The plan is saved.")


def _rehearse(request: PageRequest, one: Transition) -> None:
    actions.rehearse(by=request.user, transition=one)
    done(
        request,
        "已开始演练，什么也不会下架。",
        "The rehearsal is under way; nothing is taken down by it.",
    )


def _announce(request: PageRequest, one: Transition) -> None:
    late_why = request.POST.get("late_why", "").strip()
    actions.announce(
        by=request.user, transition=one, notice=_notice(request, one), late_why=late_why
    )
    done(request, "通知已发出，等待另一人批准。", "Announced. A second person approves it.")


def _approve(request: PageRequest, one: Transition) -> None:
    actions.approve(by=request.user, transition=one)
    done(
        request,
        "已批准，到时自动下架。",
        "Approved. The sweep begins by itself at the instant.",
    )


def _prove(request: PageRequest, one: Transition) -> None:
    proof = actions.prove(by=request.user, transition=one)
    if proof.hanging:
        done(
            request,
            "已清点：还有 {n} 个条目不该展示，证明不成立。",
            "Counted: of what hangs, {n} should not. This proves nothing yet.",
            n=proof.hanging,
        )
    else:
        done(request, "已证明：没有不该展示的条目。", "Proved: nothing hangs that should not.")


def _close(request: PageRequest, one: Transition) -> None:
    actions.close(by=request.user, transition=one)
    done(request, "已办结。", "Closed.")


def _restore(request: PageRequest, one: Transition) -> None:
    code = request.POST.get("creator", "").strip().replace("\0", "")
    creator = Creator.objects.filter(code=code).first() if code else None
    if code and creator is None:
        raise BadInput("no such creator", field="creator", value=code, expected="a creator's code")
    if creator is None and withdrawn_by(one).count() > IN_ONE_ANSWER:
        actions.restore_later(by=request.user, transition=one)
        done(
            request,
            "已开始恢复，在后台进行；刷新本页看进度。",
            "Restoring is under way in the background. Load this page again to see how far it is.",
        )
        return
    count = actions.restore(by=request.user, transition=one, creator=creator)
    done(
        request,
        "已恢复 {n} 个条目，都在原来的位置。",
        "Put back, each in its place: {n}.",
        n=f"{count:,}",
    )


def _suggest(request: PageRequest, one: Transition) -> None:
    posted = request.POST
    actions.suggest(
        by=request.user, entry=_entry(one, posted.get("entry", "")), text=posted.get("text", ""),
        product=posted.get("product", "").strip(), title=posted.get("title", ""),
    )  # fmt: skip
    done(request, "已推荐，达人可一键采用。", "Suggested. The creator takes it with one button.")


CHANGES: dict[str, Callable[[PageRequest, Transition], None]] = {
    "plan": _plan,
    "rehearse": _rehearse,
    "announce": _announce,
    "approve": _approve,
    "prove": _prove,
    "close": _close,
    "restore": _restore,
    "suggest": _suggest,
}


def _notice(request: PageRequest, one: Transition) -> Notice:
    key = _key(request.POST.get("notice", ""))
    found = notices_of(one.at, one.source).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _entry(one: Transition, text: str) -> Entry:
    found = withdrawn_by(one).filter(pk=_key(text)).first()
    if found is None:
        raise NotWithdrawnByTransition(f"the transition did not withdraw the entry {text[:20]}")
    return found


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _whole(request: PageRequest, field: str, expected: str) -> int:
    text = request.POST.get(field, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER):
        raise BadInput("not a number", field=field, value=text, expected=expected)
    return int(text)


def _percent(request: PageRequest, field: str) -> int:
    """Percent as parts per million."""
    text = request.POST.get(field, "").strip().removesuffix("%").strip()
    expected = "a percentage, at most four digits after the point"
    refusal = BadInput("not a number", field=field, value=text, expected=expected)
    if not text.isascii() or len(text) > LONGEST_NUMBER:
        raise refusal
    try:
        ppm = Decimal(text) * PPM_OF_PERCENT
        whole = int(ppm)
    except (InvalidOperation, ValueError, OverflowError):
        raise refusal from None
    if whole != ppm:
        raise refusal
    return whole
