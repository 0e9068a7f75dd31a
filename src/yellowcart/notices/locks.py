"""Row locks, in the order in which they are taken: the notice, its issues, then the terms; of
receipts, the message or the mail alone."""

from datetime import datetime

from yellowcart.notices.errors import UnknownMessage, UnknownNotice
from yellowcart.notices.models import Issue, Mail, Message, Notice


def lock_notice(key: int) -> Notice:
    """Holds a notice still until the transaction ends; recipients may be added meanwhile."""
    found = Notice.objects.select_for_update(no_key=True).filter(pk=key).first()
    if found is None:
        raise UnknownNotice(f"there is no notice {key}")
    return found


def lock_issue(key: int) -> Issue:
    """Holds an issue still; who delivers a batch of it holds it, so that batches take turns."""
    return Issue.objects.select_for_update(no_key=True).get(pk=key)


def lock_open_issues(notice: Notice) -> list[Issue]:
    """Holds the issues that have not gone out entirely and were not dropped."""
    issues = Issue.objects.select_for_update(no_key=True).filter(notice=notice)
    return list(issues.filter(done_at=None, dropped_at=None).order_by("number"))


def lock_message(key: int) -> Message:
    found = Message.objects.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if found is None:
        raise UnknownMessage(f"there is no message {key}")
    return found


def lock_mail(key: int) -> Mail:
    return Mail.objects.select_for_update(no_key=True).get(pk=key)


def lock_next_mail(at: datetime) -> Mail | None:
    """Holds the mail that is due the longest and that nobody else holds; None: there is none."""
    due = Mail.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    due = due.filter(state=Mail.State.PENDING, next_at__lte=at)
    return due.select_related("message__issue__notice").order_by("next_at", "pk").first()
