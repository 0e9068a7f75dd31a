"""Notices as they stand, and messages as each party may see them."""

from yellowcart.notices.queries.agreeing import (
    Agreed,
    NoticePeriod,
    agreement_of_text,
    diff_of,
    period,
)
from yellowcart.notices.queries.creators import OfCreator, by_creator
from yellowcart.notices.queries.personal import (
    Going,
    Personal,
    Total,
    own_entries,
    personal,
)
from yellowcart.notices.queries.reach import Reach, reach
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
    "OfCreator",
    "Personal",
    "Reach",
    "Told",
    "Total",
    "agreement_of_text",
    "by_creator",
    "counts",
    "diff_of",
    "inbox",
    "notices_of",
    "own_entries",
    "period",
    "personal",
    "reach",
    "the_message",
    "told",
]
