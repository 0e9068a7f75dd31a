"""The only reader of the clock. Whatever an instant decides takes it as a parameter, `at`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
