"""What people see, laid out by Rich."""

import sys
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 200
"""Columns where there is no terminal to ask: nothing is cut."""


class Screen(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # Rich would exit with 1, which here means a finding of lint


def screen() -> Screen:
    width, height = get_terminal_size()
    if not sys.stdout.isatty():
        width = WIDE
    return Screen(width=width, height=height, highlight=False, markup=False, emoji=False)


def show_table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    title: str | None = None,
    right: Sequence[int] = (),
) -> None:
    """A table; the columns whose numbers are in `right` hold figures."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for number, header in enumerate(headers):
        justify: Literal["left", "right"] = "right" if number in right else "left"
        table.add_column(header, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*row)
    screen().print(table)
