"""What was agreed, when it changes, and why something may hang or not."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yellowcart.agreements.errors import UnknownAgreement
from yellowcart.agreements.held import current
from yellowcart.agreements.models import Agreement, AgreementVersion, Partner, Surface
from yellowcart.agreements.queries import terms_on_file
from yellowcart.api import schemas
from yellowcart.api.asked import Asked, at_instant, table_at
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.kit.clock import now
from yellowcart.links import book, recognise
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.decided import NOBODYS
from yellowcart.terms import transitions, write_terms

router = Router(tags=["agreements"])


@router.get("/surfaces", response=list[schemas.SurfaceOut])
def surfaces(request: HttpRequest) -> Any:
    """The places where a cart can be."""
    return [{"code": one.code, "name": _name(one)} for one in Surface.objects.order_by("pk")]


@router.get("/partners", response=list[schemas.PartnerOut])
def partners(request: HttpRequest) -> Any:
    """The alliances, the platform's own shops among them, and the marketplaces they bring."""
    rows = Partner.objects.prefetch_related("marketplaces").order_by("pk")
    return [
        {
            "code": one.code,
            "name": _name(one),
            "marketplaces": [of.code for of in one.marketplaces.all()],
        }
        for one in rows
    ]


@router.get("/agreements", response=schemas.Page[schemas.AgreementOut])
def agreements(request: ApiRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """Every agreement with its versions, drafts too. For the platform's own people."""
    require(request.person, Verb.READ_ALL)
    return page(_agreements(), cursor, limit, _agreement)


@router.get("/agreements/form", response={200: None})
def form(request: ApiRequest) -> Any:
    """Everything in force, in the TOML form."""
    require(request.person, Verb.READ_ALL)
    return HttpResponse(write_terms(terms_on_file()), content_type="application/toml")


@router.get("/agreements/{path:code}", response=schemas.AgreementOut)
def agreement(request: ApiRequest, code: str) -> Any:
    """One agreement with its versions."""
    require(request.person, Verb.READ_ALL)
    found = _agreements().filter(code=code).first() if "\0" not in code else None
    if found is None:
        raise UnknownAgreement(f"there is no agreement {code!r}")
    return _agreement(found)


@router.get("/transitions", response=schemas.TransitionsOut)
def coming(
    request: HttpRequest,
    start: datetime | None = None,
    until: datetime | None = None,
    known_at: datetime | None = None,
) -> Any:
    """The instants in `[start, until)` at which something opens or closes; from now on, unless
    `start` says otherwise."""
    first = at_instant("start", start, now())
    last = None if until is None else at_instant("until", until, now())
    found = transitions(table_at(current(), known_at), first, last)
    return {
        "items": [
            {"at": one.at, "changes": [_change(change) for change in one.changes]} for one in found
        ]
    }


@router.get("/explanations", response=schemas.ExplanationOut)
def explanation(request: HttpRequest, asked: Query[Asked]) -> Any:
    """A decision, in sentences: about a link or a partner, at `as_of`, as known at `known_at`."""
    table = table_at(current(), asked.known_at)
    at = at_instant("as_of", asked.as_of, now())
    marketplace = None
    if asked.link is not None:
        links = recognise(asked.link)
        marketplace = links[0].marketplace if links else None
    partner = asked.partner or table.terms.partner_of(marketplace)
    of = asked.surface, asked.kind, at, asked.category, asked.creator_group
    nobodys = marketplace is not None and partner is None
    decision = table.decide(NOBODYS if nobodys else partner, *of)
    named = book().marketplace(marketplace).name if nobodys and marketplace else None
    return {
        "decision": {**decision._asdict(), "partner": decision.partner or None},
        "marketplace": marketplace,
        "explanation": {
            language: table.explain(named[language] if named else partner, *of, language=language)
            for language in ("zh", "en")
        },
    }


def _name(row: Surface | Partner) -> dict[str, str]:
    return {"zh": row.name_zh, "en": row.name_en}


def _agreements() -> Any:
    return Agreement.objects.select_related("partner").prefetch_related(
        "versions__clauses", "versions__drafted_by", "versions__decided_by"
    )


def _agreement(row: Agreement) -> dict[str, Any]:
    versions = sorted(row.versions.all(), key=lambda one: one.number)
    return {
        "code": row.code,
        "partner": row.partner.code,
        "versions": [_version(one) for one in versions],
    }


def _version(row: AgreementVersion) -> dict[str, Any]:
    return {
        "version": row.number,
        "status": row.status,
        "start": row.period.lower,
        "until": row.period.upper,
        "known": row.known,
        "renews": row.renews or None,
        "notice_days": row.notice_days,
        "counts": row.counts,
        "drafted_by": row.drafted_by and row.drafted_by.username,
        "decided_by": row.decided_by and row.decided_by.username,
        "objection": row.objection,
        "clauses": [
            {
                "id": one.name,
                **{
                    field: getattr(one, field)
                    for field in schemas.ClauseOut.model_fields
                    if field != "id"
                },
            }
            for one in sorted(row.clauses.all(), key=lambda one: one.position)
        ],
    }


def _change(change: Any) -> dict[str, Any]:
    return {
        "partner": change.partner,
        "surface": change.surface,
        "kind": change.kind,
        "category": change.category,
        "creator_group": change.creator_group,
        "verdict": str(change.after),
    }
