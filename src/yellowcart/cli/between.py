"""Two instants, and what changes from the one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yellowcart.cli.instants import instant, known_instant
from yellowcart.cli.refusals import about_options

if TYPE_CHECKING:
    from yellowcart.terms import Diff


def diff_between(agreements: Path, before: str, after: str, known_at: str | None) -> Diff:
    """The diff that the options `--before`, `--after` and `--known-at` ask for."""
    from yellowcart.terms import diff, read_terms

    terms = read_terms(agreements)
    first, last = instant(before, terms, "--before"), instant(after, terms, "--after")
    table = terms.table(known_instant(known_at, terms))
    with about_options("after"):
        return diff(table, first, last)
