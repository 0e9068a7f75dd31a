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
        if writes and request.path_info.startswith(PAGES) and AS_OF in request.session:
            if not request.path_info.startswith(ALLOWED):
                return render(request, "console/travelling.html", status=409)
        return get_response(request)

    return answer
