"""Whether what was hung before still hangs: the grant that stands now, or what one left behind."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from yellowcart.terms.changes.runs import Runs
from yellowcart.terms.decision import Decision, Verdict
from yellowcart.terms.model import Hung

if TYPE_CHECKING:
    from yellowcart.terms.table import Table


class Standing(NamedTuple):
    """How an entry that was hung stands at an instant.

    `served`: it hangs, since something grants it or since the grant that ended lets it stay.
    `decision` is the answer at that instant, `ended` when the last grant ended (None while one
    stands, and where a later version took it back), `hung` what that grant says of entries.
    """

    served: bool
    decision: Decision
    ended: datetime | None = None
    hung: Hung | None = None


class HungSince(NamedTuple):
    """Since when an entry hangs, what the clause that granted it then said of entries already
    hung, and the live session it hangs in: whether there is one, and its end so far."""

    at: datetime
    by: Hung | None = None
    in_session: bool = False
    session_end: datetime | None = None


def standing(
    table: "Table", decision: Decision, since: HungSince, category: str | None, group: str | None
) -> Standing:
    """How an entry stands of which `decision` was made, with that category and creator group.

    What is granted is served. What is not came down when the grant ended, unless the clause of
    that grant says otherwise of entries already hung: `keep` leaves them, `session` to the end
    of the live session they hang in. Of a grant that a later version took back for all time,
    the clause that granted the entry when it was hung says it.
    """
    if decision.verdict is Verdict.ALLOW:
        return Standing(True, decision, hung=decision.hung)
    question = decision.partner, decision.surface, decision.kind, category, group
    last = Runs(table.timeline(*question)).grant_before(decision.at)
    ended, hung = None, since.by
    if last is not None and since.at < last[0]:
        ended, hung = last[0], last[1].hung
    return Standing(_stays(hung, since, decision.at), decision, ended, hung)


def _stays(hung: Hung | None, since: HungSince, at: datetime) -> bool:
    if hung is Hung.SESSION:
        return since.in_session and (since.session_end is None or at < since.session_end)
    return hung is Hung.KEEP
