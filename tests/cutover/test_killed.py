"""Sweepers that are killed while others publish: the end is the same as without."""

import os
import subprocess
import sys
from random import Random
from threading import Event as Flag
from threading import Thread
from time import sleep

import pytest
from django.db import connection

from tests.cutover.conftest import TAOBAO, Event2022, T, event, to
from tests.publishing.conftest import JD
from yellowcart.cutover import actions
from yellowcart.cutover.models import Step, Withdrawal
from yellowcart.kit.clock import ahead
from yellowcart.parties.audit import verify
from yellowcart.publishing.actions import hang, take_down
from yellowcart.publishing.models import Entry, Status
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
SEED, KILLS, MOST = 20220301, 4, 1_500
SWEEPER = """
import sys
import django
django.setup()
from yellowcart.cutover.actions import sweep
print("ready", flush=True)
sweep(int(sys.argv[1]))
"""


def sweeper(key: int) -> "subprocess.Popen[str]":
    of = connection.settings_dict
    url = f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
    settings = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "yellowcart.site.settings",
        "YELLOWCART_SECONDS_AHEAD": str(int(ahead().total_seconds())),
    }
    return subprocess.Popen(
        [sys.executable, "-c", SWEEPER, str(key)], env=os.environ | settings,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_killed_sweepers_withdraw_each_entry_once_beside_publishers() -> None:
    made: Event2022 = event()
    for name in ("aling-live_cart", "aling-video_cart", "xiaobo-video_cart"):
        made.hang(name, *(TAOBAO.format(number) for number in range(MOST // 3)))
    one = made.approved()
    to(T)
    closed = Entry.objects.filter(status=Status.HUNG, marketplace="taobao") | Entry.objects.filter(
        status=Status.HUNG, marketplace="jd", cart__surface__code="live_cart"
    )
    expected = dict(closed.values_list("pk", "position"))
    assert len(expected) == MOST + 10
    over = Flag()
    failures: list[BaseException] = []
    published: list[int] = []

    def publish() -> None:
        try:
            while not over.is_set():
                cart = made.carts["xiaobo-video_cart"]
                entry = hang(by=None, cart=cart, text=JD)
                take_down(by=None, entry=entry)
                published.append(entry.pk)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    publisher = Thread(target=publish)
    publisher.start()
    draw, processes = Random(SEED), [sweeper(one.pk), sweeper(one.pk)]
    try:
        for _ in range(KILLS):
            victim = draw.randrange(2)
            out = processes[victim].stdout
            assert out is not None
            assert out.readline() == "ready\n"
            sleep(draw.uniform(0.01, 0.2))
            processes[victim].kill()
            processes[victim].wait()
            out.close()
            processes[victim] = sweeper(one.pk)
        for process in processes:
            with process:
                assert process.wait() == 0
    finally:
        over.set()
        publisher.join()
        for process in processes:
            process.kill()
    assert failures == []
    assert published
    rows = Withdrawal.objects.filter(entry__status=Status.WITHDRAWN)
    assert dict(rows.values_list("pk", "entry__place")) == expected
    told = Event.objects.filter(kind="entry.withdrawn").exclude(subject__in=map(str, published))
    assert sorted(map(int, told.values_list("subject", flat=True))) == sorted(expected)
    one.refresh_from_db()
    assert one.step == Step.SWEPT
    proof = actions.prove(by=made.people["operator"], transition=one)
    assert (proof.hanging, proof.content["withdrawn"]) == (0, len(expected))
    assert verify().broken is None
