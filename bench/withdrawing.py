"""The cut-over of 600,000 among 2,000,000 entries, beside publishers and readers, with workers
that are killed; then, undisturbed, one that touches 10,000, and one of 600,000 again. On a
throwaway database. Prints JSON.

The terms are those of 2022, and so is the clock of every process here.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep
from typing import Any

from bench.process import ROOT
from yellowcart.kit.clock import ahead, now, set_ahead
from yellowcart.kit.instant import parse_instant
from yellowcart.kit.period import Period

EXAMPLE = ROOT / "examples" / "kuaishou-2022" / "agreements.toml"
T = parse_instant("2022-03-01T00:00:00+08:00")
FEW_AT, MANY_AT = T + timedelta(days=1), T + timedelta(days=2)
"""When a partner ends of whose links there are but 10,000; and when JD and another do."""
CREATORS, CARTS_EACH, ENTRIES_A_CART = 20_000, 5, 20
FEW, MANY = 10_000, 600_000
PUBLISHERS, READERS, WORKERS, KILLS, SEED = 4, 8, 2, 20, 20220301
IDLE_SECONDS, BUSY_SECONDS = 15, 30
ROOM = 3
"""Of how many carts in a thousand the publishers and readers take theirs."""

PROCESS = """
import sys, json, random, time
import django
django.setup()
from bench.withdrawing import {role}
{role}(*json.loads(sys.argv[1]))
"""

FILL = """
INSERT INTO parties_creator (code, name, "group")
    SELECT 'creator-' || n, '达人' || n, '' FROM generate_series(1, %(creators)s) AS n;
INSERT INTO publishing_cart (code, creator_id, surface_id, title, opened_at)
    SELECT s.code || '-' || k.id, k.id, s.id, '', %(hung)s
    FROM parties_creator AS k CROSS JOIN agreements_surface AS s;
INSERT INTO publishing_entry (cart_id, surface_id, position, status, text, product, title, kind,
        category, marketplace, form, item_id, url, pinned, given_at, hung_at, agreement, version,
        clause, stays, ended_why, gmv_30d_fen, commission_30d_fen)
    SELECT c.id, c.surface_id, n, 'hung', CASE WHEN m.code = 'kuaishou' THEN '' ELSE
        'https://example.invalid/' || c.id || '/' || n END,
        CASE WHEN m.code = 'kuaishou' THEN 'KS-' || c.id || '-' || n ELSE '' END,
        '', 'goods', 'food', m.code, 'item', c.id || '-' || n, '', false, %(hung)s, %(hung)s,
        'bench', 1, '1', 'withdraw', '', (c.id * 31 + n * 17) %% 1000000, 0
    FROM publishing_cart AS c CROSS JOIN generate_series(1, %(entries)s) AS n
    CROSS JOIN LATERAL (SELECT CASE
        WHEN n <= 5 THEN 'taobao' WHEN n <= 10 THEN 'jd' WHEN n <= 12 THEN 'pdd'
        ELSE 'kuaishou' END AS code) AS m;
UPDATE publishing_entry SET marketplace = 'vip' WHERE id IN (
    SELECT id FROM publishing_entry WHERE marketplace = 'kuaishou' AND position = 20
    ORDER BY id LIMIT %(few)s);
"""
CLOSED = """
SELECT e.id, e.position FROM publishing_entry AS e JOIN agreements_surface AS s
    ON s.id = e.surface_id WHERE e.status = 'hung'
    AND (e.marketplace = 'taobao' OR e.marketplace = 'jd' AND s.code = 'live_cart')
"""


def main() -> None:
    from yellowcart.site.database import Cluster

    os.environ["DJANGO_SETTINGS_MODULE"] = "yellowcart.site.settings"
    os.environ.setdefault("YELLOWCART_SECRET_KEY", "of a bench, on a database thrown away")
    os.environ["YELLOWCART_SECONDS_AHEAD"] = str(
        int((T - timedelta(minutes=10) - now()).total_seconds())
    )
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


def _measured() -> dict[str, Any]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    draw = random.Random(SEED)
    _fill()
    first, few, many = _approved()
    idle = _work(IDLE_SECONDS)
    _to(T + timedelta(seconds=1))
    expected = dict(_rows(CLOSED))
    said(f"{len(expected):,} of {_one('SELECT count(*) FROM publishing_entry'):,} entries fall")
    busy, seconds = _swept_while_they_work(first, draw)
    _hold(first, expected)
    _to(FEW_AT + timedelta(seconds=1))
    few_seconds = _alone(few, FEW)
    _to(MANY_AT + timedelta(seconds=1))
    return {
        "disturbed": seconds,
        "few": few_seconds,
        "many": _alone(many, MANY),
        "idle_p99": idle,
        "busy_p99": busy,
    }


def _alone(key: int, entries: int) -> float:
    """How long the sweepers take with nobody beside them, once they have started."""
    from yellowcart.cutover.models import Withdrawal

    sweepers = _sweepers(key)
    for one in sweepers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    started = perf_counter()
    for one in sweepers:
        assert one.wait() == 0
    seconds = perf_counter() - started
    assert Withdrawal.objects.filter(transition=key).count() == entries
    said(f"{entries:,} entries alone: {seconds:.1f} s")
    return seconds


def _fill() -> None:
    from django.db import connection

    from yellowcart.agreements.actions import import_terms, name_own_marketplace
    from yellowcart.terms import Agreement, Partner, Wording, read_terms

    terms = read_terms(EXAMPLE)
    like = next(one for one in terms.agreements if one.code == "taobao-2021")
    partners, agreements = list(terms.partners), []
    for code, until in (("vip", FEW_AT), ("pdd", MANY_AT)):
        partners.append(Partner(f"{code}-alliance", Wording(code, code), (code,)))
        agreements.append(
            Agreement(
                code=f"{code}-2021", partner=f"{code}-alliance", known=like.known,
                period=Period(like.period.start, until), clauses=like.clauses,
            )
        )  # fmt: skip
    for one in terms.agreements:
        ends = one.code == "jd-2021"
        agreements.append(replace(one, period=Period(one.period.start, MANY_AT)) if ends else one)
    import_terms(
        by=None, terms=replace(terms, partners=tuple(partners), agreements=tuple(agreements))
    )
    name_own_marketplace(by=None, marketplace="kuaishou")
    started = perf_counter()
    with connection.cursor() as cursor:
        for table in ("publishing_entry", "publishing_cart"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        facts: dict[str, int | datetime] = {
            "creators": CREATORS,
            "entries": ENTRIES_A_CART,
            "few": FEW,
            "hung": now(),
        }
        for statement in FILL.split(";\n")[:-1]:
            cursor.execute(statement, facts)
        for table in ("publishing_entry", "publishing_cart"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
    said(f"filled in {perf_counter() - started:.0f} s")


def _approved() -> list[int]:
    """The three transitions, as if people had taken every step."""
    from yellowcart.cutover.actions import find
    from yellowcart.cutover.models import Step, Transition
    from yellowcart.parties.actions import add_person

    first, second = (
        add_person(by=None, username=name, password="quiet-lake-9", role="operations")
        for name in ("first", "second")
    )
    at = now()
    find()
    Transition.objects.update(
        step=Step.APPROVED, rehearsed_at=at, rehearsed_by=first, announced_at=at,
        announced_by=first, approved_at=at, approved_by=second,
    )  # fmt: skip
    return [Transition.objects.get(at=at).pk for at in (T, FEW_AT, MANY_AT)]


def _work(seconds: float) -> dict[str, float]:
    """Publishers and readers for so long; the 99th percentile of what each waits, in seconds."""
    workers = _workers()
    _start(workers)
    sleep(seconds)
    return _ended(workers)


def _swept_while_they_work(key: int, draw: random.Random) -> tuple[dict[str, float], float]:
    """What they wait beside the sweepers; then the sweepers are killed, again and again."""
    workers = _workers()
    sweepers = _sweepers(key)
    for one in sweepers:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    started = perf_counter()
    _start(workers)
    sleep(BUSY_SECONDS)
    busy = _ended(workers)
    for _ in range(KILLS):
        sleep(draw.uniform(0.3, 2.5))
        victim = draw.randrange(WORKERS)
        if sweepers[victim].poll() is not None:
            break
        sweepers[victim].kill()
        sweepers[victim].wait()
        sweepers[victim] = _sweeper(key)
    else:
        said(f"{KILLS} sweepers were killed")
    for one in sweepers:
        assert one.wait() == 0
    return busy, perf_counter() - started


def _hold(key: int, expected: dict[int, int]) -> None:
    """Each entry withdrawn once, in its place, and told of once; nothing else was."""
    from yellowcart.cutover.actions import prove
    from yellowcart.cutover.models import Transition
    from yellowcart.parties.audit import verify
    from yellowcart.parties.models import Person

    rows = _rows(
        "SELECT e.id, e.place FROM cutover_withdrawal AS w JOIN publishing_entry AS e"
        " ON e.id = w.entry_id WHERE e.status = 'withdrawn'"
    )
    assert dict(rows) == expected
    assert len(rows) == len(expected)
    told = _rows("SELECT subject::bigint, count(*) FROM webhooks_event"
                 " WHERE kind = 'entry.withdrawn' GROUP BY 1")  # fmt: skip
    ours = {subject: count for subject, count in told if subject in expected}
    assert ours == dict.fromkeys(expected, 1)
    transition = Transition.objects.get(pk=key)
    assert transition.swept_at is not None
    proof = prove(by=Person.objects.get(username="first"), transition=transition)
    assert proof.hanging == 0
    assert verify().broken is None
    said(f"lag, milliseconds: {proof.content['lag_milliseconds']}")


def _rows(query: str) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _one(query: str) -> Any:
    return _rows(query)[0][0]


def _to(at: datetime) -> None:
    """The clock of this process, and of those that it starts, is at that instant."""
    set_ahead(ahead() + (at - now()))
    os.environ["YELLOWCART_SECONDS_AHEAD"] = str(int(ahead().total_seconds()) + 1)


def _process(role: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS.format(role=role), json.dumps(arguments)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _sweeper(key: int) -> "subprocess.Popen[str]":
    return _process("sweeper", key)


def _sweepers(key: int) -> list["subprocess.Popen[str]"]:
    return [_sweeper(key) for _ in range(WORKERS)]


def _workers() -> dict[str, list["subprocess.Popen[str]"]]:
    return {
        "publisher": [_process("publisher", number) for number in range(PUBLISHERS)],
        "reader": [_process("reader", number) for number in range(READERS)],
    }


def _start(workers: dict[str, list["subprocess.Popen[str]"]]) -> None:
    for one in (*workers["publisher"], *workers["reader"]):
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in (*workers["publisher"], *workers["reader"]):
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()


def _ended(workers: dict[str, list["subprocess.Popen[str]"]]) -> dict[str, float]:
    found = {}
    for role, theirs in workers.items():
        waits: list[float] = []
        for one in theirs:
            out, _ = one.communicate()  # the end of their input ends them
            waits += json.loads(out.splitlines()[-1])
        found[role] = quantiles(waits, n=100)[98]
        said(f"{role}s: {len(waits):,} times, p50 {quantiles(waits, n=100)[49] * 1000:.1f} ms, "
             f"p99 {found[role] * 1000:.1f} ms, most {max(waits) * 1000:.1f} ms")  # fmt: skip
    return found


def sweeper(key: int) -> None:
    from yellowcart.agreements.held import current
    from yellowcart.cutover.actions import sweep

    current()
    print("ready", flush=True)
    sweep(key)


def publisher(number: int) -> None:
    """Ten times a second: hangs something and takes it down again, in carts that change too."""
    from yellowcart.publishing.actions import hang, take_down
    from yellowcart.publishing.models import Cart

    draw = random.Random(f"{SEED} {number}")
    carts = list(Cart.objects.filter(creator_id__lte=CREATORS * ROOM // 1000))

    def once() -> None:
        entry = hang(by=None, cart=draw.choice(carts), product="KS-1")
        take_down(by=None, entry=entry)

    _pace(once, 0.1)


def reader(number: int) -> None:
    from yellowcart.agreements.held import current
    from yellowcart.publishing.models import Cart
    from yellowcart.publishing.queries import cart_page

    draw = random.Random(f"{SEED} reads {number}")
    chosen = Cart.objects.filter(creator_id__lte=CREATORS * ROOM // 1000)
    codes = list(chosen.values_list("code", flat=True))
    _pace(lambda: cart_page(draw.choice(codes), current()), 0.04)


def _pace(once: Any, apart: float) -> None:
    """Does it again and again, so many seconds apart, until the input ends; prints what it took."""
    import select

    once()
    print("ready", flush=True)
    sys.stdin.readline()
    waits = []
    while not select.select([sys.stdin], [], [], 0)[0]:
        started = perf_counter()
        once()
        waits.append(perf_counter() - started)
        sleep(max(0.0, apart - waits[-1]))
    print(json.dumps([round(wait, 6) for wait in waits]))


def said(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
