"""Notices: 200,000 inboxes while workers are killed, and personal pages against SQL of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.figure import Figure
from bench.process import ROOT
from bench.telling import PAGES


def measure() -> Iterator[Figure]:
    """In a process of its own, which starts a database and ends it."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.telling"], cwd=ROOT, capture_output=True, text=True
    )
    sys.stderr.write(ran.stderr)
    ran.check_returncode()
    told = json.loads(ran.stdout.splitlines()[-1])
    yield Figure("notices/killed", told["killed"], told["undisturbed"], "s")
    yield Figure("notices/pages", 100 * told["right"] / PAGES, 100, "%")
