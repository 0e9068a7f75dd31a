"""Drafting: a new agreement, the next version of one, its end, a house rule."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from yellowcart.agreements import actions, form
from yellowcart.agreements.models import (
    Agreement,
    AgreementVersion,
    HouseRuleVersion,
    Status,
)
from yellowcart.console.forms import AgreementForm, RuleForm, shown
from yellowcart.console.frame import PageRequest, done, page, show
from yellowcart.console.language import said
from yellowcart.console.moment import moment
from yellowcart.console.named import Names
from yellowcart.console.refusals import refusal
from yellowcart.kit.clock import now
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.kit.instant import parse_instant
from yellowcart.parties.permission import Verb
from yellowcart.terms import HouseRule

V = TypeVar("V", AgreementVersion, HouseRuleVersion)
SAVED = ("草稿已保存。提交前请看下面的影响。", "Saved as a draft. See below what it changes.")


@page(Verb.DRAFT_AGREEMENT)
def new_agreement(request: PageRequest) -> HttpResponse:
    """Empty, or from the one that it renews, or from one that was rejected or dropped."""
    renews, again = request.GET.get("renews", ""), request.GET.get("again", "")
    given, zone = AgreementForm(), moment(request).table.terms.zone
    if renews:
        given = AgreementForm.of(form.agreement_value(_latest(renews)), zone)
        given.code, given.renews = "", renews
        given.start, given.until = given.until, ""
    elif again:
        versions = AgreementVersion.objects.filter(agreement__code=again)
        given = AgreementForm.of(form.agreement_value(_last(versions)), zone)
    return _agreement_form(
        request,
        given,
        said("起草新协议", "Draft an agreement"),
        lambda value: (
            actions.renew(by=request.user, value=value)
            if value.renews
            else actions.draft_agreement(by=request.user, value=value)
        ),
    )


@page(Verb.DRAFT_AGREEMENT)
def amend_agreement(request: PageRequest, code: str) -> HttpResponse:
    """The next version, which replaces the one before whole."""
    zone = moment(request).table.terms.zone
    given = AgreementForm.of(form.agreement_value(_latest(code)), zone)
    return _agreement_form(
        request,
        given,
        said("修订 {code}", "Amend {code}", code=code),
        lambda value: actions.amend(by=request.user, value=value),
        code=code,
    )


@page(Verb.DRAFT_AGREEMENT)
def edit_agreement(request: PageRequest, code: str) -> HttpResponse:
    """What a draft says."""
    version = AgreementVersion.objects.filter(agreement__code=code, status=Status.DRAFT).first()
    if version is None:
        raise Http404

    def save(value: Any) -> AgreementVersion:
        actions.edit_draft(by=request.user, version=version, value=value)
        return version

    zone = moment(request).table.terms.zone
    given = AgreementForm.of(form.agreement_value(version), zone)
    title = said("修改草稿 {code}", "Edit the draft of {code}", code=code)
    return _agreement_form(request, given, title, save, code=code)


@page(Verb.DRAFT_AGREEMENT)
def end_agreement(request: PageRequest, code: str) -> HttpResponse:
    """Drafts a version that ends before the agreement's own end."""
    version, error, typed = _latest(code), "", request.POST.get("until", "")
    zone = moment(request).table.terms.zone
    if request.method == "POST":
        try:
            until = parse_instant(typed, zone)
            actions.terminate_early(by=request.user, code=code, until=until)
        except YellowcartError as refused:
            error = refusal(refused)
        else:
            done(request, *SAVED)
            return redirect("agreement", code=code)
    return show(
        request,
        "end.html",
        said("提前终止 {code}", "End {code} early", code=code),
        status=422 if error else 200,
        version=version,
        error=error,
        until=typed,
        own=shown(version.period.upper, zone),
        code=code,
    )


@page(Verb.DRAFT_AGREEMENT)
def new_rule(request: PageRequest, code: str = "") -> HttpResponse:
    """A house rule, or the next version of one."""
    given, zone = RuleForm(), moment(request).table.terms.zone
    if code:
        versions = HouseRuleVersion.objects.filter(rule__code=code).select_related("rule")
        in_force = versions.filter(status=Status.IN_FORCE)
        latest = _last(in_force if in_force.exists() else versions)
        given = RuleForm.of(form.house_rule_value(latest), zone)

    def save(value: HouseRule) -> None:
        if not code and HouseRuleVersion.objects.filter(rule__code=value.code).exists():
            raise BadInput("taken", field="code", value=value.code, expected="a new one")
        actions.draft_house_rule(by=request.user, value=value)

    return _rule_form(request, given, said("起草平台规则", "Draft a house rule"), save, code)


@page(Verb.DRAFT_AGREEMENT)
def edit_rule(request: PageRequest, code: str) -> HttpResponse:
    """What a draft of a house rule says."""
    drafts = HouseRuleVersion.objects.filter(rule__code=code, status=Status.DRAFT)
    version = _last(drafts.select_related("rule"))

    def save(value: HouseRule) -> None:
        actions.edit_draft(by=request.user, version=version, value=value)

    given = RuleForm.of(form.house_rule_value(version), moment(request).table.terms.zone)
    title = said("修改草稿 {code}", "Edit the draft of {code}", code=code)
    return _rule_form(request, given, title, save, code)


def _rule_form(
    request: PageRequest,
    given: RuleForm,
    title: str,
    save: Callable[[HouseRule], None],
    code: str,
) -> HttpResponse:
    of, error = moment(request), ""
    if request.method == "POST":
        given = RuleForm.typed(request.POST)
        given.code = code or given.code
        try:
            save(given.value(of.table.terms.zone))
        except YellowcartError as refused:
            error = refusal(refused)
        else:
            done(request, *SAVED)
            return redirect("house-rule", code=given.code)
    return show(
        request,
        "rule_form.html",
        title,
        status=422 if error else 200,
        moment=of,
        form=given,
        row=given.row,
        error=error,
        code=code,
        names=Names(of.table.terms),
        terms=of.table.terms,
    )


def _agreement_form(
    request: PageRequest,
    given: AgreementForm,
    title: str,
    save: Callable[[Any], AgreementVersion],
    code: str = "",
) -> HttpResponse:
    of = moment(request)
    error = ""
    if request.method == "POST":
        given = AgreementForm.typed(request.POST)
        given.code = code or given.code
        if "more" not in request.POST:
            try:
                version = save(given.value(now(), of.table.terms.zone))
            except YellowcartError as refused:
                error = refusal(refused)
            else:
                done(request, *SAVED)
                return redirect("agreement", code=version.agreement.code)
    return show(
        request,
        "agreement_form.html",
        title,
        status=422 if error else 200,
        moment=of,
        form=given.with_blanks(4 if "more" in request.POST else 2),
        error=error,
        code=code,
        names=Names(of.table.terms),
        terms=of.table.terms,
        agreements=Agreement.objects.order_by("code"),
    )


def _latest(code: str) -> AgreementVersion:
    versions = AgreementVersion.objects.filter(agreement__code=code, counts=True)
    found = versions.select_related("agreement", "partner").prefetch_related("clauses").first()
    if found is None:
        raise Http404
    return found


def _last(versions: "QuerySet[V]") -> V:
    found = versions.order_by("-number").first()
    if found is None:
        raise Http404
    return found
