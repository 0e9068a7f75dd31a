"""Wrappers: links that carry the link they lead to inside themselves."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from yellowcart.links.book import App, Book, Marketplace
from yellowcart.links.link import Link
from yellowcart.links.sites import parameter

DEEPEST = 3
"""How many wrappers are opened, one inside another."""


_CODED = re.compile(r"https?%", re.IGNORECASE | re.ASCII)


class Scheme:
    """An app's scheme, ready to be asked."""

    def __init__(self, app: App) -> None:
        self.reads_as = app.reads_as
        self.id = parameter(app.id) if app.id else None
        self.unwrap = parameter(app.unwrap) if app.unwrap else None

    def read_id(self, query: str) -> str | None:
        found = self.id.search(query) if self.id else None
        return unquote(found[1]) or None if found else None


class Opener:
    """Opens wrappers, at most three deep."""

    def __init__(self, book: Book, read: Callable[[str, int], Link | None]) -> None:
        self._read = read
        self._family = {m.code: m.family for m in book.marketplaces}
        self._apps = {app.scheme: (m, Scheme(app)) for m in book.marketplaces for app in m.apps}
        self._json_ids = book.json_ids
        self._json_urls = book.json_urls

    def app(self, scheme: str) -> tuple[Marketplace, Scheme] | None:
        """The marketplace and rules of an app's scheme, in lower case."""
        return self._apps.get(scheme)

    def open(
        self,
        outer: Link,
        host: str,
        query: str,
        parameter: re.Pattern[str],
        depth: int,
        base: str | None,
    ) -> Link:
        """The wrapper with what it leads to: the item's id, and its marketplace if a stranger's."""
        target = None
        if depth < DEEPEST and (found := parameter.search(query)):
            target = self._target(found[1], depth + 1, base)
            if (target is None or target.item_id is None) and "?" in found[1]:
                # A target that was not encoded goes on past the next "&".
                target = self._target(query[found.start(1) :], depth + 1, base)
        if target is None:
            return outer._replace(form="other") if outer.form == "target" else outer
        marketplace, via = outer.marketplace, outer.via
        if target.marketplace is not None:
            via = (host, *target.via)
            if self._family[target.marketplace] != self._family[marketplace or ""]:
                marketplace = target.marketplace
        return Link(
            marketplace,
            target.form if outer.form == "target" else outer.form,
            outer.item_id if outer.item_id is not None else target.item_id,
            outer.url,
            {**target.affiliate, **outer.affiliate},
            via,
        )

    def _target(self, value: str, depth: int, base: str | None) -> Link | None:
        """What a value says, decoded for as long as that may tell more."""
        best = None
        for _ in range(DEEPEST):
            if value[:1] == "{" or value[:3] == "eyJ":
                return self._in_json(value, depth)
            if not _CODED.match(value) and (link := self._read(value, depth)):
                best = link
                if link.item_id is not None:
                    return link
            if "%" not in value:
                break
            value = unquote(value)
        if best is None and base and value:
            return self._read(base + value.lstrip("/"), depth)
        return best

    def _in_json(self, value: str, depth: int) -> Link | None:
        content = _json_object(value)
        for key in self._json_urls:
            url = content.get(key)
            if isinstance(url, str) and (link := self._target(url, depth, None)):
                return link
        for key in self._json_ids:
            item_id = content.get(key)
            if isinstance(item_id, str | int) and not isinstance(item_id, bool) and item_id != "":
                return Link(None, "item", str(item_id), None, {}, ())
        return None


def _json_object(value: str) -> dict[str, Any]:
    """The JSON object in a text or its base64, empty when there is none."""
    try:
        if value[:1] != "{":
            value = value.translate({ord("-"): "+", ord("_"): "/"}).rstrip("=")
            value = base64.b64decode(value + "=" * (-len(value) % 4)).decode()
        content, _ = json.JSONDecoder().raw_decode(value)
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
