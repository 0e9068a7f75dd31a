"""The review queue: texts in which no link was recognised."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import said
from yellowcart.console.moment import moment
from yellowcart.console.named import Names
from yellowcart.kit.errors import YellowcartError
from yellowcart.parties.permission import Verb
from yellowcart.publishing import actions, queries

A_PAGE = 50


@page()
def review(request: PageRequest) -> HttpResponse:
    of = moment(request)
    rows = queries.waiting(request.user)
    if of.travelling:
        rows = queries.waited(request.user, of.at)
    return show(
        request,
        "review.html",
        said("待审核", "Review queue"),
        moment=of,
        page_of=Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        names=Names(of.table.terms),
    )


@require_POST
@page(Verb.REVIEW)
def decide(request: PageRequest, key: int) -> HttpResponse:
    """Names the marketplace, or refuses."""
    try:
        entry = queries.the_entry(request.user, key)
        if request.POST.get("do") == "name":
            actions.name_marketplace(
                by=request.user, entry=entry,
                marketplace=request.POST.get("marketplace", ""),
                item_id=request.POST.get("item_id", ""),
            )  # fmt: skip
            done(request, "已确认平台并挂出。", "Named, and hung.")
        else:
            actions.refuse(by=request.user, entry=entry, why=request.POST.get("why", ""))
            done(request, "已拒绝，达人可见理由。", "Refused; the creator reads why.")
    except YellowcartError as error:
        refused(request, error)
    return redirect("review")
