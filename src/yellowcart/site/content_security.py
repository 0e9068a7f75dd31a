"""Content-Security-Policy: what a page of ours may load and run. Nothing leaves the machine."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
POLICY = (
    "default-src 'self'; script-src 'self'{evaluates}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def content_security(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A view may set a stricter or another policy itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        evaluates = request.path_info.startswith(tuple(settings.PAGES_THAT_EVALUATE))
        response.headers.setdefault(
            HEADER, POLICY.format(evaluates=" 'unsafe-eval'" if evaluates else "")
        )
        return response

    return answer
