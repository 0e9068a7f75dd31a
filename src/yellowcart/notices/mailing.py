"""By e-mail: a message for each person with an address, tried again until the server takes it.

At least once. Should a worker be killed between the server's yes and our note of it, the mail is
sent again under the same Message-ID, by which it can be told from another.
"""

import logging
import smtplib
from contextlib import closing
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from yellowcart.notices.locks import lock_mail, lock_next_mail
from yellowcart.notices.models import Mail
from yellowcart.parties.clock import database_now
from yellowcart.webhooks.tasks import TRIES, WAITS

HELD_FOR = timedelta(minutes=5)
"""A try ends long before: the server has a quarter of a minute for each of a few answers. One that
is not noted by then was killed."""
SHIFT = 50.0
"""Seconds; another is begun every minute, so that other work comes to its turn."""
LONGEST_ERROR = 200
BUSY = 421
"""The server closes the connection."""

log = logging.getLogger(__name__)


class Answer(NamedTuple):
    """What the server made of a mail. `for_good`: it will never take it."""

    error: str = ""
    for_good: bool = False
    is_away: bool = False


def is_due(at: datetime) -> bool:
    return Mail.objects.filter(state=Mail.State.PENDING, next_at__lte=at).exists()


def post(at: datetime | None = None) -> None:
    """Sends what is due, over one connection, for a shift, or until the server is away.

    Two workers never send one mail at once. Without `at`, the database's clock says what is due.
    """
    began = monotonic()
    if not settings.SENDS_MAIL or not is_due(at or database_now()):
        return
    server = get_connection()
    try:
        server.open()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("no e-mail goes out, the server is away: %s", error)
        return
    with closing(server):
        while monotonic() - began < SHIFT:
            held = _hold(at or database_now())
            if held is None:
                return
            answer = _send(held, server)
            _note(held, at or database_now(), answer)
            if answer.is_away:
                return


def message_id(mail: Mail) -> str:
    """The same at every try."""
    issue = mail.message.issue
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    return f"<notice-{issue.notice_id}-{issue.number}-{mail.pk}@{domain}>"


@transaction.atomic
def _hold(at: datetime) -> Mail | None:
    """The next mail that is due, counted as tried and held for this try."""
    while (mail := lock_next_mail(at)) is not None:
        if mail.tries < TRIES:
            mail.tries += 1
            mail.next_at = at + HELD_FOR
            mail.save(update_fields=["tries", "next_at"])
            return mail
        mail.state, mail.next_at = Mail.State.FAILED, None  # whoever made the last try was killed
        mail.save(update_fields=["state", "next_at"])
    return None


def _send(mail: Mail, server: BaseEmailBackend) -> Answer:
    issue = mail.message.issue
    message = EmailMessage(
        subject=f"{issue.title_zh} / {issue.title_en}",
        body=f"{issue.text_zh}\n\n———\n\n{issue.text_en}\n",
        to=[mail.address],
        connection=server,
        headers={"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return _refused(code, said)
    except smtplib.SMTPDataError as refused:
        return _refused(refused.smtp_code, refused.smtp_error)
    except smtplib.SMTPSenderRefused as refused:  # ours to mend: whose mail it is does not matter
        return _refused(refused.smtp_code, refused.smtp_error)._replace(for_good=False)
    except (smtplib.SMTPException, OSError) as error:
        return Answer(f"the server is away: {error}", is_away=True)
    except ValueError as error:  # no address that a mail could be sent to
        return Answer(str(error), for_good=True)
    return Answer()


def _refused(code: int, said: bytes | str) -> Answer:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return Answer(f"{code} {text}", for_good=500 <= code < 600, is_away=code == BUSY)


@transaction.atomic
def _note(held: Mail, at: datetime, answer: Answer) -> None:
    mail = lock_mail(held.pk)
    if mail.tries != held.tries or mail.state in (Mail.State.SENT, Mail.State.FAILED):
        return  # held by another meanwhile: theirs is what counts
    mail.error = " ".join(answer.error.split())[:LONGEST_ERROR]
    if not answer.error:
        mail.state, mail.next_at, mail.sent_at = Mail.State.SENT, None, at
    elif mail.state == Mail.State.PENDING:
        if answer.for_good or mail.tries == TRIES:
            mail.state, mail.next_at = Mail.State.FAILED, None
        else:
            mail.next_at = at + WAITS[mail.tries - 1]
    mail.save(update_fields=["state", "next_at", "sent_at", "error"])
