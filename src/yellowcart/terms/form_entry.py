"""One table of the form, read key by key; each refusal names the file, the line and the field."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import EXPECTED, NaiveInstant, as_utc
from yellowcart.terms.source import Path, Source
from yellowcart.terms.wording import Wording

E = TypeVar("E", bound=StrEnum)

A_CODE = 'a code in quotes, such as "live_cart"'
CODES = 'a list of codes, such as ["live_cart"]'
AT_MOST_SIX = f"{EXPECTED}, with at most six digits of a second"
A_FULL_LIST = "at least one code"
A_NAME = 'a name in both languages, { zh = "…", en = "…" }'


class UnknownKey(BadInput):
    """A key that the form does not have."""

    code = "unknown-key"


@dataclass(frozen=True, slots=True)
class Entry:
    values: Mapping[str, object]
    path: Path
    source: Source

    def refuse_unknown_keys(self, known: Sequence[str]) -> None:
        """Name the nearest known key, then the others; a key in capitals is as near as any."""
        for key in self.values:
            if key not in known:
                [nearest] = get_close_matches(key.lower(), known, n=1, cutoff=0.0)
                others = ", ".join(other for other in known if other != nearest)
                expected = f"{nearest}, or another key: {others}"
                raise self.at(key, UnknownKey("unknown key", expected=expected))

    def at(self, key: str | int, error: BadInput, *within: str | int) -> BadInput:
        """The error, saying where in the form it is."""
        path = (*self.path, key, *within)
        error.source = self.source.name
        error.line = self.source.line_of(path)
        error.field = ".".join(part for part in path if isinstance(part, str))
        return error

    @contextmanager
    def locating(self, key: str) -> Iterator[None]:
        """Say where in the form a refusal of a value is; `key`: if it does not say by itself."""
        try:
            yield
        except BadInput as error:
            if error.line is not None:  # located already, further in
                raise
            raise self.at(error.field or key, error) from None

    def code(self, key: str) -> str:
        code = self.optional_code(key)
        if code is None:
            raise self._missing(key, A_CODE)
        return code

    def optional_code(self, key: str) -> str | None:
        value = self.values.get(key)
        return None if value is None else self._as_code(value, key)

    def codes(self, key: str, absent: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of codes; without the key `absent`, or a refusal where that is None."""
        value = self.values.get(key)
        if value is None:
            if absent is None:
                raise self._missing(key, CODES)
            return absent
        if not isinstance(value, list):
            raise self._wrong(key, value, CODES)
        return tuple(self._as_code(code, key, index) for index, code in enumerate(value))

    def some_codes(self, key: str, absent: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """As `codes`, but an empty list is refused: it could mean all or none."""
        codes = self.codes(key, absent)
        if not codes and key in self.values:
            may_be_absent = absent is not None
            raise self._wrong(key, [], A_FULL_LIST + (", or no such key" if may_be_absent else ""))
        return codes

    def member(self, key: str, members: type[E], absent: E | None = None) -> E:
        value = self.values.get(key)
        expected = ", ".join(f'"{member}"' for member in members)
        if value is None:
            if absent is None:
                raise self._missing(key, expected)
            return absent
        for member in members:
            if value == member:
                return member
        raise self._wrong(key, value, expected)

    def number(self, key: str, least: int) -> int:
        number = self.optional_number(key, least)
        if number is None:
            raise self._missing(key, f"a whole number from {least}")
        return number

    def optional_number(self, key: str, least: int) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        expected = f"a whole number from {least}"
        if isinstance(value, bool):
            shown = "true" if value else "false"  # as TOML has it
            raise self.at(key, BadInput(f"{shown} is no number", expected=expected))
        if not isinstance(value, int) or value < least:
            raise self._wrong(key, value, expected)
        return value

    def instant(self, key: str) -> datetime:
        instant = self.optional_instant(key)
        if instant is None:
            raise self._missing(key, EXPECTED)
        return instant

    def optional_instant(self, key: str) -> datetime | None:
        """The instant at the offset it is written with, as errors are to show it."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            with self.locating(key):
                self._refuse_finer(key)
                as_utc(value)  # refuses one without an offset, or outside the calendar
            return value
        if isinstance(value, date | time):
            naive = NaiveInstant("no instant", value=value.isoformat(), expected=EXPECTED)
            raise self.at(key, naive)
        raise self._wrong(key, value, EXPECTED)

    def _refuse_finer(self, key: str) -> None:
        """Cut to a microsecond, an instant could fall on the wrong side of a boundary."""
        written = self.source.finer_instants.get((*self.path, key))
        if written is not None:
            raise BadInput("finer than a microsecond", value=written, expected=AT_MOST_SIX)

    def wording(self, key: str) -> Wording:
        if key not in self.values:
            raise self._missing(key, A_NAME)
        texts = self.values[key]
        if not isinstance(texts, Mapping):
            raise self._wrong(key, texts, A_NAME)
        name = Entry(texts, (*self.path, key), self.source)
        name.refuse_unknown_keys(("zh", "en"))
        return Wording(name._text("zh"), name._text("en"))

    def entries(self, key: str) -> Iterator["Entry"]:
        """The tables of an array of tables, such as every [[agreement]]."""
        tables = self.values.get(key, [])
        expected = f"tables, each under [[{self._field(key)}]]"
        if not isinstance(tables, list):
            raise self._wrong(key, tables, expected)
        for index, table in enumerate(tables):
            if not isinstance(table, Mapping):
                raise self._wrong(key, table, expected, index)
            yield Entry(table, (*self.path, key, index), self.source)

    def _text(self, key: str) -> str:
        value = self.values.get(key)
        if value is None:
            raise self._missing(key, A_NAME)
        if not isinstance(value, str):
            raise self._wrong(key, value, "a text in quotes")
        return value

    def _as_code(self, value: object, *where: str | int) -> str:
        if not isinstance(value, str):
            raise self._wrong(where[0], value, CODES if len(where) > 1 else A_CODE, *where[1:])
        if not value or value != value.strip() or not value.isprintable():
            expected = "a code: not empty, on one line, no spaces around it"
            raise self._wrong(where[0], value, expected, *where[1:])
        return value

    def _field(self, key: str) -> str:
        return ".".join(part for part in (*self.path, key) if isinstance(part, str))

    def _missing(self, key: str, expected: str) -> BadInput:
        return self.at(key, BadInput("missing", expected=expected))

    def _wrong(self, key: str | int, value: object, expected: str, *within: str | int) -> BadInput:
        return self.at(key, BadInput("unfit value", value=value, expected=expected), *within)
