"""Why something was refused."""

import msgspec

from yellowcart.client.answers.shared import Name
from yellowcart.client.answers.terms import Decision


class Problem(msgspec.Struct, frozen=True):
    """Why something was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    decision: Decision | None = None
    explanation: Name | None = None


class Refusal(msgspec.Struct, frozen=True):
    """A row that did not hang, by its place among the rows sent."""

    row: int
    problem: Problem
