"""Questions as an address carries them."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, StringConstraints, model_validator

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import as_utc
from yellowcart.terms import Table

Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Asked(Schema):
    """What `/explanations` is asked: about a link or a partner, not both."""

    link: Annotated[str, StringConstraints(max_length=10_000)] | None = None
    partner: Word | None = None
    surface: Word
    kind: Literal["goods", "services"] = "goods"
    as_of: AwareDatetime | None = None
    known_at: AwareDatetime | None = None
    category: Word | None = None
    creator_group: Word | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> "Asked":
        if (self.link is None) == (self.partner is None):
            raise ValueError("expected a link or a partner")
        return self


def at_instant(field: str, given: datetime | None, present: datetime) -> datetime:
    """The instant given, or the present one."""
    if given is None:
        return present
    try:
        return as_utc(given)
    except BadInput as error:
        error.field = field
        raise


def table_at(current: Table, known_at: datetime | None) -> Table:
    """The table of what was known then; without an instant, of all that is on file."""
    if known_at is None:
        return current
    return current.terms.table(at_instant("known_at", known_at, known_at))


def refuse_nul(*texts: str) -> None:
    """No text of the database holds that letter."""
    if any("\0" in text for text in texts):
        raise BadInput("not a text", value="\\0", expected="no letter 0")


def row_key(key: int) -> int:
    """What no row can have is no row's."""
    return key if 0 < key < 1 << 63 else 0
