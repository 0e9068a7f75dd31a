"""One method for each address of the API, under its name there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
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
DAY = timedelta(days=1)


class Refused(YellowcartError):
    """The API refused it. `problem` says what, in which field, and what was expected."""

    code = "refused"

    def __init__(self, problem: answers.Problem) -> None:
        super().__init__(problem.detail or problem.title)
        self.problem = problem


class Client:
    """The API at `address`, with a key. Close it, or use it in a `with` block.

    Every write carries an `Idempotency-Key` of its own, so that one whose answer was lost is
    sent again without being done twice. Refused requests raise `Refused`; what the network does
    after three tries, httpx's own errors.
    """

    def __init__(
        self, address: str, key: str, *, seconds: float = 30, http: httpx.Client | None = None
    ) -> None:
        self._http = http or httpx.Client(base_url=address, timeout=seconds)
        self._authorization = {"Authorization": f"Bearer {key}"}

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def decide(
        self,
        *,
        surface: str,
        link: str | None = None,
        partner: str | None = None,
        kind: str = "goods",
        at: datetime | None = None,
        known_at: datetime | None = None,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> answers.Decided:
        """Whether a link, or a partner's links, may hang on a surface."""
        asked = {
            "link": link, "partner": partner, "surface": surface, "kind": kind, "at": at,
            "known_at": known_at, "category": category, "creator_group": creator_group,
        }  # fmt: skip
        return self._send("POST", "/decisions", answers.Decided, _given(asked))

    def decide_batch(
        self, texts: Sequence[str], *, surface: str, kind: str = "goods", at: datetime | None = None
    ) -> answers.Batch:
        """The same about up to 10,000 texts at once."""
        asked = {"texts": list(texts), "surface": surface, "kind": kind, "at": at}
        return self._send("POST", "/decisions/batch", answers.Batch, _given(asked))

    def surfaces(self) -> list[answers.Surface]:
        return self._get("/surfaces", list[answers.Surface])

    def partners(self) -> list[answers.Partner]:
        return self._get("/partners", list[answers.Partner])

    def agreements(self) -> Iterator[answers.Agreement]:
        return self._pages("/agreements", answers.Agreement)

    def agreement(self, code: str) -> answers.Agreement:
        return self._get(f"/agreements/{_in(code)}", answers.Agreement)

    def form(self) -> str:
        """Everything in force, in the TOML form."""
        return self._ask("GET", "/agreements/form").text

    def coming(
        self,
        *,
        start: datetime | None = None,
        until: datetime | None = None,
        known_at: datetime | None = None,
    ) -> list[answers.Transition]:
        """The instants at which something opens or closes."""
        asked = {"start": start, "until": until, "known_at": known_at}
        return self._get("/transitions", answers.Transitions, asked).items

    def explanation(
        self,
        *,
        surface: str,
        link: str | None = None,
        partner: str | None = None,
        kind: str = "goods",
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> answers.Explanation:
        """A decision in sentences, in Chinese and English."""
        asked = {
            "link": link, "partner": partner, "surface": surface, "kind": kind, "as_of": as_of,
            "known_at": known_at, "category": category, "creator_group": creator_group,
        }  # fmt: skip
        return self._get("/explanations", answers.Explanation, asked)

    def creators(self) -> Iterator[answers.Creator]:
        return self._pages("/creators", answers.Creator)

    def open_creator(self, *, code: str, name: str, group: str = "") -> answers.Creator:
        body = {"code": code, "name": name, "group": group}
        return self._send("POST", "/creators", answers.Creator, body)

    def carts(
        self, *, creator: str | None = None, surface: str | None = None
    ) -> Iterator[answers.Cart]:
        return self._pages("/carts", answers.Cart, {"creator": creator, "surface": surface})

    def open_cart(self, *, code: str, creator: str, surface: str, title: str = "") -> answers.Cart:
        body = {"code": code, "creator": creator, "surface": surface, "title": title}
        return self._send("POST", "/carts", answers.Cart, body)

    def cart(
        self, code: str, *, as_of: datetime | None = None, known_at: datetime | None = None
    ) -> answers.CartPage:
        asked = {"as_of": as_of, "known_at": known_at}
        return self._get(f"/carts/{_in(code)}", answers.CartPage, asked)

    def hang(
        self,
        cart: str,
        *,
        text: str = "",
        product: str = "",
        title: str = "",
        kind: str = "goods",
        category: str = "",
    ) -> answers.Entry:
        """Hangs a link or an own product; refused with the decision where nothing grants it."""
        body = {
            "text": text, "product": product, "title": title, "kind": kind, "category": category,
        }  # fmt: skip
        return self._send("POST", f"/carts/{_in(cart)}/entries", answers.Entry, body)

    def reorder(self, cart: str, entries: Sequence[int]) -> None:
        self._ask("PUT", f"/carts/{_in(cart)}/order", body={"entries": list(entries)})

    def pin(self, cart: str, entry: int | None) -> None:
        """Says which entry is being explained; None: none."""
        self._ask("PUT", f"/carts/{_in(cart)}/pin", body={"entry": entry})

    def start_session(self, cart: str) -> answers.Session:
        return self._send("POST", f"/carts/{_in(cart)}/session", answers.Session)

    def end_session(self, cart: str) -> answers.Session:
        return self._send("DELETE", f"/carts/{_in(cart)}/session", answers.Session)

    def limits(self) -> list[answers.Limit]:
        """How many entries a cart holds at most, by surface and creator group."""
        return self._get("/limits", list[answers.Limit])

    def set_limit(self, surface: str, most_entries: int | None, *, creator_group: str = "") -> None:
        """Sets, changes or (None) lifts a limit."""
        body = {"surface": surface, "creator_group": creator_group, "most_entries": most_entries}
        self._ask("PUT", "/limits", body=body)

    def load(self, rows: Sequence[Mapping[str, object]]) -> answers.Loaded:
        """Hangs many rows; the ones that may not hang come back with the reason."""
        return self._send("POST", "/entries/load", answers.Loaded, {"rows": list(rows)})

    def entry(self, key: int) -> answers.Entry:
        return self._get(f"/entries/{key}", answers.Entry)

    def take_down(self, key: int, why: str = "") -> answers.Entry:
        return self._send("POST", f"/entries/{key}/take-down", answers.Entry, {"why": why})

    def review(self) -> Iterator[answers.Entry]:
        return self._pages("/review", answers.Entry)

    def name_marketplace(self, key: int, marketplace: str, item_id: str = "") -> answers.Entry:
        body = {"marketplace": marketplace, "item_id": item_id}
        return self._send("POST", f"/review/{key}/name", answers.Entry, body)

    def refuse(self, key: int, why: str) -> answers.Entry:
        return self._send("POST", f"/review/{key}/refuse", answers.Entry, {"why": why})

    def endpoints(self) -> Iterator[answers.Endpoint]:
        return self._pages("/webhooks", answers.Endpoint)

    def add_endpoint(
        self, url: str, *, kinds: Sequence[str], description: str = ""
    ) -> answers.EndpointAdded:
        """The answer shows the secret that signs, this once."""
        body = {"url": url, "kinds": list(kinds), "description": description}
        return self._send("POST", "/webhooks", answers.EndpointAdded, body)

    def change_endpoint(
        self, key: int, url: str, *, kinds: Sequence[str], description: str = ""
    ) -> answers.Endpoint:
        body = {"url": url, "kinds": list(kinds), "description": description}
        return self._send("PUT", f"/webhooks/{key}", answers.Endpoint, body)

    def disable_endpoint(self, key: int, why: str = "") -> answers.Endpoint:
        return self._send("POST", f"/webhooks/{key}/disable", answers.Endpoint, {"why": why})

    def enable_endpoint(self, key: int) -> answers.Endpoint:
        return self._send("POST", f"/webhooks/{key}/enable", answers.Endpoint)

    def rotate_secret(self, key: int, overlap: timedelta = DAY) -> answers.EndpointAdded:
        """The answer shows the new secret, this once; the former one signs too for `overlap`."""
        body = {"overlap_seconds": int(overlap.total_seconds())}
        return self._send("POST", f"/webhooks/{key}/rotate-secret", answers.EndpointAdded, body)

    def replay(self, key: int, since: datetime, until: datetime | None = None) -> int:
        """Has an endpoint told again of what happened in `[since, until)`; answers how many."""
        body = {"since": since, "until": until}
        return self._send("POST", f"/webhooks/{key}/replay", answers.Replayed, body).events

    def replay_event(self, key: int, event: str) -> answers.Delivery:
        path = f"/webhooks/{key}/events/{_in(event)}/replay"
        return self._send("POST", path, answers.Delivery)

    def deliveries(self, key: int) -> Iterator[answers.Delivery]:
        return self._pages(f"/webhooks/{key}/deliveries", answers.Delivery)

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


def _in(code: str) -> str:
    return quote(code, safe="")


def _given(asked: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in asked.items() if value is not None}


def _query(asked: Mapping[str, object]) -> dict[str, str]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in _given(asked).items()
    }
