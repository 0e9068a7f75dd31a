"""Delivering with real connections at once, and with workers that are killed."""

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.models import Count

from tests.notices.conftest import Clock, Platform, T, look, renew_taobao
from tests.site.conftest import wait_for
from yellowcart.kit.clock import ahead
from yellowcart.notices.actions import deliver, draft, send
from yellowcart.notices.correcting import correct
from yellowcart.notices.models import Issue, Message, Notice, Recipient
from yellowcart.parties.models import Creator
from yellowcart.webhooks.models import Event

RECIPIENTS, KILLS, SEED = 5_000, 4, 20220301
WORKER = """
import django
django.setup()
from yellowcart.notices.actions import deliver
print("ready", flush=True)
input()
deliver({issue}, at_once=20)
"""


@pytest.fixture
def issue(platform: Platform) -> Issue:
    Creator.objects.bulk_create(
        Creator(code=f"creator-{number}", name=f"达人{number}") for number in range(RECIPIENTS - 3)
    )
    notice = draft(by=None, at=T, source="agreements", audience={"roles": ["creator"]})
    return send(by=None, notice=notice)


def exactly_once(issue: Issue) -> None:
    issue.refresh_from_db()
    assert issue.done_at is not None
    assert issue.recipients == RECIPIENTS
    assert Message.objects.filter(issue=issue).count() == RECIPIENTS
    assert Recipient.objects.filter(notice=issue.notice).count() == RECIPIENTS
    creators = Message.objects.values("recipient__creator").annotate(number=Count("pk"))
    assert {row["number"] for row in creators} == {1}
    assert len(creators) == RECIPIENTS
    assert Event.objects.filter(kind="notice.sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_deliver_at_once_deliver_once(issue: Issue) -> None:
    ready = threading.Barrier(2)

    def worker(_: int) -> None:
        try:
            ready.wait()
            deliver(issue.pk, at_once=100)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(worker, range(2)))
    exactly_once(issue)


def worker(issue: Issue) -> "subprocess.Popen[str]":
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
        **connection.settings_dict
    )
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(issue=issue.pk)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ
        | {
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "yellowcart.site.settings",
            "YELLOWCART_SECONDS_AHEAD": str(int(ahead().total_seconds())),
        },
    )


def number_of(issue: Issue) -> int:
    return Message.objects.filter(issue=issue).count()


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_while_five_thousand_are_told(issue: Issue) -> None:
    """By kill -9, at moments of chance; each goes on from where the last was cut off."""
    chance = random.Random(SEED)
    delivered = [0]
    for one in [worker(issue) for _ in range(KILLS)]:
        with one:
            assert one.stdin is not None
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
            one.stdin.write("go\n")
            one.stdin.flush()
            enough = delivered[-1] + chance.randint(1, 600)
            wait_for(lambda enough=enough: number_of(issue) >= enough)  # type: ignore[misc]
            one.kill()
        delivered.append(number_of(issue))
    assert 0 < delivered[1] < delivered[2] < delivered[3] < delivered[4] < RECIPIENTS
    assert {count % 20 for count in delivered} == {0}  # whole batches
    deliver(issue)
    exactly_once(issue)


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_make_one_correction(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    renew_taobao(platform)
    ready = threading.Barrier(2)

    def looks(_: int) -> None:
        try:
            ready.wait()
            correct(sent.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(looks, range(2)))
    assert Issue.objects.filter(kind="correction").count() == 1
    look()
    assert Event.objects.filter(kind="notice.sent").count() == 2
