"""When the agreements change after a notice went out: whoever was told is told what is so now."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from yellowcart.agreements.changing import difference, rows_of
from yellowcart.agreements.held import decided_by
from yellowcart.notices.drafting import corrected, drafted, titled, write
from yellowcart.notices.locks import lock_notice, lock_open_issues
from yellowcart.notices.models import Issue, Mail, Notice
from yellowcart.notices.queries.agreeing import agreement_of_text, diff_of
from yellowcart.notices.rows import shown
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.terms import Table

WATCHED_FOR = timedelta(days=30)
"""After its instant. What is agreed so late and reaches so far back is no news of this notice."""


def watched(at: datetime) -> list[int]:
    """The notices that went out and of which it is still seen to that they are true."""
    sent = Notice.objects.filter(sent_at__isnull=False, ended_at=None, at__gt=at - WATCHED_FOR)
    return list(sent.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def correct(notice: int) -> Issue | None:
    """Makes the correction of a notice that is no longer true; None: it is.

    Exactly one for each change, however often and from however many processes it is called.
    """
    found = lock_notice(notice)
    if found.sent_at is None or found.ended_at is not None or found.at is None:
        return None
    return correction_of(found, lock_open_issues(found), decided_by(), database_now())


def correction_of(
    notice: Notice, open_issues: Iterable[Issue], table: Table, at: datetime
) -> Issue | None:
    """The same of a notice that is held still, with its open issues and the terms.

    What was going out, or was due, goes out no further: the correction goes to whoever has had
    anything of the notice and to whoever it concerns now, so that nobody misses either.
    """
    diff = diff_of(notice, table)
    if diff is None or diff.after <= at - WATCHED_FOR:
        return None
    if not agreement_of_text(notice, table).is_stale:
        return None
    before = shown(notice)
    texts, rows = drafted(diff), rows_of(diff.changes)
    differs = difference(notice.changes or [], rows)
    write(notice, texts)
    notice.changes = rows
    notice.save(update_fields=["title_zh", "title_en", "text_zh", "text_en", "changes"])
    overtaken = [one.pk for one in open_issues if one.started_at is not None or one.due_at <= at]
    Issue.objects.filter(pk__in=overtaken).update(dropped_at=at)
    drop_mails(notice)
    last: int = notice.issues.aggregate(last=Max("number"))["last"]
    issue = Issue(
        notice=notice, number=last + 1, kind=Issue.Kind.CORRECTION, due_at=at, changes=rows,
        differs=differs,
    )  # fmt: skip
    title = titled(issue.kind, texts.title)
    write(issue, texts._replace(title=title, text=corrected(texts, differs, table.terms)))
    issue.save()
    after = {**shown(notice), "issue": issue.number, "differs": differs}
    audit.record(None, "notice.corrected", notice, before, after)
    return issue


def drop_mails(notice: Notice) -> None:
    """What was not sent by e-mail yet of a notice is not sent any more."""
    pending = Mail.objects.filter(message__issue__notice=notice, state=Mail.State.PENDING)
    pending.update(state=Mail.State.DROPPED, next_at=None)
