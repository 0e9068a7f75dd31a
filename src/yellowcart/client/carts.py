"""Creators, their carts, and what hangs in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from yellowcart.client import answers
from yellowcart.client.calls import Calls, in_path


class CartCalls(Calls):
    def creators(self) -> Iterator[answers.Creator]:
        return self._pages("/creators", answers.Creator)

    def open_creator(
        self,
        *,
        code: str,
        name: str,
        group: str = "",
        merchant: str | None = None,
        provider: str | None = None,
    ) -> answers.Creator:
        body = {
            "code": code, "name": name, "group": group, "merchant": merchant,
            "provider": provider,
        }  # fmt: skip
        return self._send("POST", "/creators", answers.Creator, body)

    def tie(self, code: str, *, merchant: str | None, provider: str | None) -> answers.Creator:
        """Says whose own account a creator's is, and who looks after it; None: nobody."""
        body = {"merchant": merchant, "provider": provider}
        return self._send("PUT", f"/creators/{in_path(code)}/ties", answers.Creator, body)

    def organisations(self) -> Iterator[answers.Organisation]:
        return self._pages("/organisations", answers.Organisation)

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
        return self._get(f"/carts/{in_path(code)}", answers.CartPage, asked)

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
        return self._send("POST", f"/carts/{in_path(cart)}/entries", answers.Entry, body)

    def reorder(self, cart: str, entries: Sequence[int]) -> None:
        self._ask("PUT", f"/carts/{in_path(cart)}/order", body={"entries": list(entries)})

    def pin(self, cart: str, entry: int | None) -> None:
        """Says which entry is being explained; None: none."""
        self._ask("PUT", f"/carts/{in_path(cart)}/pin", body={"entry": entry})

    def start_session(self, cart: str) -> answers.Session:
        return self._send("POST", f"/carts/{in_path(cart)}/session", answers.Session)

    def end_session(self, cart: str) -> answers.Session:
        return self._send("DELETE", f"/carts/{in_path(cart)}/session", answers.Session)

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

    def entry(self, key: int) -> answers.OneEntry:
        return self._get(f"/entries/{key}", answers.OneEntry)

    def take_down(self, key: int, why: str = "") -> answers.Entry:
        return self._send("POST", f"/entries/{key}/take-down", answers.Entry, {"why": why})

    def suggest(
        self, key: int, *, text: str = "", product: str = "", title: str = ""
    ) -> answers.Withdrawal:
        """Suggests what to hang in the place of an entry that a cut-over withdrew."""
        body = {"text": text, "product": product, "title": title}
        return self._send("POST", f"/entries/{key}/suggestion", answers.Withdrawal, body)

    def accept(self, key: int) -> answers.Entry:
        """Hangs what is suggested, in the withdrawn entry's place."""
        return self._send("POST", f"/entries/{key}/accept", answers.Entry)

    def review(self) -> Iterator[answers.Entry]:
        return self._pages("/review", answers.Entry)

    def name_marketplace(self, key: int, marketplace: str, item_id: str = "") -> answers.Entry:
        body = {"marketplace": marketplace, "item_id": item_id}
        return self._send("POST", f"/review/{key}/name", answers.Entry, body)

    def refuse(self, key: int, why: str) -> answers.Entry:
        return self._send("POST", f"/review/{key}/refuse", answers.Entry, {"why": why})
