from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.db import DatabaseError, transaction
from django.test import Client, RequestFactory

from tests.parties.conftest import PASSWORD
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.parties.actions import (
    add_creator,
    add_organisation,
    add_person,
    change_password,
    change_role,
    end_access,
)
from yellowcart.parties.errors import BadMembership, BadPassword, NameTaken, NotPermitted
from yellowcart.parties.models import AuditRecord, Creator, Organisation, Person, Role
from yellowcart.parties.permission import ALLOWED, Verb, may, require_own


@pytest.fixture
def creator(db: None) -> Creator:
    return add_creator(by=None, code="c-1", name="达人一")


@pytest.fixture
def shop(db: None) -> Organisation:
    return add_organisation(by=None, code="shop", name="店", kind="merchant")


def signs_in(username: str, password: str) -> bool:
    request = RequestFactory().post("/")
    return authenticate(request, username=username, password=password) is not None


def test_a_person_added_signs_in_by_a_password_kept_with_argon2(administrator: Person) -> None:
    person = add_person(
        by=administrator, username="lin", password=PASSWORD, role=Role.LEGAL, name="林"
    )
    assert person.password.startswith("argon2$argon2id$")
    assert signs_in("lin", PASSWORD)
    assert not signs_in("lin", PASSWORD + "x")
    added = AuditRecord.objects.get(what="person.added", subject_key=person.pk)
    assert added.by == administrator
    assert added.after == {
        "username": "lin", "name": "林", "role": "legal", "organisation": None,
        "creator": None, "is_active": True, "manages_people": False,
    }  # fmt: skip


def test_five_wrong_passwords_lock_the_name(legal: Person) -> None:
    for _ in range(5):
        assert not signs_in("legal", "wrong")
    assert not signs_in("legal", PASSWORD)


def test_access_ends_with_its_sessions(administrator: Person, legal: Person) -> None:
    client = Client()
    client.force_login(legal, "django.contrib.auth.backends.ModelBackend")
    assert client.session["_auth_user_id"] == str(legal.pk)
    end_access(by=administrator, person=legal)
    assert "_auth_user_id" not in client.session
    assert not signs_in("legal", PASSWORD)
    assert not may(Person.objects.get(pk=legal.pk), Verb.READ_ALL)


def test_a_changed_password_is_ones_own_or_the_administrators(
    administrator: Person, legal: Person
) -> None:
    change_password(by=legal, person=legal, password="violet-harbour-8")
    assert signs_in("legal", "violet-harbour-8")
    change_password(by=administrator, person=legal, password=PASSWORD)
    assert signs_in("legal", PASSWORD)
    records = AuditRecord.objects.count()
    with pytest.raises(NotPermitted):
        change_password(by=legal, person=administrator, password="violet-harbour-8")
    assert signs_in("root", PASSWORD)
    assert AuditRecord.objects.count() == records


def test_a_changed_role_is_on_record(
    administrator: Person, legal: Person, creator: Creator
) -> None:
    changed = change_role(by=administrator, person=legal, role=Role.CREATOR, creator=creator)
    assert (changed.role, changed.creator) == ("creator", creator)
    record = AuditRecord.objects.get(what="person.role_changed")
    assert record.before is not None
    assert record.after is not None
    assert (record.before["role"], record.before["creator"]) == ("legal", None)
    assert (record.after["role"], record.after["creator"]) == ("creator", "c-1")


Refused = Callable[[Person, Creator, Organisation], object]
REFUSALS: dict[str, tuple[type[YellowcartError], Refused]] = {
    "a name that is taken": (
        NameTaken,
        lambda by, _, __: add_person(by=by, username="root", password=PASSWORD, role="legal"),
    ),
    "a creator's code that is taken": (
        NameTaken,
        lambda by, creator, _: add_creator(by=by, code=creator.code, name="x"),
    ),
    "an organisation's code that is taken": (
        NameTaken,
        lambda by, _, shop: add_organisation(by=by, code=shop.code, name="x", kind="merchant"),
    ),
    "a password that is too common": (
        BadPassword,
        lambda by, _, __: add_person(by=by, username="x", password="password", role="legal"),
    ),
    "a role that there is not": (
        BadMembership,
        lambda by, _, __: add_person(by=by, username="x", password=PASSWORD, role="king"),
    ),
    "a creator's member without a creator": (
        BadMembership,
        lambda by, _, __: add_person(by=by, username="x", password=PASSWORD, role="creator"),
    ),
    "a clerk with a creator": (
        BadMembership,
        lambda by, creator, _: add_person(
            by=by, username="x", password=PASSWORD, role="legal", creator=creator
        ),
    ),
    "a merchant's member without a merchant": (
        BadMembership,
        lambda by, _, __: add_person(by=by, username="x", password=PASSWORD, role="merchant"),
    ),
    "a provider's member of a merchant": (
        BadMembership,
        lambda by, _, shop: add_person(
            by=by, username="x", password=PASSWORD, role="provider", organisation=shop
        ),
    ),
    "a role changed without what goes with it": (
        BadMembership,
        lambda by, _, __: change_role(by=by, person=by, role="merchant"),
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_writes_nothing(
    administrator: Person, creator: Creator, shop: Organisation, case: str
) -> None:
    def everything() -> tuple[object, ...]:
        models = (Person, Creator, Organisation, AuditRecord)
        return tuple(list(model.objects.order_by("pk").values()) for model in models)

    error, attempt = REFUSALS[case]
    before = everything()
    with pytest.raises(error):
        attempt(administrator, creator, shop)
    assert everything() == before


@pytest.mark.parametrize("role", [role for role in Role.values if role != "creator"])
def test_no_role_but_the_administrator_manages_people(
    role: str, administrator: Person, shop: Organisation
) -> None:
    organisations = {"merchant": shop, "provider": None}
    if role == "provider":
        organisations["provider"] = add_organisation(
            by=None, code="mcn", name="MCN", kind="provider"
        )
    person = add_person(
        by=None, username="x", password=PASSWORD, role=role, organisation=organisations.get(role)
    )
    before = Person.objects.count(), AuditRecord.objects.count()
    with pytest.raises(NotPermitted):
        add_person(by=person, username="y", password=PASSWORD, role="legal")
    with pytest.raises(NotPermitted):
        add_organisation(by=person, code="z", name="z", kind="merchant")
    with pytest.raises(NotPermitted):
        end_access(by=person, person=administrator)
    assert (Person.objects.count(), AuditRecord.objects.count()) == before


def test_an_auditor_may_write_nothing_even_as_a_superuser(legal: Person) -> None:
    assert ALLOWED[Role.AUDITOR] == {Verb.READ_ALL, Verb.EXPORT_AUDIT}
    auditor = add_person(by=None, username="audit", password=PASSWORD, role=Role.AUDITOR)
    Person.objects.filter(pk=auditor.pk).update(is_superuser=True)
    auditor.refresh_from_db()
    allowed = {verb for verb in Verb if may(auditor, verb)}
    assert allowed == {Verb.READ_ALL, Verb.EXPORT_AUDIT}


def test_a_creators_member_changes_their_own_carts_alone(creator: Creator, legal: Person) -> None:
    other = add_creator(by=None, code="c-2", name="达人二")
    member = add_person(
        by=None, username="m", password=PASSWORD, role=Role.CREATOR, creator=creator
    )
    operator = add_person(by=None, username="o", password=PASSWORD, role=Role.OPERATIONS)
    require_own(member, creator.pk)
    require_own(operator, other.pk)
    with pytest.raises(NotPermitted):
        require_own(member, other.pk)
    with pytest.raises(NotPermitted):
        require_own(legal, creator.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "king"},
        {"role": "creator"},
        {"role": "merchant"},
        {"role": "provider", "organisation": "shop"},
        {"organisation": "shop"},
        {"creator": "c-1"},
    ],
)
def test_the_database_refuses_memberships_that_cannot_be(
    legal: Person, creator: Creator, shop: Organisation, changes: dict[str, object]
) -> None:
    of = {"shop": shop, "c-1": creator}
    changed = {name: of.get(str(value), value) for name, value in changes.items()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=legal.pk).update(**changed)


def test_the_first_person_is_on_the_record(db: None) -> None:
    from django.core.management import call_command

    call_command(
        "createsuperuser", "--noinput", username="first", email="first@example.com",
        role="operations",
    )  # fmt: skip
    record = AuditRecord.objects.get()
    assert (record.what, record.by) == ("person.added", None)
    assert record.after is not None
    assert (record.after["username"], record.after["manages_people"]) == ("first", True)


@pytest.mark.parametrize("username", ["", "a b", "a/b", "x" * 151, "\0"])
def test_a_username_can_be_typed_and_told(db: None, username: str) -> None:
    with pytest.raises(BadInput):
        add_person(by=None, username=username, password=PASSWORD, role=Role.LEGAL)
    assert not Person.objects.exists()
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize("code", ["", " ", "a/b", ".", "..", "a\nb", "\0", "x" * 65])
def test_a_code_can_stand_in_an_address(db: None, code: str) -> None:
    with pytest.raises(BadInput):
        add_creator(by=None, code=code, name="达人")
    with pytest.raises(BadInput):
        add_organisation(by=None, code=code, name="店", kind="merchant")
    assert not AuditRecord.objects.exists()
