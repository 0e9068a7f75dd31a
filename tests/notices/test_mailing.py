"""E-mail, over a real server on loopback: sent, refused, tried again, and never by two at once."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.conf import settings as configured
from django.db import connection, connections
from pytest_django import Settings

from tests.notices.conftest import (
    TICK,
    Clock,
    Platform,
    T,
    look,
    renew_taobao,
)
from tests.notices.mail_server import MailServer, serving
from yellowcart.notices.actions import deliver, draft, end, send
from yellowcart.notices.mailing import HELD_FOR, message_id, post
from yellowcart.notices.models import Mail, Notice
from yellowcart.notices.queries import counts
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.webhooks.tasks import TRIES, WAITS

ADDRESSES = ["aling@example.com", "zhao@example.com", "wu@example.com"]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    with serving(MailServer()) as one:
        settings.SENDS_MAIL = True
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
        settings.DEFAULT_FROM_EMAIL = "小黄车 <notices@example.com>"
        yield one


@pytest.fixture
def queued(mail_server: MailServer, sent: Notice) -> datetime:
    """A notice that lies in the inboxes, and whose mails are due: at what instant."""
    assert mail_server.taken == []
    return database_now()


@pytest.fixture
def one_mail(mail_server: MailServer, platform: Platform) -> Mail:
    notice = draft(by=None, at=T, source="agreements", audience={"creators": ["aling"]})
    deliver(send(by=None, notice=notice))
    return Mail.objects.get()


def mails(*fields: str) -> list[tuple[object, ...]]:
    return [*Mail.objects.order_by("pk").values_list(*fields)]


def test_each_person_with_an_address_gets_one_in_both_languages(
    platform: Platform, queued: datetime, mail_server: MailServer, sent: Notice
) -> None:
    assert mails("address", "state", "tries") == [(one, "pending", 0) for one in ADDRESSES]
    post(queued)
    assert [recipient for recipient, _ in mail_server.taken] == ADDRESSES
    assert mail_server.connections == 1
    message = mail_server.taken[0][1]
    assert message["Subject"].strip() == f"{sent.title_zh} / {sent.title_en}"
    assert message["From"] == "小黄车 <notices@example.com>"
    assert message["To"] == "aling@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_content().replace("\r\n", "\n").strip()  # type: ignore[attr-defined]
    assert text == f"{sent.text_zh}\n\n———\n\n{sent.text_en}"
    keys = [mail.pk for mail in Mail.objects.order_by("pk")]
    assert mail_server.ids() == [f"<notice-{sent.pk}-1-{key}@example.com>" for key in keys]
    assert mails("state", "tries", "next_at", "sent_at", "error") == [
        ("sent", 1, None, queued, "")
    ] * 3  # fmt: skip
    post(queued + timedelta(days=3))
    assert len(mail_server.taken) == 3
    first = counts(sent)[0]
    assert (first.mails_sent, first.mails_pending, first.mails_failed) == (3, 0, 0)


def test_without_a_mail_server_there_are_no_mails(
    platform: Platform, sent: Notice, settings: Settings
) -> None:
    assert configured.SENDS_MAIL is False
    assert Mail.objects.count() == 0
    post()


def test_whose_access_ended_gets_none(
    platform: Platform, drafted: Notice, mail_server: MailServer
) -> None:
    Person.objects.filter(username="zhao").update(is_active=False)
    deliver(send(by=None, notice=drafted))
    assert mails("address") == [("aling@example.com",), ("wu@example.com",)]


def test_refused_for_now_it_is_tried_again_until_it_is_taken(
    one_mail: Mail, mail_server: MailServer
) -> None:
    at = database_now()
    mail_server.answers = {"RCPT": ["450 mailbox busy"], "DATA.": ["451 try later"]}
    post(at)
    assert mails("state", "tries", "next_at", "error") == [
        ("pending", 1, at + WAITS[0], "450 mailbox busy")
    ]  # fmt: skip
    post(at + WAITS[0] - TICK)
    assert mails("tries") == [(1,)]
    at += WAITS[0]
    post(at)
    assert mails("state", "tries", "next_at", "error") == [
        ("pending", 2, at + WAITS[1], "451 try later")
    ]  # fmt: skip
    assert mail_server.taken == []
    at += WAITS[1]
    post(at)
    assert mails("state", "tries", "next_at", "sent_at", "error") == [("sent", 3, None, at, "")]
    assert mail_server.ids() == [message_id(one_mail)]


def test_refused_too_often_it_has_failed(one_mail: Mail, mail_server: MailServer) -> None:
    mail_server.answers = {"MAIL": ["550 who are you"] * 20}
    at = database_now()
    for wait in WAITS:
        post(at)
        assert mails("state") == [("pending",)]
        at += wait
    post(at)
    assert mails("state", "tries", "next_at", "error") == [
        ("failed", TRIES, None, "550 who are you")
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["RCPT", "DATA."])
def test_refused_for_good_it_is_not_tried_again(
    one_mail: Mail, mail_server: MailServer, command: str
) -> None:
    mail_server.answers = {command: ["550 no such mailbox"]}
    post(database_now())
    assert mails("state", "tries", "next_at", "error") == [
        ("failed", 1, None, "550 no such mailbox")
    ]  # fmt: skip


def test_an_address_that_is_none_has_failed(one_mail: Mail, mail_server: MailServer) -> None:
    Mail.objects.update(address="a\nb@example.com")
    post(database_now())
    ((state, tries),) = mails("state", "tries")
    assert (state, tries) == ("failed", 1)
    assert mail_server.taken == []


def test_a_server_that_dies_is_left_alone_and_the_rest_follows_when_it_is_back(
    queued: datetime, mail_server: MailServer
) -> None:
    mail_server.answers = {"DATA.": [""]}
    post(queued)
    assert mail_server.connections == 1
    (first, *others) = mails("state", "tries", "next_at")
    assert first == ("pending", 1, queued + WAITS[0])
    assert others == [("pending", 0, others[0][2]), ("pending", 0, others[1][2])]
    post(queued + WAITS[0])
    assert {state for (state,) in mails("state")} == {"sent"}
    assert sorted(recipient for recipient, _ in mail_server.taken) == sorted(ADDRESSES)


def test_while_the_server_is_busy_no_more_is_asked_of_it(
    queued: datetime, mail_server: MailServer
) -> None:
    mail_server.answers = {"RCPT": ["421 too many connections"]}
    post(queued)
    assert mails("tries", "error") == [(1, "421 too many connections"), (0, ""), (0, "")]


def test_while_nobody_answers_no_try_is_counted(
    queued: datetime, mail_server: MailServer, settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    settings.EMAIL_PORT = 9
    post(queued)
    assert mails("state", "tries") == [("pending", 0)] * 3
    assert "no e-mail goes out, the server is away" in caplog.text


def test_what_was_called_off_or_corrected_is_not_sent(
    platform: Platform, queued: datetime, mail_server: MailServer, sent: Notice, clock: Clock
) -> None:
    renew_taobao(platform)
    (correction,) = look()
    post()
    assert [str(message["Subject"]).strip()[:3] for _, message in mail_server.taken] == [
        "更正："
    ] * 3
    assert [one.mails_dropped for one in counts(sent)] == [3, 0, 0, 0, 0, 0]
    Mail.objects.filter(message__issue=correction).update(
        state="pending", sent_at=None, next_at=queued
    )
    end(by=platform.clerk, notice=sent)
    post()
    assert len(mail_server.taken) == 3
    assert [one.mails_dropped for one in counts(sent)] == [3, 0, 0, 0, 0, 3]


@pytest.mark.django_db(transaction=True)
def test_workers_that_send_at_once_send_each_mail_once(
    platform: Platform, mail_server: MailServer, drafted: Notice
) -> None:
    Person.objects.bulk_create(
        Person(username=f"m{n}", role="creator", creator=platform.aling, email=f"m{n}@example.com")
        for n in range(60)
    )
    deliver(send(by=None, notice=drafted))
    ready = threading.Barrier(4)

    def worker(_: int) -> None:
        try:
            ready.wait()
            post()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, range(4)))
    assert len(mail_server.taken) == len(set(mail_server.ids())) == 63
    assert mails("state", "tries") == [("sent", 1)] * 63


POST = """
import django
django.setup()
from yellowcart.notices.mailing import post
from datetime import datetime
post(datetime.fromisoformat("{at}"))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_it_noted_the_answer_is_followed_under_the_same_id(
    one_mail: Mail, mail_server: MailServer
) -> None:
    at = database_now()
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
        **connection.settings_dict
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", POST.format(at=at.isoformat())],
        env=os.environ
        | {
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "yellowcart.site.settings",
            "YELLOWCART_SMTP": f"smtp://127.0.0.1:{mail_server.port}",
            "YELLOWCART_MAIL_FROM": "notices@example.com",
        },
    )
    mail_server.when_taken = killed.kill
    assert killed.wait(60) == -9
    mail_server.when_taken = lambda: None
    assert mails("state", "tries", "next_at") == [("pending", 1, at + HELD_FOR)]
    post(at + HELD_FOR - TICK)
    assert len(mail_server.taken) == 1
    post(at + HELD_FOR)
    assert mail_server.ids() == [message_id(one_mail)] * 2
    assert mails("state", "tries") == [("sent", 2)]


def test_a_mail_that_kills_every_worker_has_failed_in_the_end(
    one_mail: Mail, mail_server: MailServer
) -> None:
    at = database_now()
    Mail.objects.update(tries=TRIES, next_at=at)
    post(at)
    assert mails("state", "next_at") == [("failed", None)]
    assert mail_server.taken == []
