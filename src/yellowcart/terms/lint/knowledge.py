"""The terms of one partner, as they were known through the years."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from yellowcart.terms.lint.finding import line_of
from yellowcart.terms.model import EVERY, Agreement, HouseRule, Partner
from yellowcart.terms.register import Terms
from yellowcart.terms.timeline import EARLIEST

Span = tuple[datetime | None, datetime | None]
"""When something begins and ends; None: it is without that end."""


class Known:
    """An agreement's version or a house rule's, with where its file has its `known` and `from`."""

    def __init__(self, terms: Terms, table: str, number: int, entry: Agreement | HouseRule) -> None:
        self.entry = entry
        self.known = entry.known
        self.line = line_of(terms, table, number, "known")
        self.line_of_start = line_of(terms, table, number, "from")
        self.start = _span(entry)[0]

    @property
    def since(self) -> datetime:
        """When it became known; at the beginning of the calendar, if it always was."""
        return self.known or EARLIEST

    def concerns(self, partner: str) -> bool:
        return not {partner, EVERY}.isdisjoint(_partners(self.entry))


def everything_known(terms: Terms) -> Iterator[Known]:
    """Every version of every agreement and house rule, in the order of the file."""
    for i, agreement in enumerate(terms.agreements):
        yield Known(terms, "agreement", i, agreement)
    for i, rule in enumerate(terms.house_rules):
        yield Known(terms, "house_rule", i, rule)


def versions(everything: Iterable[Known]) -> list[list[Known]]:
    """The same by agreement and by house rule, the versions of each in their order."""
    found: dict[tuple[type, str], list[Known]] = {}
    for one in everything:
        found.setdefault((type(one.entry), one.entry.code), []).append(one)
    return [sorted(own, key=lambda one: one.entry.version) for own in found.values()]


def overtaken_by(one: Known, own: Iterable[Known]) -> Known | None:
    """Of its versions a higher one that was known when it came, so that it never counts."""
    return next(
        (
            other
            for other in own
            if other.entry.version > one.entry.version and other.since <= one.since
        ),
        None,
    )


def without(ones: Iterable[Known], terms: Terms) -> Terms:
    """The same terms as if these versions had never come."""
    gone = {id(one.entry) for one in ones}
    return replace(
        terms,
        agreements=tuple(entry for entry in terms.agreements if id(entry) not in gone),
        house_rules=tuple(entry for entry in terms.house_rules if id(entry) not in gone),
    )


def terms_of(partner: Partner, terms: Terms) -> Terms:
    """The same terms with nothing in them that does not concern that partner.

    What is asked of every state of knowledge is asked of these: a file of many partners has
    many such states, and each would compile all of it.
    """
    return _only(
        replace(terms, partners=(partner,), source=None),
        lambda one: not {partner.code, EVERY}.isdisjoint(_partners(one)),
    )


def terms_around(at: datetime, terms: Terms) -> Terms:
    """The same terms with nothing in them that bears on neither `at` nor the instant before."""
    return _only(terms, lambda one: _touches(one, at))


def terms_beside(ones: Iterable[Known], terms: Terms) -> Terms:
    """The same terms with nothing in them that is never in force while one of these is."""
    spans = [_span(one.entry) for one in ones]
    return _only(terms, lambda one: any(_overlap(_span(one), span) for span in spans))


def _only(terms: Terms, keeps: Callable[[Agreement | HouseRule], bool]) -> Terms:
    """With all versions of what keeps one, since the others may leave something out."""
    agreements = {one.code for one in terms.agreements if keeps(one)}
    rules = {one.code for one in terms.house_rules if keeps(one)}
    return replace(
        terms,
        agreements=tuple(one for one in terms.agreements if one.code in agreements),
        house_rules=tuple(one for one in terms.house_rules if one.code in rules),
    )


def _overlap(one: Span, other: Span) -> bool:
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Span, other: Span) -> bool:
    return one[0] is None or other[1] is None or one[0] < other[1]


def _touches(one: Agreement | HouseRule, at: datetime) -> bool:
    start, until = _span(one)
    return (start is None or start <= at) and (until is None or at <= until)


def _span(one: Agreement | HouseRule) -> Span:
    if isinstance(one, Agreement):
        return one.period.start, one.period.until
    return one.start, one.until


def _partners(one: Agreement | HouseRule) -> tuple[str, ...]:
    return (one.partner,) if isinstance(one, Agreement) else one.partners
