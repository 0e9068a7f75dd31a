"""A cart's page decided at the instant, against one whose status is stored; and a version that
comes into force, seen by other processes. On a throwaway database. Prints JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep

from bench.interleave import medians
from bench.process import ROOT

CARTS, ENTRIES, PAGES, VERSIONS, PROCESSES = 500, 20, 2_000, 5, 2
EXAMPLE = ROOT / "examples" / "kuaishou-2022" / "agreements.toml"
STORED = """
SELECT c.id, c.code, c.title, c.creator_id, k.code, k.name, k."group", s.code,
    clock_timestamp(),
    (SELECT started_at FROM publishing_livesession WHERE cart_id = c.id AND ended_at IS NULL),
    e.id, e.position, e.text, e.product, e.title, e.kind, e.category, e.marketplace, e.form,
    e.item_id, e.url, e.pinned, e.hung_at, e.gmv_30d_fen
FROM publishing_cart AS c
JOIN parties_creator AS k ON k.id = c.creator_id
JOIN agreements_surface AS s ON s.id = c.surface_id
LEFT JOIN stored_entry AS e ON e.cart_id = c.id AND e.served
WHERE c.code = %s
ORDER BY e.position
"""
WATCHER = """
import django
django.setup()
import sys, time
from datetime import datetime, UTC
from yellowcart.agreements.held import current
table = current()
print("ready", flush=True)
for line in sys.stdin:
    notice = int(line)
    while next(a for a in current().agreements if a.code == "jd-2021").notice_days != notice:
        time.sleep(0.001)
    print(time.clock_gettime(time.CLOCK_MONOTONIC), flush=True)
"""


def main() -> None:
    from yellowcart.site.database import Cluster

    os.environ["DJANGO_SETTINGS_MODULE"] = "yellowcart.site.settings"
    os.environ.setdefault("YELLOWCART_SECRET_KEY", "of a bench, on a database thrown away")
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
    pages = _pages()
    return {**pages, "in_force": _in_force()}


def _fill() -> None:
    from django.db import connection

    from yellowcart.agreements.actions import import_terms, name_own_marketplace
    from yellowcart.parties.actions import add_creator
    from yellowcart.publishing.actions import Row, load, open_cart
    from yellowcart.terms import read_terms

    import_terms(by=None, terms=read_terms(EXAMPLE))
    name_own_marketplace(by=None, marketplace="kuaishou")
    creator = add_creator(by=None, code="aling", name="阿玲")
    rows = []
    for number in range(CARTS):
        code = f"video-{number}"
        open_cart(by=None, creator=creator, surface="video_cart", code=code)
        for place in range(ENTRIES):
            text = f"https://item.jd.com/{10_000_000 + number * ENTRIES + place}.html"
            own = place % 3 == 0
            rows.append(
                Row(code, "" if own else text, f"KS-{place}" if own else "", category="food")
            )
    assert load(by=None, rows=rows).hung == CARTS * ENTRIES
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE stored_entry AS SELECT *, true AS served FROM publishing_entry"
        )
        cursor.execute("CREATE INDEX ON stored_entry (cart_id) WHERE served")
        cursor.execute("ANALYZE")


def _pages() -> dict[str, float]:
    from django.db import connection

    from yellowcart.agreements.queries import terms_on_file
    from yellowcart.publishing.queries import CartPage, Shown, cart_page

    table = terms_on_file().table()
    codes = [f"video-{number % CARTS}" for number in range(PAGES)]

    def decided() -> None:
        for code in codes:
            assert len(cart_page(code, table).served) == ENTRIES

    def stored() -> None:
        for code in codes:
            with connection.cursor() as cursor:
                cursor.execute(STORED, [code])
                rows = cursor.fetchall()
            entries = tuple(Shown._make((*row[10:24], None)) for row in rows)
            key, code, title, owner, creator, name, group, surface, at, on_air = rows[0][:10]
            page = CartPage(
                key, code, title, owner, creator, name, group, surface, at, on_air, entries
            )
            assert len(page.entries) == ENTRIES

    seconds = medians({"decided": decided, "stored": stored})
    return {name: PAGES / value for name, value in seconds.items()}


def _in_force() -> float:
    """The most seconds between an approval's end and the last process's new answer, of five."""
    from yellowcart.agreements.actions import amend, approve, submit
    from yellowcart.agreements.queries import terms_on_file
    from yellowcart.parties.actions import add_person

    clerk, counsel = (
        add_person(by=None, username=name, password="quiet-lake-9", role="legal")
        for name in ("clerk", "counsel")
    )
    watchers = [
        subprocess.Popen(
            [sys.executable, "-c", WATCHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    try:
        for one in watchers:
            assert _line(one) == "ready"
        worst = []
        for notice in range(11, 11 + VERSIONS):
            for one in watchers:
                assert one.stdin is not None
                one.stdin.write(f"{notice}\n")
                one.stdin.flush()
            sleep(0.3)
            value = next(a for a in terms_on_file().table().agreements if a.code == "jd-2021")
            version = amend(by=clerk, value=replace(value, notice_days=notice))
            submit(by=clerk, version=version)
            approve(by=counsel, version=version)
            done = perf_counter()
            worst.append(max(float(_line(one)) for one in watchers) - done)
        return max(worst)
    finally:
        for one in watchers:
            one.kill()
            one.wait()


def _line(one: "subprocess.Popen[str]") -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


if __name__ == "__main__":
    main()
