"""Creators, and the organisations that they are tied to."""

from typing import Any

from ninja import Router, Status

from yellowcart.api import schemas
from yellowcart.api.asked import refuse_nul
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.kit.errors import BadInput
from yellowcart.parties.actions import add_creator, tie_creator
from yellowcart.parties.models import Creator, Organisation, Person
from yellowcart.parties.permission import Verb, may, require

router = Router(tags=["parties"])


@router.get("/creators", response=schemas.Page[schemas.CreatorOut])
def creators(request: ApiRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """Every creator. For the platform's own people."""
    require(request.person, Verb.READ_ALL)
    return page(Creator.objects.select_related(*TIES), cursor, limit, _creator)


@router.post("/creators", response={201: schemas.CreatorOut})
def open_creator(request: ApiRequest, body: schemas.CreatorIn) -> Any:
    """Adds a creator, by the platform's own id."""
    refuse_nul(body.code, body.name, body.group)
    require(request.person, Verb.MANAGE_CREATORS)
    found = add_creator(
        by=request.person, code=body.code, name=body.name, group=body.group, **_ties(body)
    )
    return Status(201, _creator(found))


@router.put("/creators/{code}/ties", response=schemas.CreatorOut)
def tie(request: ApiRequest, code: str, body: schemas.TiesIn) -> Any:
    """Says whose own account a creator's is, and which service provider looks after it."""
    require(request.person, Verb.MANAGE_CREATORS)
    creator = creator_of(request.person, code)
    return _creator(tie_creator(by=request.person, creator=creator, **_ties(body)))


@router.get("/organisations", response=schemas.Page[schemas.OrganisationOut])
def organisations(request: ApiRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """Merchants, service providers and the platform itself. For the platform's own people."""
    require(request.person, Verb.READ_ALL)
    return page(Organisation.objects.all(), cursor, limit, _organisation)


TIES = ("merchant", "provider")


def creator_of(person: Person, code: str) -> Creator:
    """A creator that the person may see; of others it is not even said that they are there."""
    refuse_nul(code)
    found = Creator.objects.select_related(*TIES).filter(code=code).first()
    mine = found is not None and found.pk == person.creator_id
    if found is None or (not mine and not may(person, Verb.READ_ALL)):
        raise BadInput("no such creator", field="creator", value=code, expected="a creator's code")
    return found


def _ties(body: schemas.CreatorIn | schemas.TiesIn) -> dict[str, Organisation | None]:
    return {name: _organisation_of(name, getattr(body, name)) for name in TIES}


def _organisation_of(field: str, code: str | None) -> Organisation | None:
    if code is None:
        return None
    found = None if "\0" in code else Organisation.objects.filter(code=code).first()
    if found is None:
        raise BadInput(
            "no such organisation", field=field, value=code, expected="an organisation's code"
        )
    return found


def _creator(row: Creator) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "group": row.group,
        "merchant": row.merchant and row.merchant.code,
        "provider": row.provider and row.provider.code,
    }


def _organisation(row: Organisation) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "kind": row.kind}
