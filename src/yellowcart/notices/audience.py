"""Whom a notice is for: said as data, answered by query."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet

from yellowcart.kit.errors import BadInput
from yellowcart.parties.models import Creator, Organisation, Person, Role
from yellowcart.publishing.falls import Falls
from yellowcart.publishing.models import Entry

Audience = Mapping[str, Any]

TOUCHED = ("creators", "merchants", "providers")
DEFAULT: dict[str, list[str]] = {"touched": [*TOUCHED]}
ORGANISATIONS = {
    Role.MERCHANT: Organisation.Kind.MERCHANT,
    Role.PROVIDER: Organisation.Kind.PROVIDER,
}


class Addressed(NamedTuple):
    """The keys of those whom a notice is for, by what sort of party they are."""

    creators: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def __or__(self, other: "Addressed") -> "Addressed":
        return Addressed(*(ours | theirs for ours, theirs in zip(self, other, strict=True)))

    def __sub__(self, other: "Addressed") -> "Addressed":
        return Addressed(*(ours - theirs for ours, theirs in zip(self, other, strict=True)))

    @property
    def number(self) -> int:
        return sum(map(len, self))


def touched_creators(falls: Falls) -> frozenset[int]:
    """The creators of whose entries any comes down."""
    return frozenset(falls.entries().order_by().values_list("cart__creator", flat=True).distinct())


def addressed(audience: Audience, falls: Falls | None) -> Addressed:
    """Whom an audience comes to now. `falls` of a free notice is None: it touches nobody.

    A role of creators, merchants or providers means every one of them; of the platform's own
    people, those who have it and may sign in.
    """
    creators: set[int] = set()
    organisations: set[int] = set()
    people: set[int] = set()
    touched = audience.get("touched", ())
    if falls is not None and touched:
        for creator, merchant, provider in _touched(falls):
            if "creators" in touched:
                creators.add(creator)
            if "merchants" in touched and merchant is not None:
                organisations.add(merchant)
            if "providers" in touched and provider is not None:
                organisations.add(provider)
    for role in audience.get("roles", ()):
        if role == Role.CREATOR:
            creators |= _keys(Creator.objects.all())
        elif role in ORGANISATIONS:
            organisations |= _keys(Organisation.objects.filter(kind=ORGANISATIONS[role]))
        else:
            people |= _keys(Person.objects.filter(role=role, is_active=True))
    creators |= _keys(Creator.objects.filter(code__in=audience.get("creators", ())))
    organisations |= _keys(Organisation.objects.filter(code__in=audience.get("organisations", ())))
    named = Person.objects.filter(username__in=audience.get("people", ()), is_active=True)
    people |= _keys(named)
    return Addressed(frozenset(creators), frozenset(organisations), frozenset(people))


def checked(audience: Audience, *, is_free: bool) -> dict[str, list[str]]:
    """An audience in which everybody exists; `BadInput` for any other, naming what is wrong."""
    listed = {
        "roles": frozenset(Role.values),
        "touched": frozenset() if is_free else frozenset(TOUCHED),
        "creators": None,
        "organisations": None,
        "people": None,
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    for name, given in audience.items():
        if name not in listed:
            raise BadInput(
                "no such audience", field="audience", value=name, expected=", ".join(listed)
            )
        if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
            raise BadInput("not a list", field=name, value=given, expected="a list of codes")
        codes = list(dict.fromkeys(given))
        known = listed[name]
        unknown = sorted(set(codes) - (_known(name, codes) if known is None else known))
        if unknown:
            raise BadInput("unknown", field=name, value=unknown[0], expected=_expected(name, known))
        if codes:
            found[name] = codes
    if not found:
        raise BadInput("nobody", field="audience", expected=f"any of {', '.join(listed)}")
    return found


def _expected(name: str, known: frozenset[str] | None) -> str:
    if known is None:
        return f"{name} on file"
    return ", ".join(sorted(known)) or "nobody: a free notice belongs to no transition"


def _known(name: str, codes: Iterable[str]) -> frozenset[str]:
    codes = [one for one in codes if "\0" not in one]
    if name == "creators":
        return frozenset(Creator.objects.filter(code__in=codes).values_list("code", flat=True))
    if name == "organisations":
        return frozenset(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    people = Person.objects.filter(username__in=codes, is_active=True)
    return frozenset(people.values_list("username", flat=True))


def _touched(falls: Falls) -> "QuerySet[Entry, tuple[int, int | None, int | None]]":
    """Creators touched, with their merchant and provider: one look at what comes down."""
    return (
        falls.entries()
        .order_by()
        .values_list("cart__creator", "cart__creator__merchant", "cart__creator__provider")
        .distinct()
    )


def _keys(found: "QuerySet[Any]") -> set[int]:
    return set(found.order_by().values_list("pk", flat=True))
