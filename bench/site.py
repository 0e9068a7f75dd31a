"""The site: decisions over HTTP on one core, a cart's page, and a version that comes into force."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from socket import create_connection

from bench.figure import Figure
from bench.interleave import medians
from bench.process import ROOT
from bench.serving import CLAUSES, KEY
from bench.terms_sample import many_clauses
from yellowcart.sweep.generate import generate_texts

CONNECTIONS, REQUESTS, REQUESTS_OF_ZEN, BATCHES, LINKS = 32, 40_000, 8_000, 200, 1_000
PORT, SEED = 8719, 11
BOUND = 1.0
"""Seconds within which every process answers by a version that came into force."""


def measure() -> Iterator[Figure]:
    yield from _over_http()
    yield from _on_the_database()


def _over_http() -> Iterator[Figure]:
    partner = many_clauses(CLAUSES, seed=1).partners[0].code
    question = {"partner": partner, "surface": "live_cart"}
    texts = generate_texts(LINKS, SEED).to_pylist()
    one, batch = _post("/api/v1/decisions", question), _post(
        "/api/v1/decisions/batch", {"texts": texts, "surface": "live_cart"}
    )  # fmt: skip
    with subprocess.Popen([sys.executable, "-m", "bench.serving", str(PORT)], cwd=ROOT) as server:
        try:
            _wait()
            seconds = medians(
                {
                    "ours": lambda: _load(REQUESTS, one),
                    "constant": lambda: _load(REQUESTS, _post("/constant", question)),
                    "zen": lambda: _load(REQUESTS_OF_ZEN, _post("/zen", question)),
                    "batch": lambda: _load(BATCHES, batch, connections=2),
                }
            )
        finally:
            server.terminate()
    ours = REQUESTS / seconds["ours"]
    yield Figure("site/decisions/constant", ours, REQUESTS / seconds["constant"], "requests/s")
    yield Figure("site/decisions/zen-engine", ours, REQUESTS_OF_ZEN / seconds["zen"], "requests/s")
    links = BATCHES * LINKS / seconds["batch"]
    yield Figure("site/decisions/batch", links, ours, "links/s")


def _load(requests: int, request: bytes, connections: int = CONNECTIONS) -> None:
    """In a process of its own, on the core that the server does not have."""
    command = [sys.executable, "-m", "bench.load", str(PORT), str(connections), str(requests)]
    subprocess.run(command, cwd=ROOT, input=request, capture_output=True, check=True)


def _on_the_database() -> Iterator[Figure]:
    """In a process of its own, which starts a database and ends it."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.carts"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        sys.stderr.write(ran.stderr)
        ran.check_returncode()
    told = json.loads(ran.stdout.splitlines()[-1])
    yield Figure("site/cart-page", told["decided"], told["stored"], "pages/s")
    yield Figure("site/in-force", told["in_force"], BOUND, "s")


def _post(path: str, body: object) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _wait() -> None:
    until = time.monotonic() + 60
    while True:
        try:
            create_connection(("127.0.0.1", PORT), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
