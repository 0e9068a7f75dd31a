"""What every request to the API goes through: its number, its key, its rate, and problems."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from itertools import count
from secrets import token_hex

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from yellowcart.api import problems
from yellowcart.api.held_keys import callers
from yellowcart.api.idempotency import once
from yellowcart.api.keys import Caller
from yellowcart.api.problems import Refusal, problem_of
from yellowcart.kit.errors import YellowcartError
from yellowcart.parties.models import Person

HERE = "/api/v1/"
OPEN = ("/api/v1/openapi.json", "/api/v1/docs")
"""What everybody may read: how the API is to be used."""
READING = ("GET", "HEAD", "OPTIONS")
SCOPE_OF = {True: "read", False: "write"}
Answer = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger(__name__)
encode = msgspec.json.Encoder().encode
run, requests = token_hex(6), count(1)


class ApiRequest(HttpRequest):
    """A request to the API, which a person's key let in."""

    person: Person


def front(get_response: Answer) -> Answer:
    """Django's pages pass by; the API's addresses are let in by their keys alone."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(HERE):
            return get_response(request)
        headers = {"X-Request-ID": f"{run}-{next(requests):x}"}
        try:
            response = _answered(request, get_response, headers)
        except YellowcartError as error:
            response = problem_response(error)
        except DatabaseError as error:
            response = no_database(request, error)
        if response.status_code >= 400 and not _is_problem(response):
            response = _as_problem(response)
        for name, value in headers.items():
            response.headers[name] = value
        return response

    return answer


def no_database(request: HttpRequest, error: Exception) -> HttpResponse:
    """503, with one line in the log: there may be hundreds of them at once."""
    log.warning("%s %s: %s", request.method, request.path_info, str(error).splitlines()[:1])
    if not connection.in_atomic_block:  # else whoever began the transaction ends it
        connection.close()
    return problem_response(Refusal(503, "database-unavailable", "the database does not answer"))


def _answered(request: HttpRequest, get_response: Answer, headers: dict[str, str]) -> HttpResponse:
    if request.path_info.rstrip("/") in OPEN:
        return get_response(request)
    reads = request.method in READING
    authorization = request.headers.get("Authorization")
    shown = None if authorization is None else authorization.encode("utf-8", "replace")
    caller = callers.caller_at_once(shown, SCOPE_OF[reads])
    _spend(caller, headers)
    person = Person.objects.select_related("creator", "organisation").get(pk=caller.person)
    request.person = person  # type: ignore[attr-defined]
    key = request.headers.get("Idempotency-Key")
    if reads or key is None:
        return get_response(request)
    try:
        return once(key, person.pk, request, get_response)
    except RequestDataTooBig:
        raise Refusal(413, "body-too-large", "the body is too large") from None
    except UnreadablePostError:
        raise Refusal(400, "body-unreadable", "the body ended before its end") from None


def _spend(caller: Caller, headers: dict[str, str]) -> None:
    spent = caller.spend()
    headers["RateLimit-Limit"] = str(caller.limit)
    headers["RateLimit-Remaining"] = str(int(caller.left))
    if not spent:
        headers["Retry-After"] = str(caller.seconds_to_wait)
        raise caller.too_many()


def problem_response(error: YellowcartError) -> HttpResponse:
    """The answer that stands for an error."""
    problem = problem_of(error)
    response = HttpResponse(
        encode(problem), status=problem.status, content_type=problems.MEDIA_TYPE.decode()
    )
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _is_problem(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type") == problems.MEDIA_TYPE.decode()


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Django's own answer to an address or a method that there is not, as a problem."""
    status = HTTPStatus(response.status_code)
    code = status.phrase.lower().replace(" ", "-")
    made = problem_response(Refusal(int(status), code, status.description))
    if "Allow" in response.headers:
        made.headers["Allow"] = response.headers["Allow"]
    return made
