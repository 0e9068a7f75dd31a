"""Who calls: the key behind a request, remembered for a moment, and how often it may call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from yellowcart.api.problems import Refusal

MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class Caller:
    """The holder of a key: what it may do, and the requests it has left.

    The rate is a bucket that fills steadily: `limit` requests a minute, at once or spread out.
    """

    key: str
    scopes: frozenset[str]
    limit: int
    left: float = field(init=False)
    filled: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.filled = float(self.limit), monotonic()

    def spend(self, requests: int = 1) -> bool:
        """Takes so many requests out of the bucket, if it holds them."""
        moment = monotonic()
        self.left = min(self.limit, self.left + (moment - self.filled) * self.limit / 60)
        self.filled = moment
        if self.left < requests:
            return False
        self.left -= requests
        return True

    @property
    def seconds_to_wait(self) -> int:
        return max(1, int((1 - self.left) * 60 / self.limit) + 1)


class Callers:
    """The callers by the secret they show.

    `find` looks a secret up where the keys are kept. What it answers is remembered for
    `remembered` seconds, so a revoked key is refused that much later at most.
    """

    def __init__(self, find: Callable[[str], Caller | None], remembered: float = 1.0) -> None:
        self._find = find
        self._remembered = remembered
        self._of: dict[bytes, tuple[float, Caller | None]] = {}
        self._buckets: dict[str, Caller] = {}

    def caller(self, authorization: bytes | None, scope: str) -> Caller:
        """The caller behind an Authorization header. Refused: none, unknown, or without scope."""
        if authorization is None:
            raise Refusal(401, "key-missing", "show an API key: Authorization: Bearer yc_…")
        known = self._of.get(authorization)
        if known is None or known[0] < monotonic():
            known = self._look_up(authorization)
        caller = known[1]
        if caller is None:
            raise Refusal(401, "key-unknown", "no such key, or one that was revoked or has expired")
        if scope not in caller.scopes:
            raise Refusal(403, "scope-missing", f"the key lacks the scope {scope}")
        return caller

    def _look_up(self, authorization: bytes) -> tuple[float, Caller | None]:
        scheme, _, secret = authorization.partition(b" ")
        found = None
        if scheme.lower() == b"bearer" and secret.isascii():
            found = self._find(secret.strip().decode())
        if found is not None:
            bucket = self._buckets.get(found.key)
            if bucket is not None and bucket.limit == found.limit:
                bucket.scopes = found.scopes
                found = bucket
            self._buckets[found.key] = found
        if len(self._of) >= MOST_REMEMBERED:
            self._of.clear()
        known = monotonic() + self._remembered, found
        self._of[authorization] = known
        return known
