"""The one type for spans of time."""

from dataclasses import dataclass
from datetime import datetime

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import as_utc


class EmptyPeriod(BadInput):
    """A period that ends at its start or before."""

    code = "empty-period"


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span, `[start, until)`: it holds its first instant and not its last.

    `until` of None is open-ended. Both ends are aware and are kept in UTC, exact to the
    microsecond, so periods that meet share one instant and overlap in none.
    """

    start: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        start, until = self.start, self.until  # as given: so an error shows them
        object.__setattr__(self, "start", as_utc(start))
        if until is None:
            return
        object.__setattr__(self, "until", as_utc(until))
        if as_utc(until) <= as_utc(start):
            raise EmptyPeriod(
                "the period ends at its start or before",
                value=until.isoformat(),
                expected=f"an instant after {start.isoformat()}",
            )

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.until is None or at < self.until)

    def overlaps(self, other: "Period") -> bool:
        return self.intersect(other) is not None

    def intersect(self, other: "Period") -> "Period | None":
        """What both hold, or None when they share no instant."""
        start = max(self.start, other.start)
        until = earlier(self.until, other.until)
        if until is not None and until <= start:
            return None
        return Period(start, until)

    def within(self, other: "Period") -> bool:
        """Whether every instant of this period is one of the other's."""
        return other.start <= self.start and earlier(self.until, other.until) == self.until


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two ends, where None is an end that never comes."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
