"""The worker as whoever installs it sees it: beside the server, alone, stopped and killed."""

import signal
import subprocess

from tests.site.conftest import Site, command_of, kill, processes_about, wait_for
from tests.site.conftest import data as data
from tests.site.conftest import site as site
from tests.webhooks.conftest import Receiver
from yellowcart.site.database.running import server_in

ADD = """
from yellowcart.webhooks.actions import add_endpoint
print(add_endpoint(by=None, url="{url}", kinds=["entry.hung"]).secret)
"""
EMIT = """
from django.db import transaction
from yellowcart.webhooks.events import emit
with transaction.atomic():
    print(emit("entry.hung", "7", {"entry": 7}).id)
"""


def run(site: Site, code: str) -> str:
    ran = site.run("manage", "shell", "--verbosity", "0", "-c", code)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def told(receiver: Receiver, event: str) -> bool:
    return event in [got.headers["webhook-id"] for got in receiver.received]


def worker_of(server: int) -> int | None:
    ran = subprocess.run(
        ["ps", "-ww", "-e", "-o", "pid=,ppid=,stat=,command="],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for line in ran.stdout.splitlines():
        process, parent, state, command = line.split(None, 3)
        if int(parent) == server and "worker_process" in command and not state.startswith("Z"):
            return int(process)
    return None


def test_beside_the_server_it_tells_and_ends_with_it(site: Site, receiver: Receiver) -> None:
    served = site.serve()
    site.wait_until_healthy()
    secret = run(site, ADD.format(url=receiver.url))
    event = run(site, EMIT)
    wait_for(lambda: told(receiver, event))
    assert receiver.received[0].is_signed_by(secret)

    first = worker_of(served.process.pid)
    assert first is not None
    kill(first)
    wait_for(lambda: worker_of(served.process.pid) not in (None, first))
    event = run(site, EMIT)
    wait_for(lambda: told(receiver, event))

    second = worker_of(served.process.pid)
    assert second is not None
    served.process.kill()
    served.process.wait()
    wait_for(lambda: not command_of(second), within=15)


def test_alone_it_tells_and_stops_in_good_order(site: Site, receiver: Receiver) -> None:
    site.environment["LANG"] = "C.UTF-8"
    worked = site.start("work", "--jobs", "2")
    wait_for(lambda: worker_of(worked.process.pid))
    run(site, ADD.format(url=receiver.url))
    receiver.status = 500
    event = run(site, EMIT)
    wait_for(lambda: told(receiver, event))
    receiver.status = 204
    wait_for(lambda: len(receiver.received) == 2)
    assert [got.headers["webhook-id"] for got in receiver.received] == [event] * 2
    worker = worker_of(worked.process.pid)
    assert worker is not None
    assert worked.end(signal.SIGINT) == (0, "Working.\n", "")
    assert not command_of(worker)
    assert processes_about(site.data) == []


def test_production_refuses_what_is_not_safe(site: Site) -> None:
    site.environment = {"YELLOWCART_DATA": str(site.data), "YELLOWCART_DEBUG": "1"}
    ran = site.run("work")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "YELLOWCART_DEBUG=1 shows strangers the code" in ran.stderr
    assert not site.data.exists()


def test_a_killed_database_is_worked_on_once_it_is_back(site: Site, receiver: Receiver) -> None:
    worked = site.start("work")
    wait_for(lambda: worker_of(worked.process.pid))
    run(site, ADD.format(url=receiver.url))
    killed = server_in(site.data / "postgres")
    assert killed is not None
    kill(killed.process)
    wait_for(lambda: server_in(site.data / "postgres") not in (None, killed))
    event = run(site, EMIT)
    wait_for(lambda: told(receiver, event), within=60)
    assert worked.end(signal.SIGTERM)[0] == 0
