"""Where in a TOML text each key and value stands, so that an error can name its line."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

Path = tuple[str | int, ...]

KEY = re.compile(r"""[ \t]*(?:"((?:\\.|[^"\\\n])*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)""")
VALUE = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}(?!")'''
    r"""|'''.*?'{3,5}(?!')"""
    r'''|"(?:\\.|[^"\\\n])*"'''
    r"""|'[^'\n]*'"""
    r"""|[^,\]}\n\#]+""",
    re.DOTALL | re.VERBOSE,
)
BLANK = re.compile(r"(?:\s+|#[^\n]*)*")
BETWEEN = re.compile(r"(?:[\s,]+|#[^\n]*)*")
FINER = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}\.\d{7,}[0-9Zz:+-]*", re.ASCII)
"""An instant finer than a microsecond, of which `tomllib` keeps six digits and no more."""


@dataclass(frozen=True)
class Source:
    """A text that was read: its name, the lines of its keys, and what parsing it cuts."""

    name: str | None
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        return Scan(self.text).lines

    @cached_property
    def finer_instants(self) -> Mapping[Path, str]:
        """The instants finer than a microsecond, as they are written."""
        return Scan(self.text).finer_instants if FINER.search(self.text) else {}

    def line_of(self, path: Path) -> int | None:
        """The line of that key or value, or of the nearest key or table around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


class Scan:
    """Notes the line of every key, table and value of a TOML text, and instants too fine.

    The text must have been parsed before, for nothing is checked. What stands in an array is
    numbered from 0: ("agreement", 0, "clause", 2, "surfaces", 1).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[Path, int] = {}
        self.finer_instants: dict[Path, str] = {}
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._lengths: dict[Path, int] = {}  # how many tables each array has so far
        self._place = 0
        table: Path = ()
        while self._step_over(BLANK) < len(text):
            if text.startswith("[", self._place):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        start = self._place
        of_array = self.text.startswith("[[", start)
        self._place += 1 + of_array
        *names, last = self._keys()
        self._place += 1 + of_array
        array = (*self._latest(names), last)
        if of_array:
            self._lengths[array] = self._lengths.get(array, 0) + 1
        table = self._latest([last], array[:-1])
        for depth in range(1, len(table) + 1):
            self._note(table[:depth], start)
        return table

    def _latest(self, names: list[str], path: Path = ()) -> Path:
        """The path that a header's names mean: of each array, its latest table."""
        for name in names:
            path = (*path, name)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        start = self._place
        path = table
        for name in self._keys():
            path = (*path, name)
            self._note(path, start)
        self._place += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._step_over(BLANK)
        if self.text.startswith("[", self._place):
            for index in self._items("]"):
                self._note((*path, index), self._place)
                self._value((*path, index))
        elif self.text.startswith("{", self._place):
            for _ in self._items("}"):
                self._pair(path)
        else:
            finer = FINER.match(self.text, self._place)
            if finer:
                self.finer_instants[path] = finer[0]
            self._step_over(VALUE)

    def _items(self, closing: str) -> Iterator[int]:
        self._place += 1
        for index in count():
            self._step_over(BETWEEN)
            if self.text.startswith(closing, self._place):
                break
            yield index
        self._place += 1

    def _keys(self) -> list[str]:
        names = []
        more = "."
        while more:
            found = KEY.match(self.text, self._place)
            assert found, "the text was parsed before, so a key stands here"
            names.append(found[1] or found[2] or found[3] or "")
            more, self._place = found[4], found.end()
        return names

    def _step_over(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self._place)
        assert found, "the text was parsed before"
        self._place = found.end()
        return self._place

    def _note(self, path: Path, place: int) -> None:
        self.lines.setdefault(path, bisect_right(self._line_starts, place))
