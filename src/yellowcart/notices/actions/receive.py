"""Reading a message, and acknowledging it."""

from django.db import transaction

from yellowcart.notices.locks import lock_message
from yellowcart.notices.models import Message
from yellowcart.notices.queries.receipts import the_message
from yellowcart.notices.rows import received
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import Person
from yellowcart.parties.permission import WRITING_NOTHING


@transaction.atomic
def read(*, by: Person, message: Message) -> Message:
    """Notes who read it first, and when; for whoever reads it again, nothing is noted.

    Refused with `UnknownMessage` if it is not the person's own.
    """
    return _note(by, message, acknowledges=False)


@transaction.atomic
def acknowledge(*, by: Person, message: Message) -> Message:
    """Notes who has said first that they know; it is read with that, if it was not."""
    return _note(by, message, acknowledges=True)


def _note(by: Person, message: Message, *, acknowledges: bool) -> Message:
    the_message(by, message.pk)
    if by.role in WRITING_NOTHING:
        raise NotPermitted(f"{by.username} ({by.role}) writes nothing, and leaves no receipt")
    message = lock_message(message.pk)
    before = received(message)
    at = database_now()
    if message.read_at is None:
        message.read_at, message.read_by = at, by
    if acknowledges and message.acknowledged_at is None:
        message.acknowledged_at, message.acknowledged_by = at, by
    after = received(message)
    if after != before:
        message.save(update_fields=["read_at", "read_by", "acknowledged_at", "acknowledged_by"])
        what = "message.acknowledged" if acknowledges else "message.read"
        audit.record(by, what, message, before, after)
    return message
