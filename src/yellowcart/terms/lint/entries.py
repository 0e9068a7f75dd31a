"""The agreements of the terms and their clauses, each with its place in the file."""

from collections.abc import Iterable, Iterator

from yellowcart.terms.model import Agreement, Clause
from yellowcart.terms.register import Terms

ClauseEntry = tuple[int, Agreement, int, Clause]


def latest_agreements(terms: Terms) -> list[tuple[int, Agreement]]:
    """Of each agreement the highest version, in file order, with its number in the file."""
    highest: dict[str, int] = {}
    for one in terms.agreements:
        highest[one.code] = max(one.version, highest.get(one.code, one.version))
    return [(i, one) for i, one in enumerate(terms.agreements) if one.version == highest[one.code]]


def clauses(agreements: Iterable[tuple[int, Agreement]]) -> Iterator[ClauseEntry]:
    """Every clause of these agreements, with both numbers."""
    for i, agreement in agreements:
        for j, clause in enumerate(agreement.clauses):
            yield i, agreement, j, clause
