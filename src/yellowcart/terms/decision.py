"""What a question is answered: the verdict, its reason, and what it rests on."""

from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from yellowcart.kit.instant import format_instant
from yellowcart.terms.model import Hung


class Verdict(StrEnum):
    ALLOW = "allow"
    """The link may hang."""
    DENY = "deny"
    """It may not."""


class Reason(StrEnum):
    GRANTED = "granted"
    """A clause in force grants it, and nothing forbids it."""
    NO_AGREEMENT = "no_agreement"
    """No agreement with the partner is in force."""
    NOT_GRANTED = "not_granted"
    """An agreement with the partner is in force, but no clause of any grants this."""
    FORBIDDEN = "forbidden"
    """A clause or a house rule in force forbids it, whatever grants it."""
    UNKNOWN_PARTNER = "unknown_partner"
    """The partner is none of the platform's."""
    UNRECOGNISED = "unrecognised"
    """What the link points to could not be told, so there is no partner to ask about."""


class Answer(NamedTuple):
    """What holds of a question over a stretch of time.

    Granted or forbidden by an agreement, it names the agreement, its version and the clause.
    Forbidden by a house rule, it names no agreement, the rule as the clause, and the rule's
    version. Not granted, it names the first agreement in force and no clause. `hung` is the
    granting clause's.
    """

    verdict: Verdict
    reason: Reason
    agreement: str | None = None
    version: int | None = None
    clause: str | None = None
    valid_until: datetime | None = None
    hung: Hung | None = None


class Decision(NamedTuple):
    """The whole answer to one question, with the question.

    `valid_until` is the next instant at which the answer differs, by the knowledge of the
    table that was asked; None: never. Until then it may be cached.
    """

    verdict: Verdict
    reason: Reason
    partner: str | None
    surface: str | None
    kind: str | None
    at: datetime
    agreement: str | None
    version: int | None
    clause: str | None
    valid_until: datetime | None
    hung: Hung | None = None

    def to_json(self, time_zone: tzinfo = UTC) -> dict[str, str | int | None]:
        """The answer as the command line and the API give it, instants in `time_zone`."""
        until = self.valid_until
        return {
            "verdict": str(self.verdict),
            "reason": str(self.reason),
            "partner": self.partner,
            "surface": self.surface,
            "kind": self.kind,
            "at": format_instant(self.at, time_zone),
            "agreement": self.agreement,
            "version": self.version,
            "clause": self.clause,
            "valid_until": None if until is None else format_instant(until, time_zone),
        }
