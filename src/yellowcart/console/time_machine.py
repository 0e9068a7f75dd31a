"""While somebody looks at another instant, nothing is written: held here, for every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yellowcart.console.moment import AS_OF

READING = ("GET", "HEAD", "OPTIONS")
PAGES = ("/console/", "/my/")
ALLOWED = ("/console/time-machine/", "/console/sign-out/", "/my/sign-out/")


def time_machine(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        writes = request.method not in READING
        ours = request.path_info.startswith(PAGES) and not request.path_info.startswith(ALLOWED)
        if writes and ours and AS_OF in request.session:
            return render(request, "console/travelling.html", status=409)
        return get_response(request)

    return answer
