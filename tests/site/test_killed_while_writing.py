"""200 writers at once, and kill -9 in their midst: what was acknowledged is there, whole."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import Callable

import httpx
import pytest

from tests.site.conftest import Site, kill, wait_for
from yellowcart.site.database.running import server_in

WRITES, AT_ONCE, ACKNOWLEDGED_BEFORE = 600, 200, 100
KEY = """
from yellowcart.parties.actions import add_person
from yellowcart.parties.keys import issue_key
person = add_person(by=None, username="writer", password="long-enough-words-9", role="operations")
print(issue_key(by=None, person=person, purpose="writes", scopes=["read", "write"]).secret)
"""
FOUND = """
import json
from yellowcart.api.models import KeptAnswer
from yellowcart.parties import audit
from yellowcart.parties.models import AuditRecord, Creator
print(json.dumps({
    "creators": {c.code: c.name for c in Creator.objects.all()},
    "records": {r.after["code"]: r.after["name"]
                for r in AuditRecord.objects.filter(what="creator.added")},
    "number_of_records": AuditRecord.objects.filter(what="creator.added").count(),
    "answers": sorted(json.loads(bytes(a.body))["code"] for a in KeptAnswer.objects.all()),
    "broken": audit.verify().broken,
}))
"""


def shell(site: Site, script: str) -> str:
    ran = site.run("manage", "shell", "--verbosity", "0", "-c", script)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def kill_web(site: Site) -> None:
    """The server, its web processes and the worker; not PostgreSQL, which has its own session."""
    served = site.served[-1].process
    os.killpg(served.pid, signal.SIGKILL)
    served.wait()


def kill_database(site: Site) -> None:
    server = server_in(site.data / "postgres")
    assert server is not None
    ran = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.process)], capture_output=True, text=True
    )
    children = [int(line) for line in ran.stdout.split()]
    assert children
    kill(server.process)
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue  # a connection that was over


async def write(site: Site, secret: str, codes: list[str], midst: Callable[[], None]) -> set[str]:
    """Sends a write for each code, 200 at a time; answers the codes that were acknowledged."""
    acknowledged: set[str] = set()
    left = iter(codes)
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:

        async def send(code: str) -> None:
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": code}
            body = {"code": code, "name": f"name of {code}"}
            try:
                answer = await client.post(site.url("/api/v1/creators"), json=body, headers=headers)
            except httpx.TransportError:
                return
            if answer.status_code == 201:
                acknowledged.add(code)
                if len(acknowledged) == ACKNOWLEDGED_BEFORE:
                    midst()

        async def send_in_turn() -> None:
            for code in left:
                await send(code)

        await asyncio.gather(*(send_in_turn() for _ in range(AT_ONCE)))
    return acknowledged


@pytest.mark.parametrize("killed", ["web", "database"])
def test_what_was_acknowledged_is_there_and_nothing_is_half_there(site: Site, killed: str) -> None:
    site.serve("--workers", "2")
    site.wait_until_healthy()
    secret = shell(site, KEY)
    codes = [f"creator-{number:03}" for number in range(WRITES)]
    midst = {"web": kill_web, "database": kill_database}[killed]
    acknowledged = asyncio.run(write(site, secret, codes, lambda: midst(site)))
    assert ACKNOWLEDGED_BEFORE <= len(acknowledged) < WRITES

    if killed == "web":
        wait_for(lambda: site.health() is None)
        site.serve("--workers", "2")
    site.wait_until_healthy()
    found = json.loads(shell(site, FOUND))
    assert acknowledged <= set(found["creators"])
    assert found["creators"] == {code: f"name of {code}" for code in found["creators"]}
    assert found["records"] == found["creators"]
    assert found["number_of_records"] == len(found["creators"])
    assert found["answers"] == sorted(found["creators"])
    assert found["broken"] is None

    # Sent again under the same keys, each is done once.
    assert asyncio.run(write(site, secret, codes, lambda: None)) == set(codes)
    again = json.loads(shell(site, FOUND))
    assert sorted(again["creators"]) == codes
    assert again["number_of_records"] == WRITES
    assert again["broken"] is None
