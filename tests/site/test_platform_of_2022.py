"""`make run`: a platform of 2022 that fills itself once, and goes on where it was."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.site.conftest import Site, processes_about

PROGRAM = Path(__file__).parents[2] / "examples" / "kuaishou-2022" / "site.py"
PATIENCE = 180
"""Seconds after which the first page comes no more."""
COUNT = """
import json
from yellowcart.parties.models import Creator, Person
from yellowcart.publishing.models import Cart, Entry
hung = list(Entry.objects.filter(status="hung").order_by("pk").values_list("text", "product"))
print(json.dumps([Creator.objects.count(), Cart.objects.count(), Entry.objects.count(),
    sorted(Person.objects.values_list("username", flat=True)), hung[:1]]))
"""


def run(site: Site) -> "subprocess.Popen[str]":
    """Starts it, and waits for its first page."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM)], text=True, start_new_session=True,
        env=kept | site.environment | {"YELLOWCART_PORT": str(site.port), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while site.get("/")[0] != 200:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < started + PATIENCE
        time.sleep(0.05)
    return process


def stop(process: "subprocess.Popen[str]") -> list[str]:
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    return out.splitlines()


def test_it_fills_itself_once_and_goes_on_where_it_was(site: Site) -> None:
    process = run(site)
    counted = json.loads(site.run("manage", "shell", "--verbosity", "0", "-c", COUNT).stdout)
    assert counted[:3] == [200, 1_000, 20_000]
    assert counted[3] == [
        "auditor", "clerk", "counsel", "creator", "finance", "mcn", "merchant", "operator",
    ]  # fmt: skip
    said = stop(process)
    assert said[0].startswith("First run: ")
    assert said[1] == f"Open http://127.0.0.1:{site.port}/"
    assert said[2] == "Demo accounts (password of each: yellow-cart-2022):"
    assert [line.split()[0] for line in said[3:]] == [
        "clerk", "counsel", "operator", "finance", "auditor", "creator", "merchant", "mcn",
    ]  # fmt: skip
    assert processes_about(site.data) == []

    process = run(site)
    assert (
        json.loads(site.run("manage", "shell", "--verbosity", "0", "-c", COUNT).stdout) == counted
    )
    assert stop(process) == said[1:]
    assert processes_about(site.data) == []
