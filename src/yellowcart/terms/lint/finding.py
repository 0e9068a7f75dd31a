"""What lint says of one place in the terms."""

from dataclasses import dataclass
from enum import StrEnum

from yellowcart.terms.register import Terms
from yellowcart.terms.source import Path
from yellowcart.terms.wording import Wording


class Severity(StrEnum):
    ERROR = "error"
    """Nobody can have meant this."""
    WARNING = "warning"
    """It may be meant; somebody should say so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where it stands, as far as the terms were read from a text, and what it is.

    `agreement` holds the code of an agreement or of a house rule; None for a partner's own
    entry.
    """

    code: str
    severity: Severity
    line: int | None
    agreement: str | None
    clause: str | None
    message: Wording

    def to_json(self, language: str = "en") -> dict[str, object]:
        """The finding with its message in `language`, as `yellowcart lint --json` prints it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "line": self.line,
            "agreement": self.agreement,
            "clause": self.clause,
            "message": self.message.say(language),
        }


def line_of(terms: Terms, *path: str | int) -> int | None:
    """The line of a key of the text that the terms were read from."""
    place: Path = path
    return None if terms.source is None else terms.source.line_of(place)
