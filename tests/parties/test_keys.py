from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from yellowcart.parties.actions import end_access
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import BadScopes, NotPermitted
from yellowcart.parties.keys import Issued, issue_key, key_holder, revoke_key
from yellowcart.parties.models import ApiKey, AuditRecord, Person


@pytest.fixture
def issued(administrator: Person, legal: Person) -> Issued:
    return issue_key(by=administrator, person=legal, purpose="a phone", scopes=["read", "decide"])


def test_a_key_is_shown_once_and_kept_as_a_hash(issued: Issued, legal: Person) -> None:
    key = ApiKey.objects.get()
    assert issued.secret.startswith(f"yc_{key.prefix}_")
    assert (key.person, key.scopes, key.requests_a_minute) == (legal, ["decide", "read"], 6000)
    kept = [str(vars(ApiKey.objects.get())), *(str(vars(one)) for one in AuditRecord.objects.all())]
    assert not any(issued.secret.split("_", 2)[2] in text for text in kept)


def test_the_secret_finds_its_key_and_its_use_is_noted(issued: Issued) -> None:
    start = database_now()
    assert key_holder(issued.secret) == issued.key
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    assert start <= used <= database_now()
    key_holder(issued.secret)
    assert ApiKey.objects.get().last_used_at == used


@pytest.mark.parametrize("wrong", ["", "yc_", "yc", "yc_x_y", "{}x", "x{}", "sk_{}"])
def test_another_secret_finds_none(issued: Issued, wrong: str) -> None:
    assert key_holder(wrong.format(issued.secret)) is None
    assert ApiKey.objects.get().last_used_at is None


def test_a_revoked_key_is_no_more(issued: Issued, administrator: Person) -> None:
    revoked = revoke_key(by=administrator, key=issued.key)
    assert key_holder(issued.secret) is None
    assert revoke_key(by=administrator, key=issued.key).revoked_at == revoked.revoked_at
    assert AuditRecord.objects.filter(what="key.revoked").count() == 1


def test_a_key_expires(administrator: Person, legal: Person) -> None:
    at = database_now() + timedelta(hours=1)
    issued = issue_key(by=administrator, person=legal, purpose="x", scopes=["read"], expires_at=at)
    assert key_holder(issued.secret) == issued.key
    ApiKey.objects.update(issued_at=at - timedelta(hours=2), expires_at=database_now())
    assert key_holder(issued.secret) is None


def test_a_key_ends_with_its_persons_access(
    issued: Issued, administrator: Person, legal: Person
) -> None:
    end_access(by=administrator, person=legal)
    assert key_holder(issued.secret) is None
    assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.parametrize("scopes", [[], ["everything"], ["read", "all"]])
def test_a_key_without_known_scopes_is_refused(
    administrator: Person, legal: Person, scopes: list[str]
) -> None:
    records = AuditRecord.objects.count()
    with pytest.raises(BadScopes):
        issue_key(by=administrator, person=legal, purpose="x", scopes=scopes)
    assert (ApiKey.objects.count(), AuditRecord.objects.count()) == (0, records)


def test_only_who_manages_people_issues_and_revokes(issued: Issued, legal: Person) -> None:
    records = AuditRecord.objects.count()
    with pytest.raises(NotPermitted):
        issue_key(by=legal, person=legal, purpose="x", scopes=["read"])
    with pytest.raises(NotPermitted):
        revoke_key(by=legal, key=issued.key)
    assert (ApiKey.objects.count(), AuditRecord.objects.count()) == (1, records)
    assert ApiKey.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": ["everything"]},
        {"scopes": []},
        {"requests_a_minute": 0},
        {"expires_at": database_now},
    ],
)
def test_the_database_refuses_keys_that_cannot_be(
    issued: Issued, changes: dict[str, object]
) -> None:
    if "expires_at" in changes:
        changes = {"expires_at": issued.key.issued_at}
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiKey.objects.update(**changes)
