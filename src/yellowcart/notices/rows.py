"""What the record says of notices and messages, and what an event says of an issue."""

from datetime import datetime

from yellowcart.kit.instant import format_instant
from yellowcart.notices.models import Issue, Message, Notice


def shown(notice: Notice) -> dict[str, object]:
    return {
        "at": _text(notice.at),
        "source": notice.source,
        "title_zh": notice.title_zh,
        "title_en": notice.title_en,
        "text_zh": notice.text_zh,
        "text_en": notice.text_en,
        "changes": notice.changes,
        "audience": notice.audience,
        "reminders": list(notice.reminders),
        "sent_at": _text(notice.sent_at),
        "late_by": notice.late_by and notice.late_by.username,
        "late_why": notice.late_why,
        "ended_at": _text(notice.ended_at),
    }


def received(message: Message) -> dict[str, object]:
    return {
        "issue": message.issue_id,
        "recipient": message.recipient_id,
        "read_at": _text(message.read_at),
        "acknowledged_at": _text(message.acknowledged_at),
    }


def told(issue: Issue, mails: int) -> dict[str, object]:
    """What an event says of an issue that everybody has received."""
    notice = issue.notice
    return {
        "notice": notice.pk,
        "issue": issue.number,
        "kind": str(issue.kind),
        "distance": issue.distance,
        "at": _text(notice.at),
        "source": notice.source or None,
        "title_zh": issue.title_zh,
        "title_en": issue.title_en,
        "text_zh": issue.text_zh,
        "text_en": issue.text_en,
        "differs": issue.differs,
        "recipients": issue.recipients,
        "mails": mails,
        "started_at": _text(issue.started_at),
        "done_at": _text(issue.done_at),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
