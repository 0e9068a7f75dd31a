"""Hosts: which marketplace one belongs to, and what its paths mean."""

import re
from functools import cached_property
from urllib.parse import unquote

from yellowcart.links.book import Book, Marketplace, Shape

_HOLES = {
    "{id}": r"([0-9]+)",
    "{id:word}": r"([\w-]+)",
    "{n}": r"[0-9]+",
    "{w}": r"[\w.-]+",
}
HOLE = re.compile("(" + "|".join(map(re.escape, _HOLES)) + r"|\*)")
_DIGITS = re.compile(r"([0-9]+)(?![A-Za-z0-9])", re.ASCII)
_WORD = re.compile(r"([\w-]+)", re.ASCII)
_CODED_NAME = re.compile(r"(?:^\?|(?<=&))[^=&#%]*%[^=&#]*(?==)")
_MEMO_SIZE = 8192
_LONGEST_HOST = 253  # RFC 1035, section 2.3.4


def pattern(text: str) -> str:
    """The regular expression of a path or host pattern of the data file."""
    parts = HOLE.split(text)
    return "".join(
        ".*" if part == "*" else _HOLES.get(part) or re.escape(part) for part in parts if part
    )


def parameter(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the value of the first of these parameters in a query that still has its `?`.

    Pages scraped from HTML write `&amp;` for `&`.
    """
    choice = "|".join(map(re.escape, names))
    return re.compile(rf"(?:^\?|&)(?:amp;)?(?:{choice})=([^&#]*)")


def plain_names(query: str) -> str:
    """The query with the names of its parameters, which may be percent-encoded, as they read."""
    if "%" in query and _CODED_NAME.search(query):
        return _CODED_NAME.sub(lambda name: unquote(name[0]), query)
    return query


class Rule:
    """A shape, ready to be asked."""

    __slots__ = ("form", "group", "id", "id_value", "opaque", "path", "shape", "unwrap")

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.form = shape.form
        self.path = re.compile(
            pattern(shape.path) if shape.path else ".*", re.IGNORECASE | re.ASCII | re.DOTALL
        )
        self.group = bool(self.path.groups)
        self.id = parameter(shape.id) if shape.id else None
        self.id_value = _WORD if shape.id_word else _DIGITS
        self.opaque = parameter(shape.opaque) if shape.opaque else None
        self.unwrap = parameter(shape.unwrap) if shape.unwrap else None

    def read_id(self, query: str) -> tuple[bool, str | None]:
        """Whether the query makes it this shape, and the item id it carries."""
        if self.id is not None and (found := self.id.search(query)):
            value = found[1]
            if "%" in value:
                value = unquote(value)
            if read := self.id_value.match(value):
                return True, read[1]
        if self.id is None or self.form != "item":
            return True, None
        return bool(self.opaque and self.opaque.search(query)), None


class Site:
    """A host of a marketplace with the rules that hold on it."""

    def __init__(self, marketplace: Marketplace, host: str, rules: tuple[Rule, ...]) -> None:
        self.marketplace = marketplace
        self.code = marketplace.code
        self.family = marketplace.family
        self.host = host
        self.rules = rules
        names = {name.lower(): name for name in marketplace.affiliate}
        self.affiliate_names = names
        self.affiliate = (
            re.compile(
                rf"(?:^\?|&)(?:amp;)?({'|'.join(map(re.escape, names))})=([^&#]+)", re.IGNORECASE
            )
            if names
            else None
        )
        self.item_url = marketplace.item_url.partition("{item_id}")

    @cached_property
    def _which(self) -> re.Pattern[str]:
        """All the rules' paths in one expression: the last group that closed names the rule."""
        choice = "|".join(f"({rule.path.pattern})" for rule in self.rules) or r"(?!)"
        return re.compile(choice, re.IGNORECASE | re.ASCII | re.DOTALL)

    @cached_property
    def _rule_of_group(self) -> dict[int, int]:
        starts, group = {}, 1
        for index, rule in enumerate(self.rules):
            starts[group] = index
            group += 1 + rule.path.groups
        return starts

    def rule(self, path: str, query: str) -> tuple[Rule | None, str | None]:
        """The first rule that the path and query meet, and the item id they carry."""
        if not (found := self._which.fullmatch(path)):
            return None, None
        last = found.lastindex or 0
        first = self._rule_of_group[last]
        rule = self.rules[first]
        if rule.group:
            return rule, found[last + 1]
        matches, item_id = rule.read_id(query)
        if matches:
            return rule, item_id
        for rule in self.rules[first + 1 :]:
            if found := rule.path.fullmatch(path):
                if rule.group:
                    return rule, found[1]
                matches, item_id = rule.read_id(query)
                if matches:
                    return rule, item_id
        return None, None

    def affiliates(self, query: str) -> dict[str, str]:
        """The publisher's identifiers in the query, under the marketplace's own names."""
        found: dict[str, str] = {}
        if self.affiliate is not None:
            for name, value in self.affiliate.findall(query):
                key = self.affiliate_names[name.lower()]
                if key not in found:
                    found[key] = unquote(value) if "%" in value else value
        return found


class Sites:
    """Every host of the book, found by name on label boundaries."""

    def __init__(self, book: Book) -> None:
        self._owner = {name: m for m in book.marketplaces for name in m.domains}
        self._exact = {name: m for m in book.marketplaces for name in m.hosts}
        self._rules = {m.code: tuple(Rule(shape) for shape in m.shapes) for m in book.marketplaces}
        self._backstage = re.compile("|".join(pattern(label) for label in book.backstage_labels))
        self._memo: dict[str, Site | None] = {}
        self.met: set[str] = set()
        """The hosts of known domains that were asked for, some of them backstage."""

    def site(self, host: str) -> Site | None:
        """The site of a host in its canonical form (lower case, ASCII), None for a stranger's."""
        try:
            return self._memo[host]
        except KeyError:
            pass
        if len(self._memo) >= _MEMO_SIZE:
            self._memo = {}
        site = self._memo[host] = self._find(host)
        return site

    def _find(self, host: str) -> Site | None:
        if len(host) > _LONGEST_HOST:
            return None
        owner = self._owner_of(host)
        if owner is None:
            return None
        if len(self.met) < _MEMO_SIZE:
            self.met.add(host)
        marketplace, labels = owner
        if any(self._backstage.fullmatch(label) for label in labels):
            return None
        if any(host == name or host.endswith("." + name) for name in marketplace.backstage):
            return None
        rules = tuple(rule for rule in self._rules[marketplace.code] if _on(rule.shape.hosts, host))
        return Site(marketplace, host, rules)

    def _owner_of(self, host: str) -> tuple[Marketplace, list[str]] | None:
        """The marketplace of a host, and the labels below the domain that make it so."""
        if marketplace := self._exact.get(host):
            return marketplace, []
        labels = host.split(".")
        for at in range(len(labels) - 1):
            if marketplace := self._owner.get(".".join(labels[at:])):
                return marketplace, labels[:at]
        return None


def _on(patterns: tuple[str, ...], host: str) -> bool:
    return any(re.fullmatch(pattern(name), host, re.ASCII | re.DOTALL) for name in patterns)
