"""Setting the time machine, and coming back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, page, refused
from yellowcart.console.moment import come_back, travel
from yellowcart.kit.errors import YellowcartError


@require_POST
@page()
def time_machine(request: PageRequest) -> HttpResponse:
    if "back" in request.POST:
        come_back(request)
    else:
        try:
            travel(request, request.POST.get("as_of", ""), "known_then" in request.POST)
        except YellowcartError as error:
            refused(request, error)
    return redirect(_page(request))


def _page(request: PageRequest) -> str:
    """The page from which it was set: one of ours."""
    page = request.POST.get("page", "")
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith(
        "/console/"
    )
    return page if ours else "/console/"
