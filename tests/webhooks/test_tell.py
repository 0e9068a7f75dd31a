"""Telling endpoints, with the clock as a parameter: signed, retried, noted, once at a time."""

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from tests.webhooks.conftest import DATA, Receiver, delivery_of, happened
from yellowcart.kit.instant import format_instant
from yellowcart.parties.models import AuditRecord
from yellowcart.webhooks import sending
from yellowcart.webhooks.actions import Added, add_endpoint, change_endpoint, rotate_secret
from yellowcart.webhooks.models import Attempt, Delivery, Endpoint
from yellowcart.webhooks.signature import verify
from yellowcart.webhooks.tasks import HELD_FOR, REST, TRIES, WAITS, due, tell

TICK = timedelta(microseconds=1)


def tell_all(at: datetime) -> int:
    """Does what is due at an instant; answers how many deliveries that were."""
    keys = due(at)
    for key in keys:
        tell(key, at)
    return len(keys)


def log() -> list[tuple[int | None, str]]:
    return list(Attempt.objects.order_by("pk").values_list("status", "error"))


def test_a_message_is_signed_by_the_specification(added: Added, receiver: Receiver) -> None:
    event = happened()
    at = event.at + timedelta(seconds=1)
    assert tell_all(at) == 1
    (got,) = receiver.received
    assert got.path == "/hook"
    assert got.headers["webhook-id"] == event.id
    assert got.headers["webhook-timestamp"] == str(int(at.timestamp()))
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"] == "yellowcart"
    assert got.is_signed_by(added.secret)
    verify(got.headers, got.body, added.secret, at)
    assert json.loads(got.body) == {
        "type": "entry.hung",
        "timestamp": format_instant(event.at),
        "data": DATA,
    }
    delivery = delivery_of(event)
    assert (delivery.state, delivery.tries, delivery.next_at) == ("delivered", 1, None)
    attempt = Attempt.objects.get()
    assert (attempt.delivery, attempt.at, attempt.status, attempt.error) == (delivery, at, 204, "")
    assert 0 <= attempt.milliseconds < 10_000


def test_an_endpoint_is_tried_over_a_day_and_a_third_and_then_it_has_failed(
    added: Added, receiver: Receiver
) -> None:
    receiver.status = 503
    event = happened()
    at = event.at
    for tries, wait in enumerate(WAITS, start=1):
        assert tell_all(at - TICK) == 0
        assert tell_all(at) == 1
        delivery = delivery_of(event)
        assert (delivery.state, delivery.tries) == ("pending", tries)
        assert delivery.next_at == at + wait
        job = ProcrastinateJob.objects.latest("id")
        assert (job.args, job.scheduled_at) == ({"delivery": delivery.pk}, delivery.next_at)
        at += wait
    assert tell_all(at) == 1
    delivery = delivery_of(event)
    assert (delivery.state, delivery.tries, delivery.next_at) == ("failed", TRIES, None)
    assert log() == [(503, "")] * TRIES == [(503, "")] * 8
    assert at - event.at == timedelta(hours=31, minutes=35, seconds=5)
    assert {got.headers["webhook-id"] for got in receiver.received} == {event.id}
    assert len({got.headers["webhook-timestamp"] for got in receiver.received}) == TRIES
    assert all(got.is_signed_by(added.secret) for got in receiver.received)
    assert tell_all(at + timedelta(days=365)) == 0


def test_one_that_answers_again_is_told_no_more(added: Added, receiver: Receiver) -> None:
    receiver.status = 500
    event = happened()
    tell_all(event.at)
    receiver.status = 200
    tell_all(event.at + WAITS[0])
    assert delivery_of(event).state == "delivered"
    assert log() == [(500, ""), (200, "")]
    assert tell_all(event.at + timedelta(days=2)) == 0


def test_a_job_that_runs_twice_tells_once(added: Added, receiver: Receiver) -> None:
    event = happened()
    for _ in range(3):
        tell(delivery_of(event).pk, event.at)
    assert len(receiver.received) == 1
    assert Attempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_jobs_that_run_at_once_tell_once(added: Added, receiver: Receiver) -> None:
    event = happened()
    key = delivery_of(event).pk

    def job(_: int) -> None:
        try:
            tell(key, event.at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(job, range(4)))
    assert len(receiver.received) == 1
    assert delivery_of(event).state == "delivered"


def test_what_nobody_knows_or_is_not_due_is_left_alone(added: Added, receiver: Receiver) -> None:
    event = happened()
    tell(delivery_of(event).pk + 1, event.at)
    tell(delivery_of(event).pk, event.at - TICK)
    assert receiver.received == []
    assert delivery_of(event).tries == 0


def test_gone_disables_the_endpoint(added: Added, receiver: Receiver) -> None:
    receiver.status = 410
    event, other = happened(), happened()
    at = other.at
    tell(delivery_of(event).pk, at)
    endpoint = Endpoint.objects.get()
    assert (endpoint.disabled_at, endpoint.disabled_why) == (at, "answered 410 Gone")
    assert (delivery_of(event).state, delivery_of(other).state) == ("failed", "pending")
    last = AuditRecord.objects.latest("number")
    assert (last.what, last.by) == ("endpoint.disabled", None)
    assert last.before is not None
    assert last.after is not None
    assert last.before["disabled_at"] is None
    assert last.after["disabled_why"] == "answered 410 Gone"
    assert tell_all(at + timedelta(days=2)) == 0
    tell(delivery_of(other).pk, at)
    assert len(receiver.received) == 1


def test_a_redirect_is_an_answer_that_is_not_followed(added: Added, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 307, {"location": receiver.url + "/elsewhere"}
    event = happened()
    tell_all(event.at)
    assert [got.path for got in receiver.received] == ["/hook"]
    assert delivery_of(event).state == "pending"
    assert log() == [(307, "")]


def test_one_that_is_slow_is_not_waited_for(
    added: Added, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough = threading.Event()
    receiver.before_it_answers = lambda: enough.wait(20)
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    event = happened()
    tell_all(event.at)
    enough.set()
    assert log() == [(None, "timeout")]
    assert delivery_of(event).next_at == event.at + WAITS[0]
    assert 300 <= Attempt.objects.get().milliseconds < 10_000


def test_nobody_there_is_noted(added: Added) -> None:
    change_endpoint(by=None, key=added.endpoint.pk, url="http://127.0.0.1:9/", kinds=["entry.hung"])
    event = happened()
    tell_all(event.at)
    assert log() == [(None, "unreachable")]


def test_one_that_does_not_answer_rests_and_holds_up_nobody(
    added: Added, receiver: Receiver
) -> None:
    dead = add_endpoint(by=None, url="http://127.0.0.1:9/", kinds=["entry.hung"]).endpoint
    events = [happened(), happened(), happened()]
    at = events[-1].at
    assert tell_all(at) == 6
    assert log().count((204, "")) == 3
    assert log().count((None, "unreachable")) == 1
    first, *others = dead.deliveries.order_by("pk")
    assert (first.tries, first.next_at) == (1, at + WAITS[0])
    assert [(one.tries, one.next_at) for one in others] == [(0, at + REST)] * 2
    assert due(at + REST - TICK) == []
    assert due(at + REST) == [first.pk, *(one.pk for one in others)]
    change_endpoint(by=None, key=dead.pk, url=receiver.url, kinds=["entry.hung"])
    assert tell_all(at + REST) == 3
    assert {one.state for one in dead.deliveries.all()} == {"delivered"}


def test_production_connects_to_no_private_address(
    added: Added, receiver: Receiver, settings: Settings
) -> None:
    """Neither to one that was added in development, nor to a name that turns out to be one."""
    named = add_endpoint(by=None, url="https://localhost:9/", kinds=["entry.hung"])
    settings.PRIVATE_WEBHOOKS = settings.PLAIN_WEBHOOKS = False
    event = happened()
    assert tell_all(event.at) == 2
    plain, private = log()
    assert plain[1].endswith("expected an address that starts with https://")
    assert private == (None, "localhost is not on the public internet")
    # As a name server of an attacker's would answer for a name of theirs.
    settings.PRIVATE_WEBHOOKS = False
    Endpoint.objects.filter(pk=named.endpoint.pk).update(url="https://2130706433:9/")
    tell_all(event.at + REST)
    assert log()[-1] == (None, "private_address")
    assert receiver.received == []


def test_while_a_secret_is_rotated_both_sign_and_then_the_new_one_alone(
    added: Added, receiver: Receiver
) -> None:
    rotated = rotate_secret(by=None, key=added.endpoint.pk, overlap=timedelta(hours=1))
    until = rotated.endpoint.former_until
    assert until is not None
    assert rotated.secret != added.secret
    events = [happened(), happened()]
    for event, at in zip(events, (until - TICK, until), strict=True):
        tell(delivery_of(event).pk, at)
    during, after = receiver.received
    assert during.is_signed_by(rotated.secret)
    assert during.is_signed_by(added.secret)
    assert len(during.headers["webhook-signature"].split(" ")) == 2
    assert after.is_signed_by(rotated.secret)
    assert not after.is_signed_by(added.secret)


TELL = """
import django
django.setup()
from yellowcart.webhooks.tasks import tell
from datetime import datetime
tell({key}, datetime.fromisoformat("{at}"))
"""


def teller(key: int, at: datetime) -> "subprocess.Popen[bytes]":
    """One that works on the test's own database."""
    at_work = connection.settings_dict
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**at_work)
    return subprocess.Popen(
        [sys.executable, "-c", TELL.format(key=key, at=at.isoformat())],
        env=os.environ
        | {
            "DATABASE_URL": address,
            "YELLOWCART_DEVELOPMENT": "1",
            "DJANGO_SETTINGS_MODULE": "yellowcart.site.settings",
        },
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_it_noted_the_answer_is_followed_by_another(
    added: Added, receiver: Receiver
) -> None:
    """The endpoint hears of it twice, under one id."""
    event = happened()
    killed = teller(delivery_of(event).pk, event.at)
    receiver.before_it_answers = killed.kill
    assert killed.wait(60) == -9
    assert len(receiver.received) == 1
    delivery = delivery_of(event)
    assert (delivery.state, delivery.tries, log()) == ("pending", 1, [])
    receiver.before_it_answers = lambda: None

    assert tell_all(event.at + HELD_FOR - TICK) == 0
    assert tell_all(event.at + HELD_FOR) == 1
    assert [got.headers["webhook-id"] for got in receiver.received] == [event.id] * 2
    assert all(got.is_signed_by(added.secret) for got in receiver.received)
    assert (delivery_of(event).state, delivery_of(event).tries) == ("delivered", 2)


def test_a_message_that_kills_every_worker_fails_in_the_end(
    added: Added, receiver: Receiver
) -> None:
    event = happened()
    at = event.at + HELD_FOR
    Delivery.objects.update(tries=TRIES, next_at=at)
    tell_all(at)
    assert (delivery_of(event).state, delivery_of(event).next_at) == ("failed", None)
    assert receiver.received == []


def test_due_says_the_longest_overdue_first(added: Added) -> None:
    events = [happened(), happened(), happened()]
    keys = [delivery_of(event).pk for event in events]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for key, hours in zip(keys, (3, 1, 2), strict=True):
        Delivery.objects.filter(pk=key).update(next_at=start + timedelta(hours=hours))
    assert due(start + timedelta(hours=2)) == [keys[1], keys[2]]
