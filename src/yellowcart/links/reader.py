"""The compiled recogniser: kernels over bytes for what is plain, the exact one for the rest."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from yellowcart.links.book import Book
from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.pointers import behind, handle
from yellowcart.links.kernels.rows import read_text
from yellowcart.links.kernels.starts import APP
from yellowcart.links.kernels.tables import Tables, pack
from yellowcart.links.link import Link
from yellowcart.links.sites import Sites
from yellowcart.links.tokens import Tokens

_SCHEMES = {at.HTTP: "http://", at.HTTPS: "https://"}
_FORMS = at.FORMS
LEARN_AFTER = 256
"""Texts left to the exact recogniser before the hosts that it met are taken into the tables."""


class Reader:
    """Reads texts by the packed tables of one book.

    Hosts are taken into the tables as the exact recogniser meets them; a text with any other
    host of a marketplace, or with anything that takes an exact parser, is left to it.
    """

    def __init__(self, book: Book, sites: Sites, tokens: Tokens) -> None:
        self._book, self._sites, self._tokens = book, sites, tokens
        self._codes = tuple(marketplace.code for marketplace in book.marketplaces)
        self._canonical = tuple(s.canonical for m in book.marketplaces for s in m.shapes)
        self._item_urls = tuple(m.item_url.replace("{item_id}", "%s") for m in book.marketplaces)
        self._lock = threading.Lock()
        self._of_thread = threading.local()
        self._left_texts = 0
        for host in _hosts_of(book):
            sites.site(host)
        self._pack()

    def _pack(self) -> None:
        hosts = sorted(self._sites.met)
        tables = pack(self._book, hosts, self._sites, self._tokens)
        handles = tuple(map(handle, (tables.numbers, tables.letters, tables.code_points)))
        self._packed = len(hosts)
        self._held = _Held(tables, handles)

    @property
    def tables(self) -> Tables:
        """The packed book as it is now."""
        return self._held.tables

    def learn(self) -> None:
        """Takes into the tables the hosts that the exact recogniser has met since."""
        if len(self._sites.met) > self._packed:
            with self._lock:
                self._pack()

    def scratch(self) -> Scratch:
        try:
            return self._of_thread.scratch  # type: ignore[no-any-return]
        except AttributeError:
            self._of_thread.scratch = Scratch()
            return self._of_thread.scratch  # type: ignore[no-any-return]

    def read(self, text: str) -> list[Link] | None:
        """What `Recogniser.recognise` answers, or None where only that can tell."""
        try:
            letters = text.encode()
        except UnicodeEncodeError:
            return None
        scratch = self.scratch()
        held = self._held  # the tables live for as long as the kernel reads them
        count = read_text(letters, len(letters), *held.handles, *scratch.handles)
        if count < 1:
            if count < 0:
                self._leave()
            return [] if count == 0 else None
        if count == 1:
            link = self._link(letters, scratch, scratch.first.tolist())
            return [link] if link else None
        found = scratch.out.tolist()
        links = []
        for first in range(1, 1 + count * at.FOUND, at.FOUND):
            link = self._link(letters, scratch, found[first : first + at.FOUND])
            if link is None:
                return None
            links.append(link)
        return links

    def _leave(self) -> None:
        """Notes a text left to the exact recogniser; now and then it has taught a host."""
        self._left_texts += 1
        if self._left_texts >= LEARN_AFTER:
            self._left_texts = 0
            self.learn()

    def _link(self, letters: bytes, scratch: Scratch, found: list[int]) -> Link | None:
        (
            kind, marketplace, form, item, item_end, in_scratch, host, host_end, path, path_end,
            query, query_end, rule, scheme, exact, affiliated, opened,
        ) = found  # fmt: skip
        if not exact:
            self._leave()
            return None
        code = self._codes[marketplace] if marketplace >= 0 else None
        if form == at.TOKEN:
            return Link(code, "token", None, None, {}, ())
        item_id = None
        if item >= 0:
            source = (
                scratch.letters[item:item_end].tobytes() if in_scratch else letters[item:item_end]
            )
            item_id = source.decode()
        via = (letters[host:host_end].decode(),) if opened else ()
        affiliate: dict[str, str] = {}
        if kind == APP:
            name, _, rest = letters[path:path_end].decode().partition(":")
            url = f"{name.lower()}://" + rest.lstrip("/\\")
            return Link(code, "deeplink", item_id, url, affiliate, via)
        if affiliated:
            site = self._sites.site(letters[host:host_end].decode())
            assert site is not None
            affiliate = site.affiliates(letters[query:query_end].decode())
        if form == at.ITEM and item_id is not None and not opened:
            if canonical := self._canonical[rule]:
                page = letters[host:host_end].decode().lower() + letters[path:path_end].decode()
                url = canonical.format(item_id=item_id, page=page)
                return Link(code, "item", item_id, url, affiliate, ())
            if item_id.isdigit():
                url = self._item_urls[marketplace] % item_id
                return Link(code, "item", item_id, url, affiliate, ())
        if path == path_end:
            place = letters[host:host_end].decode() + "/" + letters[query:query_end].decode()
        else:
            place = letters[host:query_end].decode()  # host, path and query stand in a row
        return Link(code, _FORMS[form], item_id, _SCHEMES[scheme] + place, affiliate, via)


class _Held(NamedTuple):
    """One packing and its handles, together, so that no reader mixes two."""

    tables: Tables
    handles: tuple[Any, ...]


class Scratch:
    """What one thread's kernel writes on."""

    def __init__(self) -> None:
        self.out = np.zeros(at.OUT_SIZE, np.int64)
        self.first = self.out[1 : 1 + at.FOUND]
        self.letters = np.zeros(at.SCRATCH, np.uint8)
        out = handle(self.out)
        parts = (behind(out, place) for place in (at.OUT, at.LEVELS, at.FOLDS))
        self.handles = (handle(self.letters), out, *parts)
        self._ids = np.empty(0, np.uint8)

    def ids(self, letters: int) -> npt.NDArray[np.uint8]:
        """Room for the ids in so many letters of texts, kept for the next: fresh memory is slow."""
        if len(self._ids) < letters:
            self._ids = np.empty(letters, np.uint8)
        return self._ids


def _hosts_of(book: Book) -> set[str]:
    """Every host that the book names, and the hosts of its examples."""
    hosts: set[str] = set()
    for marketplace in book.marketplaces:
        hosts.update(marketplace.hosts, marketplace.domains)
        for shape in marketplace.shapes:
            hosts.update(name for name in shape.hosts if "*" not in name and "{" not in name)
            example = shape.example if "//" in shape.example else "//" + shape.example
            hosts.add(urlsplit(example).hostname or "")
        for app in marketplace.apps:
            hosts.add(urlsplit(app.example).hostname or "")
    return {host for host in hosts if host}
