"""What every method goes through: the key, trying again, and refusals."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
import msgspec

from yellowcart.client import answers
from yellowcart.kit.errors import YellowcartError

T = TypeVar("T")
TRIES, SECONDS_BETWEEN = 3, 0.5
AGAIN = (429, 503)
"""What may be asked again: too soon, or a database that is away for a moment."""
MOST_SECONDS_WAITED = 30


class Refused(YellowcartError):
    """The API refused it. `problem` says what, in which field, and what was expected."""

    code = "refused"

    def __init__(self, problem: answers.Problem) -> None:
        super().__init__(problem.detail or problem.title)
        self.problem = problem


class Calls:
    """How the methods of every noun ask."""

    def __init__(
        self, address: str, key: str, *, seconds: float = 30, http: httpx.Client | None = None
    ) -> None:
        self._http = http or httpx.Client(base_url=address, timeout=seconds)
        self._authorization = {"Authorization": f"Bearer {key}"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def _get(self, path: str, kind: type[T], asked: Mapping[str, object] | None = None) -> T:
        return msgspec.json.decode(self._ask("GET", path, asked=asked).content, type=kind)

    def _send(
        self, method: str, path: str, kind: type[T], body: Mapping[str, object] | None = None
    ) -> T:
        return msgspec.json.decode(self._ask(method, path, body=body).content, type=kind)

    def _pages(
        self, path: str, kind: type[T], asked: Mapping[str, object] | None = None
    ) -> Iterator[T]:
        cursor: str | None = None
        page_of: Any = answers.Page
        while True:
            page = self._get(path, page_of[kind], {**(asked or {}), "cursor": cursor})
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    def _ask(
        self,
        method: str,
        path: str,
        *,
        asked: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> httpx.Response:
        headers = dict(self._authorization)
        if method != "GET":
            headers["Idempotency-Key"] = uuid4().hex
        content = None if body is None else msgspec.json.encode(body)
        if content is not None:
            headers["Content-Type"] = "application/json"
        for left in reversed(range(TRIES)):
            try:
                answer = self._http.request(
                    method, f"/api/v1{path}", params=_query(asked or {}), content=content,
                    headers=headers,
                )  # fmt: skip
            except httpx.TransportError:
                if not left:
                    raise
                time.sleep(SECONDS_BETWEEN)
                continue
            if answer.status_code not in AGAIN or not left:
                break
            time.sleep(_seconds_to_wait(answer))
        if answer.is_success:
            return answer
        raise Refused(_problem(answer))


def _seconds_to_wait(answer: httpx.Response) -> float:
    said = answer.headers.get("retry-after", "")
    return min(float(said), MOST_SECONDS_WAITED) if said.isdecimal() else SECONDS_BETWEEN


def _problem(answer: httpx.Response) -> answers.Problem:
    try:
        return msgspec.json.decode(answer.content, type=answers.Problem)
    except msgspec.MsgspecError:
        return answers.Problem("about:blank", answer.reason_phrase, answer.status_code)


def in_path(code: str) -> str:
    return quote(code, safe="")


def given(asked: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in asked.items() if value is not None}


def _query(asked: Mapping[str, object]) -> dict[str, str]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in given(asked).items()
    }
