"""Notices as they stood at the moment that a page shows, by the record of every write."""

from collections.abc import Collection
from typing import Any

from yellowcart.console.moment import Moment
from yellowcart.kit.instant import parse_instant
from yellowcart.notices.models import Notice
from yellowcart.parties.models import AuditRecord

SAID = ("title_zh", "title_en", "text_zh", "text_en", "changes", "audience", "reminders")
NOTED = ("sent_at", "ended_at")


def notices_then(notices: Collection[Notice], of: Moment) -> list[Notice]:
    """Those that were there, each saying what it then said; none of them to be saved."""
    if not of.travelling:
        return list(notices)
    records = AuditRecord.objects.filter(
        subject="notices.notice", subject_key__in=[str(one.pk) for one in notices], at__lte=of.at
    )
    last = records.order_by("subject_key", "-number").distinct("subject_key")
    said = dict(last.values_list("subject_key", "after"))
    return [_then(one, kept) for one in notices if (kept := said.get(str(one.pk))) is not None]


def _then(notice: Notice, said: dict[str, Any]) -> Notice:
    for name in SAID:
        setattr(notice, name, said[name])
    for name in NOTED:
        setattr(notice, name, said[name] and parse_instant(said[name]))
    notice.late_why = said["late_why"]
    if not said["late_by"]:
        notice.late_by = None
    return notice
