"""The addresses under /api/v1, and the OpenAPI document that describes them all."""

from typing import Any

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer

from yellowcart.api.described import decisions_described, security, with_problems
from yellowcart.api.endpoints import (
    carts,
    cutovers,
    inbox,
    notices,
    parties,
    proofs,
    rehearsals,
    terms,
    webhooks,
)
from yellowcart.api.front import encode, no_database, problem_response
from yellowcart.api.problems import Refusal
from yellowcart.kit.errors import BadInput, YellowcartError


class Api(NinjaAPI):
    """With the decisions in its document, which a lean application beside Django answers."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        with_problems(schema)
        decisions_described(schema)
        security(schema)
        return schema

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name by which programs know an operation: the client's methods have the same."""
        name: str = operation.view_func.__name__
        return name


class Exactly(BaseRenderer):
    """To the microsecond: Django's own encoder would cut instants to milliseconds."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return encode(data)


api = Api(
    renderer=Exactly(),
    title="Yellowcart",
    version="1",
    urls_namespace="api",
    description="What may hang where, carts and their entries, and who is told of what happens.",
)
api.add_router("", terms.router)
api.add_router("", parties.router)
api.add_router("", carts.router)
api.add_router("/cutovers", cutovers.router)
api.add_router("", rehearsals.router)
api.add_router("", proofs.router)
api.add_router("", notices.router)
api.add_router("/inbox", inbox.router)
api.add_router("/webhooks", webhooks.router)


@api.exception_handler(YellowcartError)
def _refused(request: HttpRequest, error: YellowcartError) -> HttpResponse:
    return problem_response(error)


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    place = [str(part) for part in first["loc"] if part not in ("body", "query", "path")]
    return problem_response(BadInput(first["msg"], field=".".join(place) or None))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _gone(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database went away meanwhile, or ended the connection."""
    return no_database(request, error)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = "not-json" if error.status_code == 400 else "refused"
    return problem_response(Refusal(error.status_code, code, str(error)))


@api.exception_handler(IntegrityError)
@api.exception_handler(DataError)
def _cannot_be(request: HttpRequest, error: Exception) -> HttpResponse:
    """What no action foresaw and a constraint holds all the same: its name says what."""
    diagnosis = getattr(error.__cause__, "diag", None)
    said = getattr(diagnosis, "constraint_name", None) or "a value that no row can hold"
    return problem_response(Refusal(422, "bad-input", said.replace("_", " ")))
