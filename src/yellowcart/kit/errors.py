"""Errors are facts: each has a stable code, and the status an HTTP face answers with."""

from typing import ClassVar

LONGEST_VALUE_SHOWN = 80


class YellowcartError(Exception):
    """Something Yellowcart refuses to do, and why."""

    code: ClassVar[str] = "yellowcart-error"
    status: ClassVar[int] = 500


class BadInput(YellowcartError):
    """What was handed in cannot be read or cannot be true.

    Its text is one line that names the source, the line, the field, what was found
    and what was expected, as far as they are known.
    """

    code = "bad-input"
    status = 422

    def __init__(
        self,
        message: str,
        *,
        source: object = None,
        line: int | None = None,
        field: str | None = None,
        value: object = None,
        expected: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = None if source is None else str(source)
        self.line = line
        self.field = field
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        line = None if self.line is None else f"line {self.line}"
        place = ", ".join(part for part in (self.source, line, self.field) if part)
        text = f"{place}: {self.message}" if place else self.message
        if self.value is not None:
            text += f", got {_shown(self.value)}"
        if self.expected is not None:
            text += f"; expected {self.expected}"
        return " ".join(text.split())


def _shown(value: object) -> str:
    shown = repr(value)
    if len(shown) > LONGEST_VALUE_SHOWN:
        return shown[:LONGEST_VALUE_SHOWN] + "…"
    return shown
