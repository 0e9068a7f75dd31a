"""Text in, links out: the exact, row-wise recogniser."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from yellowcart.links.address import PLAIN, Address, read_address
from yellowcart.links.book import Book, book
from yellowcart.links.link import Link
from yellowcart.links.scan import Candidate, candidates, plain_width, straightened
from yellowcart.links.sites import Rule, Site, Sites, plain_names
from yellowcart.links.tokens import Tokens
from yellowcart.links.unwrap import DEEPEST, Opener

if TYPE_CHECKING:
    from yellowcart.links.reader import Reader


class Recogniser:
    """Recognises links by one book. `recognise` is the shared one, by the shipped book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sites = Sites(book)
        self.tokens = Tokens(book)
        self.reader: Reader | None = None
        self._opener = Opener(book, self._read_at_start)

    def warm(self) -> None:
        """Loads the compiled reader, as long-running processes do once: same answers, sooner.

        It takes a second, and the first time on a machine about a minute.
        """
        if self.reader is None:
            from yellowcart.links.reader import Reader

            reader = Reader(self.book, self.sites, self.tokens)
            reader.read("")  # the first text is what compiles it
            self.reader = reader

    def recognise(self, text: str) -> list[Link]:
        """Every link and token in a text: links first, in order, then tokens.

        `text` may be an address, a share message or anything else, up to megabytes: the time
        is linear in its length, and nothing in it raises. An address counts as what a browser
        would open (WHATWG URL standard): its host decides the marketplace, on label
        boundaries. Hosts of no marketplace, and those that serve no goods (interfaces,
        sign-in, help, images), give no link. Wrappers are opened, at most three deep; an item
        that they lead to gives its id, and its marketplace where that is of another family.
        A token that no word and no exact shape assigns has `marketplace` None.
        """
        if self.reader is not None and (links := self.reader.read(text)) is not None:
            return links
        return self.recognise_exactly(text)

    def recognise_exactly(self, text: str) -> list[Link]:
        """The same without the compiled reader, which is held against this."""
        if PLAIN.match(text):  # most texts are just one plain address
            link = self._web(text, 0)
            return [link] if link else []
        text = straightened(text, lambda host: self.sites.site(host.lower()) is not None)
        links, taken = self._links(text)
        if not links and not text.isascii() and (wide := plain_width(text)) != text:
            links, taken = self._links(wide)
        for marketplace in self.tokens.find(text, taken):
            links.append(Link(marketplace, "token", None, None, {}, ()))
        return links

    def _links(self, text: str) -> tuple[list[Link], list[tuple[int, int]]]:
        links, taken = [], []
        for candidate in candidates(text):
            link = self._read(candidate, 0)
            if link:
                links.append(link)
            if link or "." in candidate.text:  # else a token may stand in it: Http:/T$…$
                taken.append((candidate.start, candidate.end))
        return links, taken

    def _read(self, candidate: Candidate, depth: int) -> Link | None:
        if candidate.kind == "web":
            return self._web(candidate.text, depth)
        if candidate.kind == "bare":
            return self._web("https://" + candidate.text, depth)
        if candidate.kind == "app":
            return self._app(candidate.text, depth)
        text = candidate.text
        for _ in range(DEEPEST):
            text = unquote(text)
            if link := self._read_at_start(text, depth):
                return link
        return None

    def _read_at_start(self, text: str, depth: int) -> Link | None:
        first = next(candidates(text), None)
        return self._read(first, depth) if first and first.start == 0 else None

    def _web(self, text: str, depth: int) -> Link | None:
        address = read_address(text)
        if address is None or (site := self.sites.site(address.host)) is None:
            return None
        return self._link(site, address, depth)

    def _link(self, site: Site, address: Address, depth: int) -> Link:
        query = plain_names(address.query)
        rule, item_id = site.rule(_tidy(address.path), query)
        affiliate = site.affiliates(query) if query else {}
        if rule is None:
            return Link(site.code, "other", None, address.href, affiliate, ())
        url = _canonical(site, rule, item_id, address)
        link = Link(site.code, rule.form, item_id, url, affiliate, ())
        if rule.unwrap is not None:
            return self._opener.open(
                link, address.host, query, rule.unwrap, depth, rule.shape.relative_to
            )
        return link

    def _app(self, text: str, depth: int) -> Link | None:
        scheme, _, rest = text.partition(":")
        scheme = scheme.lower()
        if (found := self._opener.app(scheme)) is None:
            return None
        marketplace, app = found
        rest = rest.lstrip("/\\")
        place, mark, query = rest.partition("?")
        query = plain_names(mark + query.partition("#")[0])
        host, _, path = place.partition("/")
        link = Link(marketplace.code, "deeplink", None, f"{scheme}://{rest}", {}, ())
        if app.reads_as:
            name = host if app.reads_as == "*" else app.reads_as
            read = self._web(f"https://{name}/{path}{query}", DEEPEST)
            if read:
                link = link._replace(item_id=read.item_id, affiliate=read.affiliate)
        if app.id and (read_id := app.read_id(query)):
            link = link._replace(item_id=read_id)
        if app.unwrap:
            return self._opener.open(link, host, query, app.unwrap, depth, None)
        return link


def _tidy(path: str) -> str:
    """A path as servers compare it: escapes read, doubled and closing slashes dropped."""
    if "%" in path:
        path = unquote(path)
    while "//" in path:
        path = path.replace("//", "/")
    return path[:-1] if len(path) > 1 and path[-1] == "/" else path


def _canonical(site: Site, rule: Rule, item_id: str | None, address: Address) -> str:
    if rule.form == "item" and item_id is not None:
        if rule.shape.canonical:
            return rule.shape.canonical.format(item_id=item_id, page=address.host + address.path)
        if item_id.isdigit():
            before, _, after = site.item_url
            return f"{before}{item_id}{after}"
    return address.href


@cache
def recogniser() -> Recogniser:
    """The recogniser by the shipped book."""
    return Recogniser(book())


def recognise(text: str) -> list[Link]:
    """Every link and token in a text, by the shipped book: see `Recogniser.recognise`."""
    return recogniser().recognise(text)
