"""The only reader of the clock. Whatever an instant decides takes it as a parameter, `at`."""

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _ahead


def ahead() -> timedelta:
    """How far this process's clock is ahead of the machine's: nothing, unless it was set."""
    return _ahead


def set_ahead(by: timedelta) -> None:
    """From now on this process lives so much later, or earlier: to play an event of another year.

    Every clock that its instants are held against must be set alike.
    """
    global _ahead
    _ahead = by
