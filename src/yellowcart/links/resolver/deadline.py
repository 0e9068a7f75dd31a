"""The time that one walk may take, over all of its hops."""

import time

from yellowcart.links.resolver.answer import Reason, WalkEnded


class Deadline:
    """Counts down from its making. A stopwatch: it says nothing of the time of day."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def seconds_left(self) -> float:
        """Seconds left, always more than nothing: at the end it ends the walk instead."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise WalkEnded(Reason.TIMEOUT)
        return left
