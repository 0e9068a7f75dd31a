"""Where links stand in running text.

A link in a message ends where a person sees it end: at white space, quotes, Chinese
punctuation, or the first character outside ASCII. What a browser would strip from inside an
address (tabs, line ends) or read as another character (full-width letters and dots) is put
right before looking, so that such a disguise hides nothing.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple


class Candidate(NamedTuple):
    """A stretch of text that may be a link: `kind` says how it starts."""

    kind: str  # web, app, bare (no scheme) or coded (percent-encoded as a whole)
    text: str
    start: int
    end: int


# Lookbehinds keep every search linear: a run of letters is tried from its first one only.
_START = re.compile(
    r"(?P<web>https?:[/\\]*)"
    r"|(?P<coded>https?%(?:25)*3a(?:%(?:25)*2f)+)"
    r"|(?<![a-z0-9+.\-])(?P<app>[a-z][a-z0-9+.\-]*):[/\\]{2}"
    r"|(?<![:/\\a-z0-9._\-])(?P<double>[/\\]{2,})(?=[a-z0-9%@])"
    r"|(?<![a-z0-9@/\\.%_\-])(?P<host>[a-z0-9_][a-z0-9_\-]*(?:\.[a-z0-9_\-]+)+\.?(?::[0-9]+)?)"
    r"(?!\.?[a-z0-9_\-@])",
    re.IGNORECASE | re.ASCII,
)
# What ends a link in Chinese text; the ideographic and full-width full stops do not, in a host.
_PUNCTUATION = (
    "\u2018-\u201f\u2026\u3000\u3001\u3003-\u303f"
    "\uff01-\uff0d\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff60\uffe0-\uffe6"
)
_AUTHORITY = re.compile(rf"[^\s/\\?#\"<>{_PUNCTUATION}]*")
# In a text that is one address, all up to an @ names a user, whatever it is.
_USER = re.compile(r"[^\s/\\?#]*@")
_ASCII = r"!$-;=@-\[\]-~'%&"
_LETTERS = r"[^\W\x00-\x7f]+"
# A path or query goes on through Chinese letters when a parameter follows them.
_REST = re.compile(
    rf"(?:[/\\](?:[{_ASCII}\\]|{_LETTERS}(?=\?[A-Za-z0-9_]+=))*)?"
    rf"(?:\?(?:[{_ASCII}?\\]|{_LETTERS}(?=[&=%+]))*)?"
    rf"(?:#[{_ASCII}?#\\]*)?"
)
_APP_REST = re.compile(r"[!#-;=?-~]*")
_LONGEST_JSON = 8192
_SIGN = re.compile(r"[.:/\\%]")
_RUN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+_-")
_TRAILING = ".,;:!?')]}*_~>"
_BREAKS = re.compile(r"[\t\r\n]+")
_OPENS = re.compile(r"[a-z][a-z0-9+.\-\t\r\n]*:[\t\r\n]*[/\\]", re.IGNORECASE | re.ASCII)
# Letters, digits and stops that have an ASCII twin; commas and brackets of Chinese text are none.
_WIDE = re.compile(
    "[\u2100-\u214f\u2460-\u24ff\uff0e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff61"
    "\U0001d400-\U0001d7ff]|。(?=[A-Za-z])"
)
_AFTER_SCHEME = re.compile(
    r"(?P<slashes>[a-z][a-z0-9+.\-\t\r\n]*:[/\\\t\r\n]*)[^/\\?#]*", re.IGNORECASE | re.ASCII
)
_SPACE = re.compile(r"\s")
_JSON = json.JSONDecoder()


def candidates(text: str) -> Iterator[Candidate]:
    """Every stretch of the text that may be a link, in order, none inside another."""
    at = 0
    while found := _next_start(text, at):
        start, end, kind = found.start(), found.end(), found.lastgroup
        if kind == "host":
            end = _REST.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing too
            yield Candidate("bare", _trimmed(text[start:end]), start, end)
        elif kind == "coded":
            end = _APP_REST.match(text, start).end()  # type: ignore[union-attr]
            yield Candidate("coded", text[start:end], start, end)
        elif kind == "app" and not found["app"].lower().endswith(("http", "https")):
            end = _app_end(text, end)
            yield Candidate("app", text[start:end], start, end)
        else:
            if kind == "app":  # letters glued to a web address
                start = found.end("app") - (5 if found["app"][-1] in "sS" else 4)
            end = _web_end(text, end, whole=start == 0 and not _SPACE.search(text))
            yield Candidate("web", _trimmed(text[start:end]), start, end)
        at = max(end, found.end())


def _next_start(text: str, at: int) -> re.Match[str] | None:
    """The next start of a link: only around one of its punctuation marks is it worth a look."""
    while found := _SIGN.search(text, at):
        sign = found.start()
        run = sign
        while run > at and text[run - 1] in _RUN:
            run -= 1
        for start in range(run, sign + 1):
            if opening := _START.match(text, start):
                return opening
        at = sign + 1
    return None


def _web_end(text: str, at: int, *, whole: bool) -> int:
    if whole and (user := _USER.match(text, at)):
        at = user.end()
    at = _AUTHORITY.match(text, at).end()  # type: ignore[union-attr]
    return _REST.match(text, at).end()  # type: ignore[union-attr]


def _app_end(text: str, at: int) -> int:
    """An app's link may carry JSON as it is, with its quotes and spaces."""
    end = _APP_REST.match(text, at).end()  # type: ignore[union-attr]
    brace = text.find("{", at, end)
    if brace >= 0:
        with suppress(ValueError, RecursionError):
            read = _JSON.raw_decode(text[brace : brace + _LONGEST_JSON])[1]
            end = max(end, brace + read)
    return end


def _trimmed(link: str) -> str:
    return link.rstrip(_TRAILING)


def straightened(text: str, is_known: Callable[[str], bool]) -> str:
    """The text without the tabs and line ends that a browser ignores inside an address.

    Only a text that is one address as a whole is changed; in a message they part lines. So
    they stay where another address follows one; `is_known` tells a marketplace's host.
    """
    if not _BREAKS.search(text):
        return text
    whole = text.strip()
    if " " in whole or not _OPENS.match(whole):
        return text
    opened = _AFTER_SCHEME.match(whole)
    for gap in _BREAKS.finditer(whole):
        if opened and gap.start() >= opened.end("slashes"):
            following = _START.match(whole, gap.end())
            if following and (
                following["web"]
                or following["app"]
                or (
                    following["host"]
                    and gap.start() >= opened.end()
                    and is_known(following["host"])
                )
            ):
                return text
    return _BREAKS.sub("", whole)


def plain_width(text: str) -> str:
    """The text with every character that a browser's host rules read as an ASCII one replaced."""
    if not _WIDE.search(text):
        return text
    table = {}
    for character in set(text):
        if character > "\x7f":
            plain = unicodedata.normalize("NFKC", character)
            if len(plain) == 1 and plain < "\x7f":
                table[ord(character)] = plain
            elif character in "。｡":
                table[ord(character)] = "."
    return text.translate(table)
