"""The sweep of a cut-over: who feels it, whom it costs, and that its cost follows what changes."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.figure import Figure
from bench.process import ROOT


def measure() -> Iterator[Figure]:
    """In a process of its own, which starts a database and ends it."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.withdrawing"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    told = json.loads(ran.stdout.splitlines()[-1])
    for role in ("publisher", "reader"):
        yield Figure(f"cutover/{role}", told["busy_p99"][role], told["idle_p99"][role], "s")
    yield Figure("cutover/disturbed", told["disturbed"], told["many"], "s")
    yield Figure("cutover/few", told["few"], told["many"], "s")
