"""The terms of one partner, as they were known through the years."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from yellowcart.terms.lint.finding import line_of
from yellowcart.terms.model import EVERY, Agreement, HouseRule, Partner
from yellowcart.terms.register import Terms


class Known:
    """An agreement's version or a house rule's, with where its file has its `known`."""

    def __init__(self, terms: Terms, table: str, number: int, entry: Agreement | HouseRule) -> None:
        self.entry = entry
        self.known = entry.known
        self.line = line_of(terms, table, number, "known")
        self.start: datetime | None
        if isinstance(entry, Agreement):
            self.start = entry.period.start
            self.partners: tuple[str, ...] = (entry.partner,)
        else:
            self.start = entry.start
            self.partners = entry.partners

    def concerns(self, partner: str) -> bool:
        return EVERY in self.partners or partner in self.partners


def everything_known(terms: Terms) -> Iterator[Known]:
    """Every version of every agreement and house rule, in the order of the file."""
    for i, agreement in enumerate(terms.agreements):
        yield Known(terms, "agreement", i, agreement)
    for i, rule in enumerate(terms.house_rules):
        yield Known(terms, "house_rule", i, rule)


def terms_of(partner: Partner, terms: Terms) -> Terms:
    """The same terms with nothing in them that does not concern that partner.

    What is asked of every state of knowledge is asked of these: a file of many partners has
    many such states, and each would compile all of it.
    """
    agreements = {one.code for one in terms.agreements if one.partner == partner.code}
    rules = {
        one.code for one in terms.house_rules if {EVERY, partner.code}.intersection(one.partners)
    }
    return replace(
        terms,
        partners=(partner,),
        # Whole, since a later version may leave the partner out.
        agreements=tuple(one for one in terms.agreements if one.code in agreements),
        house_rules=tuple(one for one in terms.house_rules if one.code in rules),
        source=None,
    )
