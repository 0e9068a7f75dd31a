"""Who calls: the key behind a request, remembered for a moment, and how often it may call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from yellowcart.api.problems import Refusal

MOST_REMEMBERED = 10_000
NO_KEY = 401, "key-missing", "show an API key: Authorization: Bearer yc_…"


@dataclass(slots=True)
class Caller:
    """The holder of a key: what it may do, and the requests it has left.

    The rate is a bucket that fills steadily: `limit` requests a minute, at once or spread out.
    """

    key: str
    scopes: frozenset[str]
    limit: int
    person: int = 0
    """Who acts, by number."""
    left: float = field(init=False)
    filled: float = field(init=False)
    limit_header: tuple[bytes, bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.left, self.filled = float(self.limit), monotonic()
        self.limit_header = b"ratelimit-limit", b"%d" % self.limit

    def spend(self, requests: int = 1) -> bool:
        """Takes so many requests out of the bucket, if it holds them."""
        moment, limit = monotonic(), self.limit
        left = self.left + (moment - self.filled) * limit / 60
        if left > limit:
            left = limit
        self.filled = moment
        spent = left >= requests
        self.left = left - requests if spent else left
        return spent

    def too_many(self) -> Refusal:
        return Refusal(429, "too-many-requests", f"more than {self.limit} requests a minute")

    @property
    def seconds_to_wait(self) -> int:
        return max(1, int((1 - self.left) * 60 / self.limit) + 1)


class Callers:
    """The callers by the secret they show. One for a process: both halves of the API share it.

    `find` looks a secret up where the keys are kept. What it answers is remembered for
    `remembered` seconds, so a revoked key is refused that much later at most.
    """

    def __init__(self, find: Callable[[str], Caller | None], remembered: float = 1.0) -> None:
        self._find = find
        self._remembered = remembered
        self._of: dict[bytes, tuple[float, Caller | None]] = {}
        self._buckets: dict[str, Caller] = {}
        self._asked: dict[bytes, asyncio.Task[None]] = {}

    def remembered(self, authorization: bytes | None, scope: str) -> Caller | None:
        """The caller, where the key was looked up a moment ago and may do that; else ask."""
        known = self._of.get(authorization) if authorization is not None else None
        if known is None or known[0] < monotonic():
            return None
        caller = known[1]
        return caller if caller is not None and scope in caller.scopes else None

    async def caller(self, authorization: bytes | None, scope: str) -> Caller:
        """The caller behind an Authorization header. Refused: none, unknown, or without scope.

        A key that is not remembered is looked up in a thread, once however many requests wait.
        """
        if authorization is None:
            raise Refusal(*NO_KEY)
        known = self._of.get(authorization)
        if known is None or known[0] < monotonic():
            asked = self._asked.get(authorization)
            if asked is None:
                asked = asyncio.ensure_future(asyncio.to_thread(self._look_up, authorization))
                asked.add_done_callback(lambda _: self._asked.pop(authorization, None))
                self._asked[authorization] = asked
            await asyncio.shield(asked)
            known = self._of[authorization]
        return _allowed(known[1], scope)

    def caller_at_once(self, authorization: bytes | None, scope: str) -> Caller:
        """The same, in a thread that may wait."""
        if authorization is None:
            raise Refusal(*NO_KEY)
        known = self._of.get(authorization)
        if known is None or known[0] < monotonic():
            self._look_up(authorization)
            known = self._of[authorization]
        return _allowed(known[1], scope)

    def forget(self) -> None:
        """Looks every key up anew, and fills every bucket."""
        self._of.clear()
        self._buckets.clear()

    def _look_up(self, authorization: bytes) -> None:
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
        self._of[authorization] = monotonic() + self._remembered, found


def _allowed(caller: Caller | None, scope: str) -> Caller:
    if caller is None:
        raise Refusal(401, "key-unknown", "no such key, or one that was revoked or has expired")
    if scope not in caller.scopes:
        raise Refusal(403, "scope-missing", f"the key lacks the scope {scope}")
    return caller
