"""Refusals over HTTP: problem details (RFC 9457)."""

import msgspec

from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.publishing.errors import NotGranted

MEDIA_TYPE = b"application/problem+json"


class Problem(msgspec.Struct, omit_defaults=True):
    """What went wrong, for people (`title`, `detail`) and for programs (`code`, `field`)."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    decision: dict[str, str | int | None] | None = None
    """Of what is not granted: the answer of the terms."""
    explanation: dict[str, str] | None = None
    """And in sentences, in Chinese (`zh`) and English (`en`)."""


def as_json(problem: Problem) -> dict[str, object]:
    """A problem within another answer."""
    found: dict[str, object] = msgspec.to_builtins(problem)
    return found


class Refusal(YellowcartError):
    """A request that is refused before any rule is asked."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.answer = status, code


def problem_of(error: YellowcartError) -> Problem:
    """The problem that stands for an error."""
    if isinstance(error, Refusal):
        status, code = error.answer
        return _problem(status, code, detail=str(error))
    if isinstance(error, BadInput):
        return _problem(
            error.status,
            error.code,
            detail=str(error),
            field=error.field,
            value=None if error.value is None else str(error.value)[:200],
            expected=error.expected,
        )
    problem = _problem(error.status, error.code, detail=str(error))
    if isinstance(error, NotGranted):
        problem.decision = error.decision.to_json(error.zone)
        problem.explanation = {"zh": error.explanation.zh, "en": error.explanation.en}
    return problem


def _problem(
    status: int,
    code: str,
    *,
    detail: str,
    field: str | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Problem:
    title = code.replace("-", " ").capitalize()
    kind = f"urn:yellowcart:problem:{code}"
    return Problem(kind, title, status, detail, code, field, value, expected)
