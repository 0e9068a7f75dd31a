"""A server on one core: decisions, a constant answer of the same shape, and zen-engine's answers.

python -m bench.serving PORT
"""

import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import uvicorn

from bench.peers.zen_table import ZenTable
from bench.rules import rules_of
from bench.terms_sample import many_clauses
from yellowcart.api.decisions import Question
from yellowcart.api.hot import Decisions
from yellowcart.api.keys import Caller, Callers
from yellowcart.links.recognise import recogniser

CLAUSES, CORE = 240, 0
KEY = "yc_bench_key"
AT = datetime(2023, 6, 1, tzinfo=UTC)
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
JSON = (b"content-type", b"application/json")


def find(secret: str) -> Caller | None:
    return Caller(secret, frozenset({"decide"}), 1 << 60)


def make_application() -> Any:
    terms = many_clauses(CLAUSES, seed=1)
    table = terms.table()
    decisions = Decisions(lambda: table, Callers(find), lambda: AT)
    zen = ZenTable(rules_of(terms))
    decode, encode = msgspec.json.Decoder(Question).decode, msgspec.json.Encoder().encode
    constant = encode(table.decide(terms.partners[0].code, "live_cart", "goods", AT).to_json())

    async def application(scope: Any, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith("/api/"):
            await decisions(scope, receive, send)
            return
        body = constant
        message = await receive()
        if path == "/zen":
            asked = decode(message["body"])
            question = asked.partner or "", asked.surface, asked.kind, AT, None, None
            body = encode(zen.answer(zen.ask(zen.request(question))))
        length = (b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": 200, "headers": [JSON, length]})
        await send({"type": "http.response.body", "body": body})

    recogniser().warm()
    return application


def main() -> None:
    os.sched_setaffinity(0, {CORE})
    uvicorn.run(
        make_application(), host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop",
        http="httptools", ws="none", lifespan="off", log_level="warning", access_log=False,
        server_header=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()
