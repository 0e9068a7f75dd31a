"""Packs the book into the arrays that the kernels read."""

import re
import string
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yellowcart.links.book import App, Book, Shape
from yellowcart.links.kernels import layout as at
from yellowcart.links.sites import HOLE, Site, Sites
from yellowcart.links.tokens import Tokens

HOST_SLOTS = 16384
MOST_HOSTS = HOST_SLOTS // 2
_SMALL, _HALF, _PRIME = 0x20202020, 0xFFFFFFFF, 739982445


class Tables(NamedTuple):
    """The packed book."""

    numbers: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]
    code_points: npt.NDArray[np.uint16]
    sites: tuple[Site, ...]


def name_hash(name: bytes) -> int:
    """The hash of a host or domain, as `hosts.hash_of` makes it."""
    value = len(name)
    for start in range(0, len(name), 8):
        word = int.from_bytes(name[start : start + 8], "little")
        for half in (word & _HALF, word >> 32):
            value = (value ^ (half | _SMALL)) * _PRIME & _HALF
        value ^= value >> 15
    return value


class _Packer:
    def __init__(self) -> None:
        self.numbers: list[int] = [0] * at.HEADER
        self.letters = bytearray()

    def text(self, text: str) -> tuple[int, int]:
        encoded = text.encode()
        start = len(self.letters)
        self.letters += encoded
        return start, len(encoded)

    def section(self, header: int, numbers: Iterable[int]) -> int:
        start = self.numbers[header] = len(self.numbers)
        self.numbers.extend(numbers)
        return start

    def names(self, names: Iterable[str]) -> tuple[int, int]:
        """A list of names, as offset and length each; answers where it starts and ends."""
        start = len(self.numbers)
        for name in names:
            self.numbers.extend(self.text(name))
        return start, len(self.numbers)

    def hash_table(self, header: int, mask: int, values: dict[str, int], slots: int) -> None:
        table = [0, 0, 0, -1] * slots
        for name, value in values.items():
            place = name_hash(name.encode()) & (slots - 1)
            while table[place * at.SLOT + 3] != -1:
                place = (place + 1) & (slots - 1)
            start, length = self.text(name)
            table[place * at.SLOT : (place + 1) * at.SLOT] = [
                name_hash(name.encode()), start, length, value,
            ]  # fmt: skip
        self.section(header, table)
        self.numbers[mask] = slots - 1


def pack(book: Book, hosts: Iterable[str], sites: Sites, tokens: Tokens) -> Tables:
    """The packed book, which knows these hosts; any other host of a marketplace is slow."""
    packer = _Packer()
    packer.section(at.CLASSES, (classes_of(chr(byte)) for byte in range(256)))
    codes = {marketplace.code: i for i, marketplace in enumerate(book.marketplaces)}
    families = sorted({marketplace.family for marketplace in book.marketplaces})
    packer.section(at.FAMILIES, (families.index(m.family) for m in book.marketplaces))
    domains = {name: at.SUFFIX for m in book.marketplaces for name in m.domains}
    domains |= {name: at.EXACT for m in book.marketplaces for name in m.hosts}
    packer.hash_table(at.DOMAINS, at.DOMAIN_MASK, domains, 1 << (len(domains) * 4).bit_length())
    packer.numbers[at.DOMAIN_LABELS] = max(name.count(".") + 1 for name in domains)
    _pack_rules(packer, book)
    known = _pack_sites(packer, book, codes, hosts, sites)
    _pack_apps(packer, book, codes)
    _pack_tokens(packer, book, tokens)
    packer.numbers[at.ROOT] = packer.text("/")[0]
    lists = [packer.names(name.lower() for name in m.affiliate) for m in book.marketplaces]
    packer.section(at.AFFILIATES, (number for pair in lists for number in pair))
    for header, count, names in (
        (at.JSON_URLS, at.JSON_URL_COUNT, book.json_urls),
        (at.JSON_IDS, at.JSON_ID_COUNT, book.json_ids),
    ):
        packer.numbers[header] = packer.names(names)[0]
        packer.numbers[count] = len(names)
    return Tables(
        np.array(packer.numbers, np.int64),
        np.frombuffer(packer.letters + bytes(at.PADDING), np.uint8),
        _code_points(book, tokens),
        known,
    )


def classes_of(character: str) -> int:
    word = character.isascii() and character.isalnum()
    sets = (
        (at.RUN, word or character in "+_-"),
        (at.SIGN, character in ".:/\\%"),
        (at.HOST, word or character in "_-"),
        (at.REST, "!" <= character <= "~" and character not in '"#<>?\\'),
        (at.ALNUM, word),
        (at.DIGIT, character in string.digits),
        (at.TRAILING, character in ".,;:!?')]}*_~>"),
        (at.SCHEME, word or character in "+.-"),
        (at.PLAIN_PATH, word or character in "!$%&()*+,-./:;=@[]_|~'"),
        (at.PLAIN_QUERY, word or character in "!$%&()*+,-./:;=?@[]^_`{|}~"),
        (at.APP_REST, "!" <= character <= "~" and character not in '"<>'),
        (at.ALPHA, character in string.ascii_letters),
        (at.PLAIN_HOST, character in string.ascii_lowercase + string.digits + "-."),
        (at.CONTROL, character < " " or character == "\x7f"),
        (at.HIGH, character > "\x7f"),
        (at.QUERY_TEXT, "!" <= character <= "~" and character not in '"#<>?\\=&%'),
    )
    return sum(flag for flag, holds in sets if holds)


def _pack_rules(packer: _Packer, book: Book) -> None:
    rules: list[int] = []
    ops: list[int] = []
    for shape in (shape for m in book.marketplaces for shape in m.shapes):
        first = len(ops) // at.STEP
        for step in _steps(packer, shape):
            ops.extend(step)
        rule = [0] * at.RULE
        rule[at.R_FORM] = at.FORMS.index(shape.form)
        rule[at.R_OPS], rule[at.R_OPS_END] = first, len(ops) // at.STEP
        rule[at.R_GROUP] = int(bool(shape.path and "{id" in shape.path))
        rule[at.R_ID], rule[at.R_ID_END] = packer.names(shape.id)
        rule[at.R_WORD] = int(shape.id_word)
        rule[at.R_OPAQUE], rule[at.R_OPAQUE_END] = packer.names(shape.opaque)
        rule[at.R_UNWRAP], rule[at.R_UNWRAP_END] = packer.names(shape.unwrap)
        rule[at.R_BASE], rule[at.R_BASE_LENGTH] = packer.text(shape.relative_to or "")
        rule[at.R_REQUIRED] = int(bool(shape.id) and shape.form == "item")
        rules.extend(rule)
    packer.section(at.RULES, rules)
    packer.section(at.PATH_OPS, ops)


_STEPS = {
    "{id}": at.ID_DIGITS, "{id:word}": at.ID_WORD, "{n}": at.DIGITS, "{w}": at.WORD, "*": at.ANY,
}  # fmt: skip
# The kernels take as much as a hole may hold, and never go back.
_GREEDY = {"{id}": "0-9", "{id:word}": r"\w-", "{n}": "0-9", "{w}": r"\w.-"}


def _steps(packer: _Packer, shape: Shape) -> list[list[int]]:
    if shape.path is None:
        return [[at.ANY, 0, 0]]
    steps = []
    parts = [part for part in HOLE.split(shape.path) if part]
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part == "*" and following in _STEPS:
            return [[at.BACKTRACKS, 0, 0]]
        if part in _GREEDY and re.match(f"[{_GREEDY[part]}]", following, re.ASCII):
            return [[at.BACKTRACKS, 0, 0]]
        if part in _STEPS:
            steps.append([_STEPS[part], 0, 0])
        else:
            steps.append([at.LITERAL, *packer.text(part.lower())])
    return steps


def _pack_sites(
    packer: _Packer, book: Book, codes: dict[str, int], hosts: Iterable[str], sites: Sites
) -> tuple[Site, ...]:
    order = [shape for m in book.marketplaces for shape in m.shapes]
    numbers = {id(shape): number for number, shape in enumerate(order)}
    known: list[Site] = []
    values: dict[str, int] = {}
    entries: list[int] = []
    rules: list[int] = []
    for host in hosts:
        site = sites.site(host)
        if site is None:
            values[host] = at.BACKSTAGE
            continue
        values[host] = len(known)
        known.append(site)
        first = len(rules)
        rules.extend(numbers[id(rule.shape)] for rule in site.rules)
        entries.extend((codes[site.code], first, len(rules)))
    packer.hash_table(at.HOSTS, at.HOST_MASK, values, HOST_SLOTS)
    packer.section(at.SITES, entries)
    packer.section(at.SITE_RULES, rules)
    return tuple(known)


def _pack_apps(packer: _Packer, book: Book, codes: dict[str, int]) -> None:
    apps: list[int] = []
    pairs = [(m.code, app) for m in book.marketplaces for app in m.apps]
    for code, app in pairs:
        apps.extend(_app(packer, codes[code], app))
    packer.section(at.APPS, apps)
    packer.numbers[at.APP_COUNT] = len(pairs)


def _app(packer: _Packer, marketplace: int, app: App) -> list[int]:
    reads = {None: at.READS_NOTHING, "*": at.READS_AS_GIVEN}.get(app.reads_as, at.READS_FIXED)
    return [
        *packer.text(app.scheme),
        marketplace,
        reads,
        *packer.text(app.reads_as or ""),
        *packer.names(app.id),
        *packer.names(app.unwrap),
    ]


def _pack_tokens(packer: _Packer, book: Book, tokens: Tokens) -> None:
    codes = {marketplace.code: i for i, marketplace in enumerate(book.marketplaces)}
    marks = book.tokens
    numbers = packer.numbers
    numbers[at.SHORTEST], numbers[at.LONGEST] = marks.shortest, marks.longest
    numbers[at.WINDOW] = marks.window
    words = []
    for word, code in tokens.owners.items():
        start = len(numbers)
        numbers.extend(map(ord, word))
        words += [start, len(word), codes[code] if code else -1]
    packer.section(at.WORDS, words)
    numbers[at.WORD_COUNT] = len(tokens.owners)
    lengths = {m.token_length: codes[m.code] for m in book.marketplaces if m.token_length}
    packer.section(at.BY_LENGTH, (lengths.get(n, -1) for n in range(marks.longest + 1)))
    whole = [(word, codes[m.code]) for m in book.marketplaces for word in m.token_words]
    packer.section(at.TOKEN_WORDS, ())
    for word, owner in whole:
        packer.numbers.extend([*packer.text(word), owner])
    packer.numbers[at.TOKEN_WORD_COUNT] = len(whole)
    astral = {side: ord(side) for side in (*marks.marks, *marks.plain) if ord(side) > 0xFFFF}
    packer.section(at.ASTRAL_SIDES, ())
    for side, code_point in astral.items():
        packer.numbers.extend([code_point, _side(book, side)])
    packer.numbers[at.ASTRAL_SIDE_COUNT] = len(astral)


def _side(book: Book, character: str) -> int:
    marks = book.tokens
    return (
        at.SIDE
        | at.MARK * (character in marks.marks)
        | at.BARE * (character in marks.marks or character in marks.bare)
        | at.LOUD * (character in marks.loud)
    )


def _code_points(book: Book, tokens: Tokens) -> npt.NDArray[np.uint16]:
    table = np.zeros(2 * at.SIDES, np.uint16)
    for code_point in range(0x10000):
        character = chr(code_point)
        folded = character.casefold()
        if not (character.isalnum()):
            continue  # dropped
        if len(folded) != 1 or ord(folded) >= at.UNSURE:
            table[code_point] = at.UNSURE
        else:
            table[code_point] = ord(book.tokens.disguises.get(folded, folded))
    for side in (*book.tokens.marks, *book.tokens.plain):
        if ord(side) < at.SIDES:
            table[at.SIDES + ord(side)] = _side(book, side)
    for word in tokens.owners:
        table[at.SIDES + ord(word[0])] |= at.OPENS_WORD
    return table
