"""Keeps answers for a while, so that a link hung in a thousand carts is asked once."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from yellowcart.links.resolver.answer import Reason, Resolution

KEEP_OK = timedelta(hours=24)
KEEP_FAILED = timedelta(minutes=10)


class Memory:
    """A bounded, thread-safe store of resolutions by the link's address.

    An answer is kept for `[resolved_at, resolved_at + keep)`: a day where the link leads
    somewhere, ten minutes where it failed, unless told otherwise. Past `size` answers, the one
    that was not asked for the longest goes.
    """

    def __init__(
        self,
        size: int = 10_000,
        keep_ok: timedelta = KEEP_OK,
        keep_failed: timedelta = KEEP_FAILED,
    ) -> None:
        self._size = size
        self._keep_ok = keep_ok
        self._keep_failed = keep_failed
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Resolution] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def recall(self, url: str, at: datetime) -> Resolution | None:
        """The answer kept for an address, if it still holds at `at`."""
        with self._lock:
            answer = self._answers.get(url)
            if answer is None:
                return None
            keep = self._keep_ok if answer.reason is Reason.OK else self._keep_failed
            if at >= answer.resolved_at + keep:
                del self._answers[url]
                return None
            self._answers.move_to_end(url)
            return answer

    def keep(self, url: str, answer: Resolution) -> None:
        with self._lock:
            self._answers[url] = answer
            self._answers.move_to_end(url)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
