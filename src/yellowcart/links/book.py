"""The marketplaces as data: `marketplaces.toml`, read into values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from yellowcart.kit.errors import BadInput

FORM_NAMES = (
    "item",
    "coupon",
    "click",
    "short",
    "token",
    "deeplink",
    "shop",
    "activity",
    "other",
)
FORMS = frozenset((*FORM_NAMES, "target"))
"""What a shape may say; a wrapper without a form of its own (`target`) takes its target's."""


@dataclass(frozen=True)
class Shape:
    """One kind of address of a marketplace; the fields are described in `marketplaces.toml`."""

    form: str
    example: str
    source: str
    hosts: tuple[str, ...] = ("*",)
    path: str | None = None
    id: tuple[str, ...] = ()
    id_word: bool = False
    opaque: tuple[str, ...] = ()
    unwrap: tuple[str, ...] = ()
    relative_to: str | None = None
    canonical: str | None = None
    gives: str | None = None


@dataclass(frozen=True)
class App:
    """A marketplace's custom URL scheme."""

    scheme: str
    example: str
    source: str
    reads_as: str | None = None
    id: tuple[str, ...] = ()
    unwrap: tuple[str, ...] = ()
    gives: str | None = None


@dataclass(frozen=True)
class Marketplace:
    """A marketplace: its hosts, shapes, apps and words.

    `external` is False for the platform's own shops.
    """

    code: str
    name: Mapping[str, str]
    external: bool
    item_url: str
    family: str
    domains: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    backstage: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    token_words: tuple[str, ...] = ()
    token_length: int | None = None
    affiliate: tuple[str, ...] = ()
    shapes: tuple[Shape, ...] = ()
    apps: tuple[App, ...] = ()


@dataclass(frozen=True)
class TokenMarks:
    """Which characters stand around a token, and how long it may be."""

    marks: tuple[str, ...]
    plain: tuple[str, ...]
    bare: tuple[str, ...]
    loud: tuple[str, ...]
    shortest: int
    longest: int
    window: int
    disguises: Mapping[str, str]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """All that is known of the marketplaces' links."""

    marketplaces: tuple[Marketplace, ...]
    backstage_labels: tuple[str, ...]
    json_ids: tuple[str, ...]
    json_urls: tuple[str, ...]
    tokens: TokenMarks

    def marketplace(self, code: str) -> Marketplace:
        """The marketplace of that code; KeyError when the book has none."""
        for marketplace in self.marketplaces:
            if marketplace.code == code:
                return marketplace
        raise KeyError(code)


@cache
def book() -> Book:
    """The book that ships with Yellowcart."""
    text = resources.files("yellowcart.links").joinpath("marketplaces.toml").read_text("utf-8")
    return parse_book(text, source="marketplaces.toml")


def read_book(path: Path) -> Book:
    """A book from a file of the same form, such as an extended copy of the shipped one."""
    return parse_book(path.read_text("utf-8"), source=str(path))


def parse_book(text: str, source: str = "<text>") -> Book:
    """A book from TOML text. Raises BadInput that names the table and key at fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"not TOML: {error}", source=source, expected="TOML") from error
    try:
        marketplaces = tuple(_marketplace(entry, source) for entry in data["marketplace"])
        tokens = TokenMarks(**{key: _frozen(value) for key, value in data["tokens"].items()})
        read = Book(
            marketplaces=marketplaces,
            backstage_labels=tuple(data["backstage"]["labels"]),
            json_ids=tuple(data["json"]["ids"]),
            json_urls=tuple(data["json"]["urls"]),
            tokens=tokens,
        )
    except KeyError as error:
        raise BadInput(
            f"{error.args[0]} is missing", source=source, field=str(error.args[0])
        ) from error
    except TypeError as error:
        raise BadInput(str(error), source=source) from error
    _refuse_shared_hosts(read, source)
    return read


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _marketplace(entry: dict[str, Any], source: str) -> Marketplace:
    entry = {key: _frozen(value) for key, value in entry.items()}
    shapes = tuple(_part(Shape, part, entry["code"], source) for part in entry.pop("shape", ()))
    apps = tuple(_part(App, part, entry["code"], source) for part in entry.pop("app", ()))
    for shape in shapes:
        if shape.form not in FORMS:
            raise BadInput(
                f"{entry['code']}: no such form",
                source=source,
                field="form",
                value=shape.form,
                expected=", ".join(sorted(FORMS)),
            )
    entry.setdefault("family", entry["code"])
    return Marketplace(shapes=shapes, apps=apps, **entry)


def _part(kind: Any, part: dict[str, Any], code: str, source: str) -> Any:
    try:
        return kind(**{key: _frozen(value) for key, value in part.items()})
    except TypeError as error:
        raise BadInput(f"{code}, {part.get('example', part)}: {error}", source=source) from error


def _refuse_shared_hosts(read: Book, source: str) -> None:
    owner: dict[str, str] = {}
    for marketplace in read.marketplaces:
        for name in (*marketplace.domains, *marketplace.hosts):
            if name in owner:
                raise BadInput(
                    f"{name} belongs to {owner[name]} and {marketplace.code}",
                    source=source,
                    field="domains",
                    value=name,
                    expected="a domain of one marketplace",
                )
            owner[name] = marketplace.code
