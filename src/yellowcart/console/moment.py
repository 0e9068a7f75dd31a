"""The instant of which a page shows how things are: now, or another, by the time machine."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from yellowcart.agreements.held import current, held
from yellowcart.kit.clock import now
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import parse_instant
from yellowcart.terms import Table

AS_OF, KNOWN_THEN = "as_of", "known_then"


@dataclass(frozen=True)
class Moment:
    """`at` is what the page asks about; `table` what was known: then, or all that is on file."""

    at: datetime
    table: Table
    travelling: bool
    known_then: bool

    @property
    def asked(self) -> datetime | None:
        """The instant, for what knows the present by itself: None at present."""
        return self.at if self.travelling else None


def moment(request: HttpRequest) -> Moment:
    """The moment of this request, from the reader's session."""
    table = held.refresh()  # whoever just approved something sees it on the next page
    kept = request.session.get(AS_OF)
    if kept is None:
        return Moment(now(), table, False, False)
    at = datetime.fromisoformat(kept)
    known_then = bool(request.session.get(KNOWN_THEN))
    return Moment(at, table.terms.table(at) if known_then else table, True, known_then)


def travel(request: HttpRequest, text: str, known_then: bool) -> None:
    """Sets the time machine; refused with `BadInput` where the text is no instant."""
    zone = current().terms.zone
    try:
        at = parse_instant(text.strip(), zone)
    except BadInput as error:
        error.field = "as_of"
        raise
    request.session[AS_OF], request.session[KNOWN_THEN] = at.isoformat(), known_then


def come_back(request: HttpRequest) -> None:
    request.session.pop(AS_OF, None)
    request.session.pop(KNOWN_THEN, None)
