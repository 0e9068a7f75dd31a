"""Adding people, organisations and creators; changing roles; ending access."""

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction

from yellowcart.kit.code import LONGEST, parse_code, parse_line
from yellowcart.kit.errors import BadInput
from yellowcart.parties import audit, keys
from yellowcart.parties.errors import BadMembership, BadPassword, NameTaken
from yellowcart.parties.models import ApiKey, Creator, Organisation, Person, Role
from yellowcart.parties.permission import Verb, require

KIND_OF = {
    Role.MERCHANT: Organisation.Kind.MERCHANT,
    Role.PROVIDER: Organisation.Kind.PROVIDER,
}
"""The organisation that a role's members belong to; the platform's people, to the platform."""
KINDS = ", ".join(Organisation.Kind.values)
USERNAME = "letters, digits and @ . + - _"


@transaction.atomic
def add_organisation(*, by: Person | None, code: str, name: str, kind: str) -> Organisation:
    require(by, Verb.MANAGE_PEOPLE)
    code, name = parse_code(code), _name(name)
    if kind not in Organisation.Kind.values:
        raise BadInput("no such kind", field="kind", value=kind, expected=KINDS)
    _refuse_taken(Organisation, code=code)
    organisation = Organisation.objects.create(code=code, name=name, kind=kind)
    audit.record(
        by, "organisation.added", organisation, None, {"code": code, "name": name, "kind": kind}
    )
    return organisation


@transaction.atomic
def add_creator(
    *,
    by: Person | None,
    code: str,
    name: str,
    group: str = "",
    merchant: Organisation | None = None,
    provider: Organisation | None = None,
) -> Creator:
    require(by, Verb.MANAGE_CREATORS)
    code, name, group = parse_code(code), _name(name), parse_line(group, "group", LONGEST)
    _refuse_taken(Creator, code=code)
    _refuse_bad_ties(merchant, provider)
    creator = Creator.objects.create(
        code=code, name=name, group=group, merchant=merchant, provider=provider
    )
    audit.record(by, "creator.added", creator, None, _creator(creator))
    return creator


@transaction.atomic
def tie_creator(
    *,
    by: Person | None,
    creator: Creator,
    merchant: Organisation | None,
    provider: Organisation | None,
) -> Creator:
    """Says whose own account a creator's is, and which service provider looks after it."""
    require(by, Verb.MANAGE_CREATORS)
    _refuse_bad_ties(merchant, provider)
    creator = Creator.objects.select_for_update().get(pk=creator.pk)
    before = _creator(creator)
    creator.merchant, creator.provider = merchant, provider
    creator.save(update_fields=["merchant", "provider"])
    audit.record(by, "creator.tied", creator, before, _creator(creator))
    return creator


@transaction.atomic
def add_person(
    *,
    by: Person | None,
    username: str,
    password: str,
    role: str,
    organisation: Organisation | None = None,
    creator: Creator | None = None,
    name: str = "",
) -> Person:
    """Adds who may sign in. The organisation or creator must go with the role."""
    require(by, Verb.MANAGE_PEOPLE)
    _refuse_bad_username(username)
    _refuse_taken(Person, username=username)
    name = parse_line(name, "name", 150)
    person = Person(
        username=username, role=role, organisation=organisation, creator=creator, first_name=name
    )
    _refuse_bad_membership(person)
    _set_password(person, password)
    person.save()
    record_added(by, person)
    return person


def record_added(by: Person | None, person: Person) -> None:
    """Within the transaction that adds a person."""
    audit.record(by, "person.added", person, None, _shown(person))


@transaction.atomic
def change_role(
    *,
    by: Person | None,
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    creator: Creator | None = None,
) -> Person:
    """Gives a person another role, with the organisation or creator that goes with it."""
    require(by, Verb.MANAGE_PEOPLE)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = _shown(person)
    person.role, person.organisation, person.creator = role, organisation, creator
    _refuse_bad_membership(person)
    person.save(update_fields=["role", "organisation", "creator"])
    audit.record(by, "person.role_changed", person, before, _shown(person))
    return person


@transaction.atomic
def end_access(*, by: Person | None, person: Person) -> Person:
    """Ends a person's access at once: no sign-in, no session, no key."""
    require(by, Verb.MANAGE_PEOPLE)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = _shown(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    for key in ApiKey.objects.filter(person=person, revoked_at=None):
        keys.revoke(by, key)
    audit.record(by, "person.access_ended", person, before, _shown(person))
    return person


@transaction.atomic
def change_password(*, by: Person | None, person: Person, password: str) -> Person:
    """One's own, or anybody's by who manages people. It ends every session of that person."""
    if by is None or by.pk != person.pk:
        require(by, Verb.MANAGE_PEOPLE)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _set_password(person, password)
    person.save(update_fields=["password"])
    audit.record(by, "person.password_changed", person, None, None)
    return person


def _name(text: str) -> str:
    name = parse_line(text, "name", 200)
    if not name:
        raise BadInput("missing", field="name", expected="a name")
    return name


def _refuse_bad_username(username: str) -> None:
    try:
        Person.username_validator(username)
    except ValidationError:
        raise BadInput(
            "not a username", field="username", value=username, expected=USERNAME
        ) from None
    parse_line(username, "username", 150)


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadPassword(" ".join(error.messages)) from None
    person.set_password(password)


def _refuse_taken(model: type[models.Model], **name: str) -> None:
    if model._default_manager.filter(**name).exists():
        ((field, value),) = name.items()
        raise NameTaken(f"there is a {model._meta.verbose_name} with the {field} {value}")


def _refuse_bad_membership(person: Person) -> None:
    if person.role not in Role.values:
        raise BadMembership(f"no such role: {person.role}")
    if (person.role == Role.CREATOR) != (person.creator is not None):
        raise BadMembership("a creator's member has a creator, and nobody else has")
    kind = KIND_OF.get(Role(person.role), Organisation.Kind.PLATFORM)
    if person.organisation is None:
        if Role(person.role) in KIND_OF:
            raise BadMembership(f"a {person.role}'s member belongs to a {kind}")
    elif person.organisation.kind != kind or person.role == Role.CREATOR:
        raise BadMembership(
            f"the role {person.role} does not go with {person.organisation.code}, "
            f"a {person.organisation.kind}"
        )


def _refuse_bad_ties(merchant: Organisation | None, provider: Organisation | None) -> None:
    ties = {Organisation.Kind.MERCHANT: merchant, Organisation.Kind.PROVIDER: provider}
    for kind, tied in ties.items():
        if tied is not None and tied.kind != kind:
            raise BadMembership(f"{tied.code} is a {tied.kind}, not a {kind}")


def _creator(creator: Creator) -> dict[str, object]:
    return {
        "code": creator.code,
        "name": creator.name,
        "group": creator.group,
        "merchant": creator.merchant and creator.merchant.code,
        "provider": creator.provider and creator.provider.code,
    }


def _shown(person: Person) -> dict[str, object]:
    return {
        "username": person.username,
        "name": person.first_name,
        "role": person.role,
        "organisation": person.organisation and person.organisation.code,
        "creator": person.creator and person.creator.code,
        "is_active": person.is_active,
        "manages_people": person.is_superuser,
    }
