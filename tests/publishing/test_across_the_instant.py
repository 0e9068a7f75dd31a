"""Publishers and readers across the instant of a cut-over, with no job running."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from tests.publishing.conftest import JD, TAOBAO, cut_over_at
from yellowcart.agreements.queries import terms_on_file
from yellowcart.kit.clock import now
from yellowcart.parties.actions import add_creator
from yellowcart.publishing.actions import hang, open_cart
from yellowcart.publishing.errors import NotGranted
from yellowcart.publishing.models import Cart, Entry
from yellowcart.publishing.queries import cart_page

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISHERS = 8
SURFACES = ("live_cart", "video_cart", "product_page", "shop_window", "note")
READER = """
import sys
import django
django.setup()
from yellowcart.agreements.held import current
from yellowcart.publishing.queries import cart_page
print("ready", flush=True)
end = float(sys.stdin.readline())
cart_page("live_cart", current())
print("loaded", flush=True)
seen = []
while True:
    page = cart_page("live_cart", current())
    served = tuple(entry.marketplace for entry in page.served)
    if not seen or seen[-1][1] != served:
        seen.append((page.at.isoformat(), served))
        print(page.at.isoformat(), ",".join(served) or "-", flush=True)
    if page.at.timestamp() > end + 0.5:
        break
"""


def opened() -> dict[str, Cart]:
    creator = add_creator(by=None, code="aling", name="阿玲")
    return {
        surface: open_cart(by=None, creator=creator, surface=surface, code=surface)
        for surface in SURFACES
    }


def test_publishers_across_the_instant_leave_nothing_that_is_served_after_it() -> None:
    end = now() + timedelta(seconds=2.5)
    cut_over_at(end)
    carts = opened()
    refused: list[datetime] = []
    failures: list[BaseException] = []

    def publish(number: int) -> None:
        try:
            while now() < end + timedelta(seconds=1):
                surface = SURFACES[number % len(SURFACES)]
                for text in (TAOBAO, JD):
                    try:
                        hang(by=None, cart=carts[surface], text=text)
                    except NotGranted as error:
                        refused.append(error.decision.at)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=publish, args=(number,)) for number in range(PUBLISHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert refused
    assert min(refused) >= end
    closed = Entry.objects.filter(marketplace="taobao") | Entry.objects.filter(
        marketplace="jd", cart__surface__code="live_cart"
    )
    assert closed.filter(hung_at__lt=end).count() > PUBLISHERS
    assert not closed.filter(hung_at__gte=end).exists()
    assert Entry.objects.filter(marketplace="jd", hung_at__gte=end).exists()
    table = terms_on_file().table()
    last = end - timedelta(microseconds=1)
    for surface in SURFACES:
        before = {entry.marketplace for entry in cart_page(surface, table, at=last).served}
        assert before == {"taobao", "jd"}
        served = {entry.marketplace for entry in cart_page(surface, table, at=end).served}
        assert served == (set() if surface == "live_cart" else {"jd"})
        present = {entry.marketplace for entry in cart_page(surface, table).served}
        assert present == served


@pytest.fixture
def readers() -> Iterator[list["subprocess.Popen[str]"]]:
    """Two processes on the database of this test, ready to be told the instant."""
    of = connection.settings_dict
    url = f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "yellowcart.site.settings"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READER], env=os.environ | settings,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield processes
    finally:
        for process in processes:
            with process:
                process.kill()


def test_two_processes_change_at_the_instant_without_contact(
    readers: list["subprocess.Popen[str]"],
) -> None:
    end = now() + timedelta(seconds=6)
    cut_over_at(end)
    cart = opened()["live_cart"]
    for text in (TAOBAO, JD):
        hang(by=None, cart=cart, text=text)
    hang(by=None, cart=cart, product="P-1")
    for process in readers:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{end.timestamp()}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "loaded\n"
    assert now() < end, "the processes were too slow to load"
    for process in readers:
        out, _ = process.communicate(timeout=60)
        (first, before), (then, after) = (line.split() for line in out.splitlines())
        assert (before, after) == ("taobao,jd,kuaishou", "kuaishou")
        assert datetime.fromisoformat(first) < end <= datetime.fromisoformat(then)
