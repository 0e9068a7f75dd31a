"""The hot path: decisions over raw ASGI, without Django's middleware and without the ORM."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from itertools import count
from secrets import token_hex
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

import msgspec

from yellowcart.api import problems
from yellowcart.api.decisions import Batch, Decided, Question, decide, decide_batch
from yellowcart.api.keys import Caller, Callers
from yellowcart.api.problems import Refusal, problem_of
from yellowcart.kit.clock import now
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.terms import Table

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers: TypeAlias = list[tuple[bytes, bytes]]

ONE, MANY = "/api/v1/decisions", "/api/v1/decisions/batch"
SCOPE = "decide"
LARGEST_BODY = 32 << 20
LONGEST_KEPT = 60
"""Seconds that an answer may be kept, however long it holds: terms may become known meanwhile."""
JSON = (b"content-type", b"application/json")


class Decisions:
    """An ASGI application: `POST` and `GET` /decisions, `POST` /decisions/batch.

    `table` answers the table of what is on file now, and must cost nothing; `clock` the
    present instant.
    """

    def __init__(
        self,
        table: Callable[[], Table],
        callers: Callers,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._table, self._callers, self._clock = table, callers, clock
        self._question, self._batch = msgspec.json.Decoder(Question), msgspec.json.Decoder(Batch)
        self._encode = msgspec.json.Encoder().encode
        self._run, self._requests = token_hex(6).encode(), count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = b"%b-%x" % (self._run, next(self._requests))
        headers: Headers = [JSON, (b"x-request-id", request)]
        try:
            status, body = 200, await self._answer(scope, receive, headers)
        except YellowcartError as error:
            problem = problem_of(error)
            status, body = problem.status, self._encode(problem)
            headers[0] = (b"content-type", problems.MEDIA_TYPE)
            if status == 401:
                headers.append((b"www-authenticate", b"Bearer"))
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive, headers: Headers) -> bytes:
        path, method = scope["path"], scope["method"]
        if path not in (ONE, MANY):
            raise Refusal(404, "no-such-address", f"there is no {path}")
        if method != "POST" and not (path == ONE and method == "GET"):
            allowed = "GET, POST" if path == ONE else "POST"
            headers.append((b"allow", allowed.encode()))
            raise Refusal(405, "method-not-allowed", f"{path} takes {allowed}")
        shown = _header(scope, b"authorization")
        caller = self._callers.remembered(shown, SCOPE)
        _spend(caller or await self._callers.caller(shown, SCOPE), headers)
        table = self._table()
        if path == MANY:
            batch = _decoded(self._batch, await _body(receive))
            return self._encode(decide_batch(batch, table, self._clock()))
        if method == "POST":
            question = _decoded(self._question, await _body(receive))
            return self._encode(decide(question, table, self._clock()))
        present = self._clock()
        decided = decide(_from_query(scope["query_string"]), table, present)
        headers.append((b"cache-control", _kept(decided, present)))
        headers.append((b"vary", b"Authorization"))
        return self._encode(decided)


def _header(scope: Scope, name: bytes) -> bytes | None:
    for key, value in scope["headers"]:
        if key == name:
            return value  # type: ignore[no-any-return]
    return None


def _spend(caller: Caller, headers: Headers) -> None:
    spent = caller.spend()
    headers.append(caller.limit_header)
    headers.append((b"ratelimit-remaining", b"%d" % caller.left))
    if not spent:
        headers.append((b"retry-after", b"%d" % caller.seconds_to_wait))
        raise caller.too_many()


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise Refusal(413, "body-too-large", f"a body has at most {LARGEST_BODY:,} bytes")
    return b"".join(parts)


def _decoded(decoder: msgspec.json.Decoder[Any], body: bytes) -> Any:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise BadInput(message, field=path.rstrip("`").lstrip(".") or None) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal(400, "not-json", str(error)) from None


def _from_query(query: bytes) -> Question:
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Refusal(400, "not-utf-8", "the query is not percent-encoded UTF-8") from None
    except ValueError as error:
        raise Refusal(400, "query-too-long", str(error)) from None
    asked = dict(pairs)
    if len(asked) < len(pairs):
        raise BadInput("given twice", field=_twice([name for name, _ in pairs]))
    try:
        return msgspec.convert(asked, Question)
    except msgspec.ValidationError as error:
        raise BadInput(str(error)) from None


def _kept(decided: Decided, present: datetime) -> bytes:
    """How long an answer may be kept: never beyond `valid_until`, and a minute at most."""
    seconds = LONGEST_KEPT
    if decided.valid_until is not None:
        seconds = min(seconds, int((decided.valid_until - present).total_seconds()))
    return b"private, max-age=%d" % seconds if seconds > 0 else b"no-store"


def _twice(names: list[str]) -> str:
    return next(name for name in names if names.count(name) > 1)
