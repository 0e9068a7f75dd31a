"""The decision explorer: any link or message, a place and an instant; the verdict, and why."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse

from yellowcart.console.frame import PageRequest, page, show
from yellowcart.console.language import language, said
from yellowcart.console.moment import moment
from yellowcart.console.named import Names
from yellowcart.console.refusals import refusal
from yellowcart.kit.errors import YellowcartError
from yellowcart.kit.instant import parse_instant
from yellowcart.links import book, recognise
from yellowcart.publishing.decided import NOBODYS
from yellowcart.terms import Piece, Table

LONGEST = 10_000
MOST_PIECES = 12


@page()
def explorer(request: PageRequest) -> HttpResponse:
    of = moment(request)
    terms = of.table.terms
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("text", "partner", "surface", "kind", "at", "category", "creator_group")
    }
    asked["surface"] = asked["surface"] or (terms.surfaces[0].code if terms.surfaces else "")
    asked["kind"] = asked["kind"] if asked["kind"] in ("goods", "services") else "goods"
    context: dict[str, Any] = {}
    if asked["text"] or asked["partner"]:
        try:
            at = (
                parse_instant(asked["at"], terms.zone)
                if asked["at"]
                else of.at.replace(microsecond=0)
            )
        except YellowcartError as error:
            context["error"] = refusal(error)
        else:
            context = _answered(asked, at, of.table)
    return show(
        request,
        "explorer.html",
        said("链接查询", "Decision explorer"),
        moment=of,
        asked=asked,
        names=Names(terms),
        terms=terms,
        **context,
    )


def _answered(asked: dict[str, str], at: datetime, table: Table) -> dict[str, Any]:
    terms = table.terms
    links = recognise(asked["text"][:LONGEST]) if asked["text"] else []
    link = links[0] if links else None
    marketplace = link.marketplace if link else None
    partner = asked["partner"] or terms.partner_of(marketplace)
    if asked["text"]:
        partner = terms.partner_of(marketplace)
    nobodys = marketplace is not None and partner is None
    of = asked["surface"], asked["kind"], at, asked["category"] or None, (
        asked["creator_group"] or None
    )  # fmt: skip
    decision = table.decide(NOBODYS if nobodys else partner, *of)
    named = book().marketplace(marketplace).name[language()] if nobodys and marketplace else partner
    clause = table.clause(decision.agreement or "", decision.clause or "")
    pieces = table.timeline(NOBODYS if nobodys else partner, *of[:2], *of[3:])
    return {
        "links": links,
        "link": link,
        "partner": partner,
        "decision": decision,
        "sentence": table.explain(named, *of, language=language()),
        "clause": clause,
        "next": _after(pieces, at),
        "pieces": pieces[-MOST_PIECES:],
    }


def _after(pieces: tuple[Piece, ...], at: datetime) -> Piece | None:
    return next((piece for piece in pieces if piece.start is not None and piece.start > at), None)
