"""What a process answers by, as versions come into force elsewhere."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import connection

from tests.agreements.conftest import CUT_OVER, example
from tests.parties.conftest import PASSWORD
from yellowcart.agreements.actions import amend, approve, import_terms, submit
from yellowcart.agreements.held import HeldTerms
from yellowcart.parties.actions import add_person
from yellowcart.parties.models import AuditRecord, Person, Role
from yellowcart.terms import Agreement, Terms, Verdict

CLOSED = "jd-alliance", "live_cart", "goods", CUT_OVER
ANSWERING = """
import sys
import time
import django
django.setup()
from datetime import datetime, UTC
from yellowcart.agreements.held import current
from yellowcart.kit.clock import now
cell = "jd-alliance", "live_cart", "goods", datetime(2022, 2, 28, 16, tzinfo=UTC)
print(current().decide(*cell).verdict, flush=True)
while current().decide(*cell).verdict == "deny":
    time.sleep(0.005)
print(now().isoformat(), flush=True)
"""


@pytest.fixture
def kuaishou(transactional_db: None) -> Terms:
    terms = example("kuaishou-2022")
    import_terms(by=None, terms=terms)
    return terms


@pytest.fixture
def held(transactional_db: None) -> Iterator[HeldTerms]:
    held = HeldTerms()
    yield held
    held.stop()


@pytest.fixture
def people(transactional_db: None) -> list[Person]:
    return [
        add_person(by=None, username=name, password=PASSWORD, role=Role.LEGAL)
        for name in ("clerk", "counsel")
    ]


def opened(kuaishou: Terms) -> Agreement:
    first = next(one for one in kuaishou.agreements if one.code == "jd-2021")
    return replace(first, version=3)


@pytest.fixture
def answering(kuaishou: Terms) -> Iterator[list["subprocess.Popen[str]"]]:
    """Two processes that answer by what is on file, and say when their answer changes."""
    of = connection.settings_dict
    url = f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "yellowcart.site.settings"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ANSWERING], env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


@pytest.mark.django_db(transaction=True)
def test_every_process_answers_by_a_new_version_within_a_second(
    answering: list["subprocess.Popen[str]"], kuaishou: Terms, people: list[Person]
) -> None:
    for process in answering:
        assert process.stdout is not None
        assert process.stdout.readline() == "deny\n"
    clerk, counsel = people
    version = amend(by=clerk, value=opened(kuaishou))
    submit(by=clerk, version=version)
    approve(by=counsel, version=version)
    in_force = AuditRecord.objects.get(what="agreement.in_force").at
    for process in answering:
        assert process.stdout is not None
        changed = datetime.fromisoformat(process.stdout.readline().strip()).astimezone(UTC)
        assert (changed - in_force).total_seconds() < 1


@pytest.mark.django_db(transaction=True)
def test_a_table_costs_nothing_until_something_changes(held: HeldTerms, kuaishou: Terms) -> None:
    table = held.current()
    assert table.decide(*CLOSED).verdict is Verdict.DENY
    assert held.refresh() is table
    assert held.current() is table


@pytest.mark.django_db(transaction=True)
def test_what_is_decided_is_answered_by_after_a_lost_connection(
    held: HeldTerms, kuaishou: Terms, people: list[Person]
) -> None:
    held.current()
    assert eventually(lambda: ended_others() == 1)
    clerk, counsel = people
    version = amend(by=clerk, value=opened(kuaishou))
    submit(by=clerk, version=version)
    approve(by=counsel, version=version)
    assert eventually(lambda: held.current().decide(*CLOSED).verdict is Verdict.ALLOW)


def ended_others() -> int:
    """Ends every other connection to the database; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def eventually(holds: Callable[[], bool]) -> bool:
    wait = Event()
    return any(holds() or wait.wait(0.01) for _ in range(500))
