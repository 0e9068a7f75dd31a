"""One line of what changes, and all that changes between two instants or at one."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.kit.instant import format_instant
from yellowcart.terms.decision import Reason, Verdict
from yellowcart.terms.model import Hung

if TYPE_CHECKING:
    from yellowcart.terms.changes.runs import Runs
    from yellowcart.terms.table import Table

Cell = tuple[str, str, str]
"""A partner, a surface and a kind."""

Class = tuple[str | None, str | None]
"""A category and a creator group; None for neither."""


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of a partner's links that opens or closes on a surface.

    `agreement` and `clause` are what it rests on: of an opening the clause that grants, of a
    closing the one that forbids (a house rule's own code, without an agreement) or the
    granting clause that ended.
    """

    partner: str
    surface: str
    kind: str
    before: Verdict
    after: Verdict
    reason: Reason
    agreement: str | None
    clause: str | None
    since: datetime
    """The instant at which the verdict turned into the one after."""
    by_house_rule: bool
    """Whether a rule of the platform's own, set or lifted, brought it about."""
    hung: Hung | None = None
    """Of a closing: what becomes of entries already hung."""
    category: str | None = None
    creator_group: str | None = None
    spared: tuple[Class, ...] = ()
    """The categories and creator groups that stay as all of the kind were before."""

    @property
    def opens(self) -> bool:
        return self.after is Verdict.ALLOW

    def to_json(self) -> dict[str, str | None]:
        """The row that `yellowcart diff` prints.

        A row about a category or a creator group has that key besides.
        """
        row = {
            "partner": self.partner,
            "surface": self.surface,
            "kind": self.kind,
            "before": str(self.before),
            "after": str(self.after),
            "reason": str(self.reason),
            "agreement": self.agreement,
            "clause": self.clause,
        }
        narrowed = {"category": self.category, "creator_group": self.creator_group}
        return row | {key: code for key, code in narrowed.items() if code is not None}


@dataclass(frozen=True, slots=True)
class Diff:
    """What opens and closes between two instants, by what one table knows."""

    table: "Table"
    before: datetime
    after: datetime
    changes: tuple[Change, ...]

    def to_json(self) -> list[dict[str, str | None]]:
        """The rows that `yellowcart diff` prints."""
        return [change.to_json() for change in self.changes]


@dataclass(frozen=True, slots=True)
class Transition:
    """An instant at which something opens or closes against the microsecond before."""

    table: "Table"
    at: datetime
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, object]:
        """`{"at", "changes"}`, with the instant at the offset of the platform's time zone."""
        return {
            "at": format_instant(self.at, self.table.terms.zone),
            "changes": [change.to_json() for change in self.changes],
        }


def change_into(
    cell: Cell, of: Class, runs: "Runs", at: datetime, spared: tuple[Class, ...] = ()
) -> Change:
    """The change that began the run that holds `at`, told by the answer at `at`."""
    number, answer = runs.number_at(at), runs.answer_at(at)
    ended = runs.runs[number - 1].last
    lapsed = answer.verdict is Verdict.DENY and answer.reason is not Reason.FORBIDDEN
    rests_on = ended if lapsed else answer
    return Change(
        *cell,
        ended.verdict,
        answer.verdict,
        answer.reason,
        rests_on.agreement,
        rests_on.clause,
        runs.starts[number - 1],
        runs.is_of_house_rule(number),
        ended.hung,
        *of,
        spared,
    )
