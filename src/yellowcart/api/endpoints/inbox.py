"""What was told to the key's person: the messages that are their own."""

from typing import Any

from ninja import Router

from yellowcart.agreements.held import held
from yellowcart.api import schemas
from yellowcart.api.asked import row_key
from yellowcart.api.endpoints.notices import said
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, cursor_after, page, read_cursor
from yellowcart.notices import actions, queries
from yellowcart.notices.models import Message
from yellowcart.notices.queries import Personal, Total
from yellowcart.terms import Hung

router = Router(tags=["notices"])


@router.get("", response=schemas.Page[schemas.MessageOut])
def inbox(request: ApiRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """One's own messages, the newest first."""
    found = queries.inbox(request.person).select_related("read_by", "acknowledged_by")
    return page(found, cursor, limit, _message, newest_first=True)


@router.get("/{key}", response=schemas.OneMessageOut)
def message(request: ApiRequest, key: int) -> Any:
    """One message, and what it means for whom it is for, in sum."""
    return _whole(_the(request, key))


@router.get("/{key}/entries", response=schemas.Page[schemas.GoingOut])
def message_entries(
    request: ApiRequest, key: int, cursor: str | None = None, limit: Limit = 50
) -> Any:
    """The recipient's entries that go, in the order of their carts, and what becomes of each."""
    offset = 0 if cursor is None else read_cursor(cursor)
    found = _the(request, key)
    going = queries.personal(found, held.refresh(), limit + 1, offset).entries
    return {
        "items": [one._asdict() for one in going[:limit]],
        "next": cursor_after(offset + limit) if len(going) > limit else None,
    }


@router.post("/{key}/read", response=schemas.OneMessageOut)
def read_message(request: ApiRequest, key: int) -> Any:
    """Leaves a receipt: who read it first, and when."""
    return _whole(actions.read(by=request.person, message=_the(request, key)))


@router.post("/{key}/acknowledge", response=schemas.OneMessageOut)
def acknowledge_message(request: ApiRequest, key: int) -> Any:
    """Says that one knows."""
    return _whole(actions.acknowledge(by=request.person, message=_the(request, key)))


def _the(request: ApiRequest, key: int) -> Message:
    return queries.the_message(request.person, row_key(key))


def _whole(row: Message) -> dict[str, Any]:
    return {
        **_message(row),
        **said(row.issue, "title", "text"),
        "differs": row.issue.differs,
        "personal": _personal(queries.personal(row, held.refresh(), 1)),
    }


def _personal(found: Personal) -> dict[str, Any]:
    return {
        "at": found.at,
        "total": found.total._asdict(),
        "becomes": {str(hung): found.by_what_becomes.get(hung, Total())._asdict() for hung in Hung},
    }


def _message(row: Message) -> dict[str, Any]:
    issue, recipient = row.issue, row.recipient
    return {
        "id": row.pk,
        "notice": issue.notice_id,
        "number": issue.number,
        "kind": issue.kind,
        "at": row.at,
        "recipient": {
            "creator": recipient.creator and recipient.creator.code,
            "organisation": recipient.organisation and recipient.organisation.code,
            "person": recipient.person and recipient.person.username,
        },
        **said(issue, "title"),
        "read_at": row.read_at,
        "read_by": row.read_by and row.read_by.username,
        "acknowledged_at": row.acknowledged_at,
        "acknowledged_by": row.acknowledged_by and row.acknowledged_by.username,
    }
