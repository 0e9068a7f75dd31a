"""The summary's figures as the report draws them: whole shares of a bar, and names to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yellowcart.links import book
from yellowcart.sweep.summary import PlaceCount, Summary
from yellowcart.terms import Terms

MOST_SENTENCES = 20
BAR = 10_000
"""Bars are drawn in ten-thousandths of their width, so that no amount of money meets a float."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `whole`, whose first `part` is dark; both in ten-thousandths of the longest."""

    part: str
    rest: str


def bar(part: int, whole: int, longest: int) -> Bar:
    dark = part * BAR // max(1, longest)
    light = whole * BAR // max(1, longest) - dark
    return Bar(_percent(dark), _percent(light))


def _percent(parts: int) -> str:
    return f"{parts // 100}.{parts % 100:02}%"


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, rounded to nearest; a dash of nothing."""
    if not whole:
        return "–"
    tenths = (2_000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def of_partners(places: Iterable[PlaceCount]) -> list[dict[str, Any]]:
    """The places of each partner under one head, with its sums; the largest fall first."""
    partners: dict[str | None, list[PlaceCount]] = {}
    for place in places:
        if place.partner is not None:
            partners.setdefault(place.partner, []).append(place)
    heads = [
        {
            "partner": partner,
            "places": of,
            "entries": sum(place.entries for place in of),
            "withdrawn": sum(place.withdrawn for place in of),
            "gmv": sum(place.gmv_30d_fen for place in of),
            "gmv_withdrawn": sum(place.gmv_30d_fen_withdrawn for place in of),
        }
        for partner, of in partners.items()
    ]
    return sorted(heads, key=lambda head: (-head["withdrawn"], -head["entries"]))


def counts_with_bars(counts: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    longest = max((number for _, number in counts), default=0)
    return [
        {"name": name, "number": number, "bar": bar(number, number, longest)}
        for name, number in counts
    ]


def names_of(terms: Terms) -> dict[str, dict[str, tuple[str, str]]]:
    """What people call the partners, surfaces and marketplaces, in Chinese and in English."""
    return {
        "partner": {one.code: (one.name.zh, one.name.en) for one in terms.partners},
        "surface": {one.code: (one.name.zh, one.name.en) for one in terms.surfaces},
        "marketplace": {one.code: (one.name["zh"], one.name["en"]) for one in book().marketplaces},
    }


def path_to_read(path: str) -> str:
    """Relative to the working directory where it lies below it, otherwise as given."""
    here, there = Path.cwd(), Path(path)
    return str(there.relative_to(here)) if there.is_relative_to(here) else path


def sentences(summary: Summary, terms: Terms) -> list[tuple[str, str]]:
    """For each partner and surface that falls, why, in both languages.

    Of the plain question only: where just a category or a creator group falls, the table of
    clauses says so.
    """
    table = terms.table(summary.known_at)
    falling = dict.fromkeys((basis.partner, basis.surface) for basis in summary.by_clause)
    found: dict[tuple[str, str], None] = {}
    for partner, surface in list(falling)[:MOST_SENTENCES]:
        for kind in ("goods", "services"):
            question = (partner, surface, kind, summary.at)
            if table.decide(*question).verdict == "deny":
                zh = table.explain(*question, language="zh")
                found[zh, table.explain(*question, language="en")] = None
                break
    return list(found)
