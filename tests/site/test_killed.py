"""kill -9 of the server, and of PostgreSQL, while 200 writes are under way."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Lock

import httpx
import pytest

from tests.site.conftest import Site
from yellowcart.site.database.running import server_in

EXAMPLE = Path(__file__).parents[2] / "examples" / "kuaishou-2022" / "agreements.toml"
WRITES, CARTS, KILLED_AFTER = 200, 20, 60
FILL = """
from pathlib import Path
from yellowcart.agreements.actions import import_terms, name_own_marketplace
from yellowcart.parties.actions import add_creator, add_person
from yellowcart.parties.keys import issue_key
from yellowcart.publishing.actions import open_cart
from yellowcart.terms import read_terms
import_terms(by=None, terms=read_terms(Path("{example}")))
name_own_marketplace(by=None, marketplace="kuaishou")
creator = add_creator(by=None, code="aling", name="阿玲")
for number in range({carts}):
    open_cart(by=None, creator=creator, surface="note", code=f"note-{{number}}")
person = add_person(by=None, username="op", password="quiet-lake-9", role="operations")
key = issue_key(by=None, person=person, purpose="writes", scopes=["write"])
print("key", key.secret)
"""
COUNT = """
import json
from yellowcart.parties import audit
from yellowcart.parties.models import AuditRecord
from yellowcart.publishing.models import Entry
from yellowcart.webhooks.models import Event
hung = AuditRecord.objects.filter(what="entry.hung")
print("found", json.dumps({
    "entries": sorted(Entry.objects.values_list("pk", flat=True)),
    "records": sorted(int(one.subject_key) for one in hung),
    "events": sorted(one.data["entry"] for one in Event.objects.filter(kind="entry.hung")),
    "broken": audit.verify().broken,
}))
"""


def told(site: Site, script: str) -> str:
    """What a script said, run within the installation."""
    ran = site.run("manage", "shell", "-v", "0", "-c", script)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()[-1].partition(" ")[2]


@pytest.mark.parametrize("victim", ["server", "database"])
def test_what_was_acknowledged_is_there_and_nothing_is_half_there(
    site: Site, data: Path, victim: str
) -> None:
    site.serve("--workers", "2")
    site.wait_until_healthy()
    key = told(site, FILL.format(example=EXAMPLE, carts=CARTS))
    acknowledged = _writes(site, key, lambda: _kill(site, data, victim))
    assert len(acknowledged) >= KILLED_AFTER
    if victim == "server":
        site.serve()
    site.wait_until_healthy()
    found = json.loads(told(site, COUNT))
    assert set(acknowledged) <= set(found["entries"])
    assert found["records"] == found["entries"] == found["events"]
    assert found["broken"] is None


def _writes(site: Site, key: str, kill: Callable[[], None]) -> list[int]:
    """200 writes at once; after some are acknowledged, the kill. What was acknowledged."""
    ready, enough, lock = Barrier(WRITES + 1), Event(), Lock()
    acknowledged: list[int] = []

    def write(number: int) -> None:
        with httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
            ready.wait()
            try:
                answer = client.post(
                    site.url(f"/api/v1/carts/note-{number % CARTS}/entries"),
                    json={"product": f"KS-{number}"},
                )
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                with lock:
                    acknowledged.append(answer.json()["id"])
                    if len(acknowledged) >= KILLED_AFTER:
                        enough.set()

    with ThreadPoolExecutor(WRITES) as threads:
        writes = [threads.submit(write, number) for number in range(WRITES)]
        ready.wait()
        assert enough.wait(60), len(acknowledged)
        kill()
        for one in writes:
            one.result()
    return acknowledged


def _kill(site: Site, data: Path, victim: str) -> None:
    if victim == "server":
        os.killpg(site.served[-1].process.pid, signal.SIGKILL)
        return
    server = server_in(data / "postgres")
    assert server is not None
    listed = subprocess.run(
        ["pgrep", "-P", str(server.process)], capture_output=True, text=True, check=True
    )
    for process in [server.process, *map(int, listed.stdout.split())]:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue  # PostgreSQL ends its own when one of them is killed
