"""Notices as they stand, and messages as each party may see them."""

from yellowcart.notices.queries.agreeing import (
    Agreed,
    NoticePeriod,
    agreement_of_text,
    diff_of,
    period,
)
from yellowcart.notices.queries.personal import Going, Personal, Total, personal
from yellowcart.notices.queries.receipts import (
    IssueCounts,
    Told,
    counts,
    inbox,
    notices_of,
    the_message,
    told,
)

__all__ = [
    "Agreed",
    "Going",
    "IssueCounts",
    "NoticePeriod",
    "Personal",
    "Told",
    "Total",
    "agreement_of_text",
    "counts",
    "diff_of",
    "inbox",
    "notices_of",
    "period",
    "personal",
    "the_message",
    "told",
]
