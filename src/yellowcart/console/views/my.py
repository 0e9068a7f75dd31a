"""The creator's own page: my carts, what hangs, what stopped and why. Phone first."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yellowcart.agreements.held import held
from yellowcart.console.frame import PageRequest
from yellowcart.console.named import Names
from yellowcart.console.views.carts import change_cart, stopped
from yellowcart.console.withdrawn import withdrawn_from
from yellowcart.parties.permission import Verb, may
from yellowcart.publishing import queries
from yellowcart.publishing.errors import UnknownCart
from yellowcart.publishing.models import Cart

P = ParamSpec("P")


def own(
    view: Callable[Concatenate[PageRequest, P], HttpResponse],
) -> Callable[Concatenate[PageRequest, P], HttpResponse]:
    """For members of creators, merchants and providers, who see what is theirs."""

    @wraps(view)
    def guarded(request: PageRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if may(request.user, Verb.READ_ALL):
            return render(request, "console/forbidden.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


@own
def my(request: PageRequest) -> HttpResponse:
    table = held.refresh()
    carts = queries.carts_of(request.user)
    return render(
        request,
        "console/my.html",
        {
            "rows": [(cart, queries.cart_page(cart.code, table)) for cart in carts],
            "names": Names(table.terms),
        },
    )


@own
def my_cart(request: PageRequest, code: str) -> HttpResponse:
    table = held.refresh()
    found = _mine(request, code)
    shown = queries.cart_page(found.code, table)
    return render(
        request,
        "console/my_cart.html",
        {
            "cart": found,
            "shown": shown,
            "stopped": stopped(table, shown),
            "withdrawn": [one for one in withdrawn_from(found, shown.at) if not one.filled],
            "waiting": found.entries.filter(status="in_review").order_by("position"),
            "refused": found.entries.filter(status="refused").order_by("-ended_at")[:10],
            "names": Names(table.terms),
            "given": request.session.pop("given", {}),
        },
    )


@require_POST
@own
def change_mine(request: PageRequest, code: str) -> HttpResponse:
    found = _mine(request, code)
    change_cart(request, found, request.user)
    return redirect("my-cart", code=code)


def _mine(request: PageRequest, code: str) -> Cart:
    try:
        return queries.the_cart(request.user, code)
    except UnknownCart:
        raise Http404 from None
