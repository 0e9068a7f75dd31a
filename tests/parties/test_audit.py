import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from yellowcart.parties import audit
from yellowcart.parties.actions import add_creator
from yellowcart.parties.audit import Break, export, record, verify
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import AuditRecord, Creator, Person


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def tamper(statement: str) -> None:
    """What only who owns the tables can do."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("parties_auditrecord", "parties_audithead"):
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    run(statement)


@pytest.fixture
def three(db: None) -> list[AuditRecord]:
    for code in ("a", "b", "c"):
        add_creator(by=None, code=code, name=code.upper())
    return list(AuditRecord.objects.order_by("number"))


def test_a_record_says_who_when_what_before_and_after(legal: Person) -> None:
    start = database_now()
    creator = Creator.objects.create(code="a", name="A")
    one = record(legal, "creator.renamed", creator, {"name": "A"}, {"name": "B"})
    one.refresh_from_db()
    assert (one.by, one.what) == (legal, "creator.renamed")
    assert (one.subject, one.subject_key) == ("parties.creator", str(creator.pk))
    assert (one.before, one.after) == ({"name": "A"}, {"name": "B"})
    assert start <= one.at <= database_now()


def test_records_count_from_one_and_each_holds_the_hash_before_it(
    three: list[AuditRecord],
) -> None:
    assert [one.number for one in three] == [1, 2, 3]
    assert [one.previous_hash for one in three] == ["", three[0].hash, three[1].hash]
    assert verify() == (3, three[2].hash, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parties_auditrecord SET what = 'x' WHERE number = 2",
        "DELETE FROM parties_auditrecord WHERE number = 3",
        "TRUNCATE parties_auditrecord",
        "DELETE FROM parties_audithead",
        "UPDATE parties_audithead SET number = 1",
        "UPDATE parties_audithead SET number = 4",
    ],
)
def test_the_database_lets_nobody_change_a_record(three: list[AuditRecord], statement: str) -> None:
    before = verify()
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)
    assert verify() == before == (3, three[2].hash, None)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (
            "UPDATE parties_auditrecord SET after = '{}' WHERE number = 2",
            Break(2, "was changed"),
        ),
        (
            "UPDATE parties_auditrecord SET at = at + interval '1 us' WHERE number = 1",
            Break(1, "was changed"),
        ),
        ("DELETE FROM parties_auditrecord WHERE number = 2", Break(2, "missing")),
        ("DELETE FROM parties_auditrecord WHERE number = 3", Break(3, "missing")),
        (
            "UPDATE parties_auditrecord SET previous_hash = 'x' WHERE number = 3",
            Break(3, "does not follow the one before it"),
        ),
        (
            "UPDATE parties_audithead SET number = 2,"
            " hash = (SELECT hash FROM parties_auditrecord WHERE number = 2)",
            Break(3, "was added behind the head"),
        ),
    ],
)
def test_tampering_shows(three: list[AuditRecord], statement: str, broken: Break) -> None:
    tamper(statement)
    assert verify().broken == broken


def test_a_record_outside_its_writes_transaction_is_refused(
    transactional_db: None,
) -> None:
    creator = Creator.objects.create(code="a", name="A")
    with pytest.raises(TransactionManagementError):
        record(None, "creator.added", creator, None, {})
    assert AuditRecord.objects.count() == 0


def test_a_write_that_fails_leaves_no_record(db: None) -> None:
    def fail_later() -> None:
        with transaction.atomic():
            add_creator(by=None, code="a", name="A")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_later()
    assert (Creator.objects.count(), verify()) == (0, (0, "", None))


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_one_chain() -> None:
    start = verify().records

    def write(number: int) -> None:
        try:
            for k in range(10):
                add_creator(by=None, code=f"{number}-{k}", name="A")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    verified = verify()
    assert (verified.records - start, verified.broken) == (40, None)


def test_export_gives_the_records_of_a_period_with_their_hashes(
    three: list[AuditRecord],
) -> None:
    lines = [json.loads(line) for line in export(three[1].at, three[2].at)]
    assert lines == [{**audit.content(three[1]), "hash": three[1].hash}]
    assert [json.loads(line)["number"] for line in export()] == [1, 2, 3]
    assert list(export(three[2].at + timedelta(microseconds=1))) == []
