"""Two servers on one database, at the instant: both change, without a word between them."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from django.db import connection

from tests.publishing.conftest import JD, TAOBAO, cut_over_at
from tests.site.conftest import COMMAND, free_port
from yellowcart.api.held_keys import callers
from yellowcart.kit.clock import now
from yellowcart.parties.actions import add_creator, add_person
from yellowcart.parties.keys import issue_key
from yellowcart.parties.models import Role
from yellowcart.publishing.actions import hang, open_cart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def servers(transactional_db: None, tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of two servers on the database of this test."""
    of = connection.settings_dict
    url = f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
    ports = [free_port(), free_port()]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    started = [
        subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            env=inherited | {
                "DATABASE_URL": url, "YELLOWCART_DATA": str(tmp_path / str(port)),
                "YELLOWCART_SECRET_KEY": "the same for both of these",
                "YELLOWCART_DEVELOPMENT": "1",
            },
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]  # fmt: skip
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    try:
        for address in addresses:
            _wait(address)
        yield addresses
    finally:
        for one in started:
            one.send_signal(signal.SIGINT)
        for one in started:
            one.wait(30)
        connection.close()


def _wait(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{address}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_both_change_at_the_instant(servers: list[str]) -> None:
    callers.forget()
    person = add_person(by=None, username="reader", password="quiet-lake-9", role=Role.OPERATIONS)
    issued = issue_key(by=None, person=person, purpose="reads", scopes=["read", "decide"])
    end = now() + timedelta(seconds=8)
    cut_over_at(end)
    creator = add_creator(by=None, code="aling", name="阿玲")
    cart = open_cart(by=None, creator=creator, surface="live_cart", code="room-1")
    for text in (TAOBAO, JD):
        hang(by=None, cart=cart, text=text)
    hang(by=None, cart=cart, product="P-1")
    headers = {"Authorization": f"Bearer {issued.secret}"}
    seen: dict[str, list[tuple[datetime, tuple[str, ...], str]]] = {one: [] for one in servers}
    with httpx.Client(headers=headers) as client:
        while now() < end + timedelta(seconds=1):
            for address in servers:
                page = client.get(f"{address}/api/v1/carts/room-1").json()
                decided = client.post(
                    f"{address}/api/v1/decisions", json={"link": TAOBAO, "surface": "live_cart"}
                ).json()
                at = datetime.fromisoformat(page["at"])
                served = tuple(entry["marketplace"] for entry in page["entries"])
                assert served == (("taobao", "jd", "kuaishou") if at < end else ("kuaishou",))
                asked = datetime.fromisoformat(decided["at"])
                assert decided["verdict"] == ("allow" if asked < end else "deny")
                seen[address].append((at, served, decided["verdict"]))
    for pages in seen.values():
        assert {served for _, served, _ in pages} == {("taobao", "jd", "kuaishou"), ("kuaishou",)}
        assert {verdict for *_, verdict in pages} == {"allow", "deny"}
