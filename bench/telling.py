"""A notice to 200,000 recipients while its workers are killed, on a throwaway database; and what
their own pages say, against SQL of its own. Prints JSON.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from bench.process import ROOT
from yellowcart.kit.clock import now

if TYPE_CHECKING:
    from yellowcart.notices.models import Issue

CREATORS, ENTRIES, KILLS, PAGES = 200_000, 3, 10, 100
EXAMPLE = ROOT / "examples" / "kuaishou-2022" / "agreements.toml"
T = datetime(2022, 2, 28, 16, tzinfo=UTC)
SENT = datetime(2022, 2, 21, 12, tzinfo=UTC)
FILL = """
INSERT INTO parties_creator (code, name, "group") SELECT 'c' || n, '达人' || n, ''
FROM generate_series(1, %(creators)s) AS n;
INSERT INTO publishing_cart (code, creator_id, surface_id, title, opened_at)
SELECT c.code, c.id, s.id, c.name, %(at)s FROM parties_creator AS c
JOIN agreements_surface AS s ON s.code = (ARRAY['live_cart', 'video_cart'])[1 + c.id %% 2];
INSERT INTO publishing_entry (
    cart_id, surface_id, position, status, text, product, title, kind, category, marketplace,
    form, item_id, url, pinned, given_at, hung_at, agreement, version, clause, stays, ended_why,
    gmv_30d_fen, commission_30d_fen
)
SELECT c.id, c.surface_id, n, 'hung', 'x', '', '第' || n || '件', 'goods', '',
    (ARRAY['taobao', 'jd'])[1 + (c.id + n) %% 2], 'item', '', '', false, %(at)s, %(at)s,
    'taobao-2021', 1, '2.1', 'withdraw', '', (c.id * 7919 + n) %% 1000000, (c.id + n) %% 5000
FROM publishing_cart AS c CROSS JOIN generate_series(1, %(entries)s) AS n;
ANALYZE;
"""
WORKER = """
import django
django.setup()
from yellowcart.notices.actions import deliver
print("ready", flush=True)
input()
deliver({issue})
"""
PAGE = """
SELECT e.id, e.gmv_30d_fen, e.commission_30d_fen FROM publishing_entry AS e
JOIN publishing_cart AS c ON c.id = e.cart_id
JOIN agreements_surface AS s ON s.id = c.surface_id
JOIN notices_recipient AS r ON r.creator_id = c.creator_id
WHERE r.id = %s AND e.status = 'hung'
    AND (e.marketplace = 'taobao' OR e.marketplace = 'jd' AND s.code = 'live_cart')
ORDER BY c.code, e.position
"""
TWICE = """
SELECT count(*), count(DISTINCT r.creator_id) FROM notices_message AS m
JOIN notices_recipient AS r ON r.id = m.recipient_id WHERE m.issue_id = %s
"""


@dataclass(frozen=True, slots=True)
class Told:
    seconds: float
    """From the first worker's start to the notice's end, the starts of the others included."""
    at_work: float
    """Those in which a worker delivered."""


@dataclass(frozen=True, slots=True)
class Moment:
    """At which a worker is killed: after it has delivered so many batches, and a little later."""

    batches: int
    seconds: float


def main() -> None:
    from yellowcart.site.database import Cluster

    os.environ["DJANGO_SETTINGS_MODULE"] = "yellowcart.site.settings"
    os.environ.setdefault("YELLOWCART_SECRET_KEY", "of a bench, on a database thrown away")
    ahead = int((SENT - now()).total_seconds())  # as it was then
    os.environ["YELLOWCART_SECONDS_AHEAD"] = str(ahead)
    with tempfile.TemporaryDirectory(prefix="yellowcart-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        os.environ["YELLOWCART_DATA"] = str(folder)
        cluster = Cluster(folder)
        os.environ["DATABASE_URL"] = cluster.start()
        try:
            told = _measured()
        finally:
            cluster.stop()
    print(json.dumps(told))


def _measured() -> dict[str, float]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    _fill()
    from yellowcart.notices.actions import draft, send

    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", file=sys.stderr)
    chance = random.Random(seed)
    undisturbed = _delivered(send(by=None, notice=draft(by=None, at=T, source="agreements")), [])
    moments = [Moment(chance.randint(0, 2), chance.uniform(0, 0.2)) for _ in range(KILLS)]
    issue = send(by=None, notice=draft(by=None, at=T, source="agreements"))
    killed = _delivered(issue, moments)
    return {
        "seed": seed,
        "undisturbed": undisturbed.at_work,
        "killed": killed.at_work,
        "killed_with_starts": killed.seconds,
        **_pages(issue, chance),
    }


def _fill() -> None:
    from django.db import connection

    from yellowcart.agreements.actions import import_terms, name_own_marketplace
    from yellowcart.terms import read_terms

    import_terms(by=None, terms=read_terms(EXAMPLE))
    name_own_marketplace(by=None, marketplace="kuaishou")
    values: dict[str, Any] = {
        "creators": CREATORS,
        "entries": ENTRIES,
        "at": SENT - timedelta(days=30),
    }
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)


def _delivered(issue: "Issue", moments: list[Moment]) -> Told:
    """By a worker for each moment, which is killed then, and a last."""
    from django.db import connection

    from yellowcart.notices.delivering import AT_ONCE

    started = perf_counter()
    at_work = 0.0
    for moment in (*moments, None):
        with subprocess.Popen(
            [sys.executable, "-c", WORKER.format(issue=issue.pk)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as worker:
            assert worker.stdin is not None
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
            began = perf_counter()
            worker.stdin.write("go\n")
            worker.stdin.flush()
            if moment is None:
                assert worker.wait() == 0
            else:
                enough = issue.messages.count() + moment.batches * AT_ONCE
                while issue.messages.count() < enough:
                    sleep(0.05)
                sleep(moment.seconds)
                assert worker.poll() is None, "it was done before it was killed"
                worker.kill()
                worker.wait()
            at_work += perf_counter() - began
    seconds = perf_counter() - started
    issue.refresh_from_db()
    assert (issue.done_at is not None, issue.recipients) == (True, touched())
    with connection.cursor() as cursor:
        cursor.execute(TWICE, [issue.pk])
        assert cursor.fetchone() == (touched(), touched())
        cursor.execute("SELECT count(*) FROM webhooks_event WHERE data->>'notice' = %s",
                       [str(issue.notice_id)])  # fmt: skip
        assert cursor.fetchone() == (1,)
    return Told(seconds, at_work)


def touched() -> int:
    """Every creator hangs something of either marketplace, and Taobao's goes from everywhere."""
    return CREATORS


def _pages(issue: "Issue", chance: random.Random) -> dict[str, float]:
    """Pages that are right, of a hundred, and the most seconds that one took."""
    from django.db import connection

    from yellowcart.agreements.queries import terms_on_file
    from yellowcart.notices.models import Message
    from yellowcart.notices.queries import personal

    table = terms_on_file().table()
    keys = list(Message.objects.filter(issue=issue).values_list("pk", flat=True))
    right, slowest = 0, 0.0
    for key in chance.sample(keys, PAGES):
        message = Message.objects.select_related("recipient__notice").get(pk=key)
        began = perf_counter()
        page = personal(message, table)
        slowest = max(slowest, perf_counter() - began)
        with connection.cursor() as cursor:
            cursor.execute(PAGE, [message.recipient_id])
            rows = cursor.fetchall()
        shown = [(one.entry, one.gmv_30d_fen, one.commission_30d_fen) for one in page.entries]
        sums = (len(rows), sum(row[1] for row in rows), sum(row[2] for row in rows))
        right += shown == rows and tuple(page.total) == sums and page.at == T
    return {"right": right, "slowest_page": slowest}


if __name__ == "__main__":
    main()
