"""The agreements and house rules of the terms, each with its place in the file."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from yellowcart.terms.model import Agreement, Clause, HouseRule
from yellowcart.terms.register import Terms

Entry = TypeVar("Entry", Agreement, HouseRule)
ClauseEntry = tuple[int, Agreement, int, Clause]


def latest_agreements(terms: Terms) -> list[tuple[int, Agreement]]:
    """Of each agreement the highest version, in file order, with its number in the file."""
    return _latest(terms.agreements)


def latest_house_rules(terms: Terms) -> list[tuple[int, HouseRule]]:
    """Of each house rule the highest version, in file order, with its number in the file."""
    return _latest(terms.house_rules)


def clauses(agreements: Iterable[tuple[int, Agreement]]) -> Iterator[ClauseEntry]:
    """Every clause of these agreements, with both numbers."""
    for i, agreement in agreements:
        for j, clause in enumerate(agreement.clauses):
            yield i, agreement, j, clause


def _latest(entries: tuple[Entry, ...]) -> list[tuple[int, Entry]]:
    highest: dict[str, int] = {}
    for entry in entries:
        highest[entry.code] = max(entry.version, highest.get(entry.code, entry.version))
    return [(i, entry) for i, entry in enumerate(entries) if entry.version == highest[entry.code]]
