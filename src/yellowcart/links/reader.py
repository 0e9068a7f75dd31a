"""The compiled recogniser: kernels over bytes for what is plain, the exact one for the rest."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import numpy as np

from yellowcart.links.book import Book
from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.rows import read_text
from yellowcart.links.kernels.tables import Tables, pack
from yellowcart.links.link import Link
from yellowcart.links.sites import Sites
from yellowcart.links.tokens import Tokens

_SCHEMES = {at.HTTP: "http://", at.HTTPS: "https://"}
_FORMS = at.FORMS


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
        self._scratch = threading.local()
        for host in _hosts_of(book):
            sites.site(host)
        self._pack()

    def _pack(self) -> None:
        hosts = sorted(self._sites.met)
        self.tables: Tables = pack(self._book, hosts, self._sites, self._tokens)
        self._packed = len(hosts)

    def learn(self) -> None:
        """Takes into the tables the hosts that the exact recogniser has met since."""
        if len(self._sites.met) > self._packed:
            with self._lock:
                self._pack()

    def read(self, text: str) -> list[Link] | None:
        """What `Recogniser.recognise` answers, or None where only that can tell."""
        scratch = self._scratch
        try:
            out, letters_scratch, small = scratch.out, scratch.letters, scratch.small
        except AttributeError:
            out = scratch.out = np.zeros(at.OUT_SIZE, np.int64)
            letters_scratch = scratch.letters = np.zeros(at.SCRATCH, np.uint8)
            small = scratch.small = out[: 1 + 2 * at.FOUND]
        try:
            letters = text.encode()
        except UnicodeEncodeError:
            return None
        tables = self.tables
        t = np.frombuffer(bytearray(letters), np.uint8)
        count = read_text(
            t, len(letters), tables.numbers, tables.letters, tables.code_points,
            letters_scratch, out,
        )  # fmt: skip
        if count < 0:
            return None
        if count == 0:
            return []
        found = (small if count < 3 else out[: 1 + count * at.FOUND]).tolist()
        links = []
        for first in range(1, 1 + count * at.FOUND, at.FOUND):
            if not found[first + at.L_EXACT]:
                return None
            marketplace = found[first + at.L_MARKETPLACE]
            code = self._codes[marketplace] if marketplace >= 0 else None
            if found[first + at.L_FORM] == at.TOKEN:
                links.append(Link(code, "token", None, None, {}, ()))
            else:
                links.append(self._link(letters, found[first : first + at.FOUND], code))
        return links

    def _link(self, letters: bytes, found: list[int], code: str | None) -> Link:
        (
            _, marketplace, form, item, item_end, _, host, host_end, path, path_end, query,
            query_end, rule, scheme, _, affiliated,
        ) = found  # fmt: skip
        item_id = letters[item:item_end].decode() if item >= 0 else None
        affiliate: dict[str, str] = {}
        if affiliated:
            site = self._sites.site(letters[host:host_end].decode())
            assert site is not None
            affiliate = site.affiliates(letters[query:query_end].decode())
        if form == at.ITEM and item_id is not None:
            if canonical := self._canonical[rule]:
                url = canonical.format(item_id=item_id)
                return Link(code, "item", item_id, url, affiliate, ())
            if item_id.isdigit():
                url = self._item_urls[marketplace] % item_id
                return Link(code, "item", item_id, url, affiliate, ())
        if path == path_end:
            place = letters[host:host_end].decode() + "/" + letters[query:query_end].decode()
        else:
            place = letters[host:query_end].decode()  # host, path and query stand in a row
        return Link(code, _FORMS[form], item_id, _SCHEMES[scheme] + place, affiliate, ())


def _hosts_of(book: Book) -> set[str]:
    """Every host that the book names, and the hosts of its examples."""
    hosts = set()
    for marketplace in book.marketplaces:
        hosts.update(marketplace.hosts, marketplace.domains)
        for shape in marketplace.shapes:
            hosts.update(name for name in shape.hosts if "*" not in name and "{" not in name)
            example = shape.example if "//" in shape.example else "//" + shape.example
            hosts.add(urlsplit(example).hostname or "")
        for app in marketplace.apps:
            hosts.add(urlsplit(app.example).hostname or "")
    return {host for host in hosts if host}
