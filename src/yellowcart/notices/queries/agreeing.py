"""Whether a notice still says what the agreements do, and until when it goes out in time."""

from datetime import datetime, timedelta
from typing import NamedTuple

from yellowcart.agreements.changing import changes_at, rows_of
from yellowcart.notices.models import Notice
from yellowcart.terms import Diff, Table, Wording
from yellowcart.terms.lint.short_notice import days_ahead
from yellowcart.terms.notice.stated import disagreements

CHANGED = Wording(
    "通知拟定之后，协议有变化，通知所述与现在的协议不符",
    "the agreements have changed since it was drafted, and no longer change what it says",
)


class Agreed(NamedTuple):
    """Why the text and the agreements do not say the same; without reasons they do."""

    reasons: tuple[Wording, ...]

    @property
    def is_stale(self) -> bool:
        return bool(self.reasons)


class NoticePeriod(NamedTuple):
    """How many days of 24 hours ahead it has to be told, and the last instant to tell it in time.

    Where nothing closes, no days: an opening takes nothing from anybody.
    """

    days: int
    last_at: datetime


def agreement_of_text(notice: Notice, table: Table) -> Agreed:
    """Whether what a notice says is what `table` changes then, and if not, why.

    A free notice says nothing of the agreements, and is never stale.
    """
    diff = diff_of(notice, table)
    if diff is None:
        return Agreed(())
    if rows_of(diff.changes) != notice.changes:
        return Agreed((CHANGED,))
    # The text states it all by itself; the title, too, says nothing beyond it.
    found = [
        reason
        for title, text, language in (
            (notice.title_zh, notice.text_zh, "zh"), (notice.title_en, notice.text_en, "en")
        )
        for part in (text, f"{title}\n{text}")
        for reason in disagreements(part, diff, language)
    ]  # fmt: skip
    return Agreed(tuple(dict.fromkeys(found)))


def period(notice: Notice, table: Table) -> NoticePeriod | None:
    """The notice period of what closes: the longest of the law's and those agreed.

    None for a free notice.
    """
    diff = diff_of(notice, table)
    if diff is None:
        return None
    closing = [change for change in diff.changes if not change.opens]
    days = max((days_ahead(table.terms, change) for change in closing), default=0)
    return NoticePeriod(days, diff.after - timedelta(days=days))


def diff_of(notice: Notice, table: Table) -> Diff | None:
    """What `table` changes at the notice's instant by its source; None: it is a free notice."""
    return None if notice.at is None else changes_at(table, notice.at, notice.source)
