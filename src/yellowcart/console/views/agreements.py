"""Agreements and house rules: the list with its picture, and one with its versions."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yellowcart.agreements.actions import approve, drop, name_own_marketplace, reject, submit
from yellowcart.agreements.models import (
    Agreement,
    AgreementVersion,
    HouseRule,
    HouseRuleVersion,
    Marketplace,
    Platform,
    Status,
)
from yellowcart.agreements.queries import Preview, preview, terms_with
from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import said
from yellowcart.console.moment import Moment, moment
from yellowcart.console.named import Names
from yellowcart.console.then import OPEN, as_of
from yellowcart.console.timeline import picture
from yellowcart.kit.errors import YellowcartError
from yellowcart.parties.permission import Verb
from yellowcart.publishing.queries import Touched, touched
from yellowcart.terms import Verdict

STEPS = {"submit": submit, "approve": approve, "drop": drop}


@page()
def agreements(request: PageRequest) -> HttpResponse:
    of = moment(request)
    rows = Agreement.objects.select_related("partner").prefetch_related("versions")
    rules = HouseRule.objects.prefetch_related("versions")
    return show(
        request,
        "agreements.html",
        said("协议", "Agreements"),
        moment=of,
        picture=picture(of.table, of.at),
        rows=_rows(rows.order_by("partner__pk", "pk"), of),
        rules=_rows(rules.order_by("code"), of),
        names=Names(of.table.terms),
        marketplaces=Marketplace.objects.order_by("pk").values_list("code", flat=True),
        own=Platform.objects.values_list("marketplace", flat=True).first() or "",
    )


@require_POST
@page(Verb.DRAFT_AGREEMENT)
def own_marketplace(request: PageRequest) -> HttpResponse:
    """Names the marketplace by whose terms the platform's own products hang."""
    marketplace = request.POST.get("marketplace", "").replace("\0", "")
    try:
        name_own_marketplace(by=request.user, marketplace=marketplace)
        done(request, "已指定自营平台。", "The own marketplace is named.")
    except YellowcartError as error:
        refused(request, error)
    return redirect("agreements")


@page()
def agreement(request: PageRequest, code: str) -> HttpResponse:
    row = Agreement.objects.select_related("partner").filter(code=code).first()
    if row is None:
        raise Http404
    versions = row.versions.select_related("drafted_by", "submitted_by", "decided_by", "partner")
    return _versions(request, row, list(versions.prefetch_related("clauses").order_by("-number")))


@page()
def house_rule(request: PageRequest, code: str) -> HttpResponse:
    row = HouseRule.objects.filter(code=code).first()
    if row is None:
        raise Http404
    versions = row.versions.select_related("drafted_by", "submitted_by", "decided_by", "rule")
    return _versions(request, row, list(versions.order_by("-number")))


@require_POST
@page(Verb.DRAFT_AGREEMENT, Verb.DECIDE_AGREEMENT)
def step(request: PageRequest, kind: str, code: str, number: int) -> HttpResponse:
    """Submits, approves, rejects or drops a version."""
    version = _version(kind, code, number)
    verb = request.POST.get("step", "")
    try:
        if verb == "reject":
            objection = request.POST.get("objection", "")
            reject(by=request.user, version=version, objection=objection)
        elif verb in STEPS:
            STEPS[verb](by=request.user, version=version)
        else:
            raise Http404
    except YellowcartError as error:
        refused(request, error)
    else:
        done(request, *SAID[verb])
    return redirect("house-rule" if kind == "rule" else "agreement", code=code)


SAID = {
    "submit": ("已提交，等待另一人审批。", "Submitted. It waits for a second person."),
    "approve": ("已批准，即刻生效。", "Approved: in force from now on."),
    "reject": ("已驳回。", "Rejected."),
    "drop": ("已撤回。", "Dropped."),
}


def _version(kind: str, code: str, number: int) -> AgreementVersion | HouseRuleVersion:
    if kind == "rule":
        found: Any = HouseRuleVersion.objects.filter(rule__code=code, number=number).first()
    else:
        found = AgreementVersion.objects.filter(agreement__code=code, number=number).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


def _versions(
    request: PageRequest, row: Agreement | HouseRule, versions: list[Any]
) -> HttpResponse:
    of = moment(request)
    is_rule = isinstance(row, HouseRule)
    versions = as_of(versions, of)
    waiting = next((one for one in versions if one.status in OPEN), None)
    previewed = None
    if waiting is not None and not of.travelling:
        previewed = _preview(waiting, of)
    return show(
        request,
        "agreement.html",
        said("平台规则 {code}", "House rule {code}", code=row.code)
        if is_rule
        else said("协议 {code}", "Agreement {code}", code=row.code),
        moment=of,
        row=row,
        is_rule=is_rule,
        kind="rule" if is_rule else "agreement",
        versions=versions,
        counts=next((one for one in versions if one.status == Status.IN_FORCE), None),
        waiting=waiting,
        preview=previewed,
        names=Names(of.table.terms),
        may_decide=waiting is not None
        and request.user.pk not in (waiting.drafted_by_id, waiting.submitted_by_id),
    )


def _preview(version: AgreementVersion | HouseRuleVersion, of: Moment) -> dict[str, Any]:
    found: Preview = preview(version, of.at)
    after = terms_with(version, of.at).table()
    return {
        "findings": found.findings,
        "at_once": found.at_once,
        "carried": _sum(touched(of.table, of.at, after, of.at)),
        "coming": [(one, _sum(touched(of.table, of.at, after, one.at))) for one in found.coming],
        "no_longer": found.no_longer,
        "nothing": not (found.at_once or found.coming or found.no_longer),
    }


def _sum(found: list[Touched]) -> tuple[int, int]:
    closed = [one for one in found if one.after is Verdict.DENY]
    return sum(one.entries for one in closed), sum(one.gmv_30d_fen for one in closed)


def _rows(rows: Iterable[Agreement | HouseRule], of: Moment) -> list[dict[str, Any]]:
    """One line each: the version that counts by the moment's knowledge, and any draft."""
    lines = []
    for row in rows:
        versions: list[Any] = sorted(row.versions.all(), key=lambda one: -one.number)
        there = as_of(versions, of)
        counts = next((one for one in there if one.status == Status.IN_FORCE), None)
        waiting = next((one for one in there if one.status in OPEN), None)
        if there:
            state = _state(counts, of)
            lines.append({"row": row, "counts": counts, "waiting": waiting, "state": state})
    return lines


def _state(counts: Any, of: Moment) -> str:
    if counts is None:
        return ""
    if isinstance(counts, HouseRuleVersion):
        start, until = counts.start, counts.until
    else:
        start, until = counts.period.lower, counts.period.upper
    if start is not None and of.at < start:
        return "future"
    return "over" if until is not None and until <= of.at else "current"
