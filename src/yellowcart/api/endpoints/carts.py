"""Carts, and what hangs in them."""

from typing import Any

from ninja import Router, Status
from pydantic import AwareDatetime

from yellowcart.agreements.held import current
from yellowcart.api import schemas
from yellowcart.api.asked import refuse_nul, table_at
from yellowcart.api.endpoints.parties import creator_of
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.api.problems import as_json, problem_of
from yellowcart.cutover import actions as cutover_actions
from yellowcart.cutover.models import Withdrawal
from yellowcart.cutover.queries import the_withdrawal
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing import actions, queries
from yellowcart.publishing.errors import NotInCart
from yellowcart.publishing.models import Cart, Entry, LiveSession
from yellowcart.publishing.queries import CartPage, Shown

router = Router(tags=["carts"])
MOST_KEY = (1 << 63) - 1


@router.get("/limits", response=list[schemas.LimitOut])
def limits(request: ApiRequest) -> Any:
    """How many entries a cart holds at most, by surface and creator group."""
    require(request.person, Verb.READ_ALL)
    return [
        {
            "surface": one.surface.code,
            "creator_group": one.creator_group,
            "most_entries": one.most_entries,
        }
        for one in queries.limits()
    ]


@router.put("/limits", response={204: None})
def set_limit(request: ApiRequest, body: schemas.LimitIn) -> Any:
    """Sets, changes or lifts a limit. What hangs already stays."""
    actions.set_limit(by=request.person, **body.dict())
    return Status(204, None)


@router.get("/carts", response=schemas.Page[schemas.CartOut])
def carts(
    request: ApiRequest,
    creator: str | None = None,
    surface: str | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """The carts that the key's person may see."""
    refuse_nul(creator or "", surface or "")
    found = queries.carts_of(request.person)
    if creator is not None:
        found = found.filter(creator__code=creator)
    if surface is not None:
        found = found.filter(surface__code=surface)
    return page(found, cursor, limit, _cart)


@router.post("/carts", response={201: schemas.CartOut})
def open_cart(request: ApiRequest, body: schemas.CartIn) -> Any:
    """Opens the cart of a live room, a short video or a product page."""
    cart = actions.open_cart(
        by=request.person,
        creator=creator_of(request.person, body.creator),
        surface=body.surface,
        code=body.code,
        title=body.title,
    )
    return Status(201, _cart(cart))


@router.get("/carts/{code}", response=schemas.CartPageOut)
def cart(
    request: ApiRequest,
    code: str,
    as_of: AwareDatetime | None = None,
    known_at: AwareDatetime | None = None,
) -> Any:
    """What a cart serves, now or at `as_of`, and what hangs there and is not served."""
    found = _the_cart(request, code)
    shown = queries.cart_page(found.code, table_at(current(), known_at), at=as_of)
    return _page(shown)


@router.post("/carts/{code}/entries", response={201: schemas.EntryOut})
def hang(request: ApiRequest, code: str, body: schemas.EntryIn) -> Any:
    """Hangs a link or an own product, last. A link that is not recognised waits for a review."""
    found = _the_cart(request, code)
    return Status(201, _entry(actions.hang(by=request.person, cart=found, **body.dict())))


@router.put("/carts/{code}/order", response={204: None})
def reorder(request: ApiRequest, code: str, body: schemas.OrderIn) -> Any:
    """Puts the entries into this order; it names each of them once."""
    actions.reorder(by=request.person, cart=_the_cart(request, code), entries=body.entries)
    return Status(204, None)


@router.put("/carts/{code}/pin", response={204: None})
def pin(request: ApiRequest, code: str, body: schemas.PinIn) -> Any:
    """Says which entry is being explained."""
    found = _the_cart(request, code)
    if body.entry is not None:
        entry = queries.the_entry(request.person, body.entry)
        if entry.cart_id != found.pk:
            raise NotInCart(f"the entry {body.entry} is in another cart")
        actions.pin(by=request.person, entry=entry)
    else:
        actions.unpin(by=request.person, cart=found)
    return Status(204, None)


@router.post("/carts/{code}/session", response={201: schemas.SessionOut})
def start_session(request: ApiRequest, code: str) -> Any:
    """The room goes on air."""
    found = _the_cart(request, code)
    return Status(201, _session(actions.start_session(by=request.person, cart=found)))


@router.delete("/carts/{code}/session", response=schemas.SessionOut)
def end_session(request: ApiRequest, code: str) -> Any:
    """The room goes off air."""
    found = _the_cart(request, code)
    return _session(actions.end_session(by=request.person, cart=found))


@router.post("/entries/load", response=schemas.LoadedOut)
def load(request: ApiRequest, body: schemas.RowsIn) -> Any:
    """Hangs many rows at one instant: the good ones hang, the others come back with the reason."""
    rows = [actions.Row(**row.dict()) for row in body.rows]
    loaded = actions.load(by=request.person, rows=rows)
    return {
        "hung": loaded.hung,
        "in_review": loaded.in_review,
        "refused": [
            {"row": one.row, "problem": as_json(problem_of(one.error))} for one in loaded.refused
        ],
    }


@router.get("/entries/{key}", response=schemas.OneEntryOut)
def entry(request: ApiRequest, key: int) -> Any:
    """One entry, one that has ended too; where a cut-over withdrew it, why."""
    found = _the_entry(request, key)
    kept = the_withdrawal(found.pk)
    return {**_entry(found), "withdrawal": kept and _withdrawal(kept, found)}


@router.post("/entries/{key}/take-down", response=schemas.EntryOut)
def take_down(request: ApiRequest, key: int, body: schemas.WhyIn) -> Any:
    """Takes an entry out of its cart, for good."""
    found = _the_entry(request, key)
    return _entry(actions.take_down(by=request.person, entry=found, why=body.why))


@router.post("/entries/{key}/suggestion", response=schemas.WithdrawalOut)
def suggest(request: ApiRequest, key: int, body: schemas.SuggestionIn) -> Any:
    """Suggests what to hang in the place of an entry that a cut-over withdrew."""
    found = _the_entry(request, key)
    kept = cutover_actions.suggest(by=request.person, entry=found, **body.dict())
    return _withdrawal(kept, found)


@router.post("/entries/{key}/accept", response={201: schemas.EntryOut})
def accept(request: ApiRequest, key: int) -> Any:
    """Hangs what is suggested, in the withdrawn entry's place; decided as anything that hangs."""
    found = _the_entry(request, key)
    return Status(201, _entry(cutover_actions.accept(by=request.person, entry=found)))


@router.get("/review", response=schemas.Page[schemas.EntryOut])
def review(request: ApiRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The texts in which no link was recognised, as far as the key's person may see them."""
    return page(queries.waiting(request.person), cursor, limit, _entry)


@router.post("/review/{key}/name", response=schemas.EntryOut)
def name_marketplace(request: ApiRequest, key: int, body: schemas.NamingIn) -> Any:
    """Says of which marketplace it is; it hangs from now on, if a clause grants it now."""
    return _entry(
        actions.name_marketplace(
            by=request.person,
            entry=_the_entry(request, key),
            marketplace=body.marketplace,
            item_id=body.item_id,
        )
    )


@router.post("/review/{key}/refuse", response=schemas.EntryOut)
def refuse(request: ApiRequest, key: int, body: schemas.RefusalIn) -> Any:
    """Refuses it, saying why."""
    found = _the_entry(request, key)
    return _entry(actions.refuse(by=request.person, entry=found, why=body.why))


def _the_cart(request: ApiRequest, code: str) -> Cart:
    return queries.the_cart(request.person, code)


def _the_entry(request: ApiRequest, key: int) -> Entry:
    return queries.the_entry(request.person, key)


def _cart(row: Cart) -> dict[str, Any]:
    return {
        "code": row.code,
        "creator": row.creator.code,
        "surface": row.surface.code,
        "title": row.title,
        "opened_at": row.opened_at,
    }


def _session(row: LiveSession) -> dict[str, Any]:
    return {"cart": row.cart.code, "started_at": row.started_at, "ended_at": row.ended_at}


def _entry(row: Entry) -> dict[str, Any]:
    return {
        "id": row.pk,
        "cart": row.cart.code,
        "restores": row.restores_id,
        **{
            name: getattr(row, name)
            for name in (
                "status", "position", "text", "product", "title", "kind", "category", "pinned",
                "given_at", "hung_at", "version", "ended_at", "ended_why", "place",
                "gmv_30d_fen", "commission_30d_fen",
            )
        },
        **{
            name: getattr(row, name) or None
            for name in ("marketplace", "form", "item_id", "url", "agreement", "clause")
        },
    }  # fmt: skip


def _withdrawal(kept: Withdrawal, of: Entry) -> dict[str, Any]:
    return {
        "entry": kept.pk,
        "cutover": kept.transition_id,
        "at": kept.at,
        "reason": kept.reason,
        "agreement": kept.agreement or None,
        "version": kept.version,
        "clause": kept.clause or None,
        "place": of.place,
        "suggestion": None
        if kept.suggested_at is None
        else {
            "text": kept.suggested_text,
            "product": kept.suggested_product,
            "title": kept.suggested_title,
            "suggested_at": kept.suggested_at,
        },
    }


def _page(shown: CartPage) -> dict[str, Any]:
    return {
        "code": shown.code,
        "title": shown.title,
        "creator": shown.creator,
        "surface": shown.surface,
        "at": shown.at,
        "on_air_since": shown.on_air_since,
        "entries": [_shown(one) for one in shown.served],
        "stopped": [_shown(one) for one in shown.stopped],
    }


def _shown(one: Shown) -> dict[str, Any]:
    standing = one.standing
    return {
        **one._asdict(),
        "item_id": one.item_id or None,
        "url": one.url or None,
        "standing": {
            "served": standing.served,
            "decision": {
                **standing.decision._asdict(), "partner": standing.decision.partner or None,
            },
            "ended": standing.ended,
            "hung": standing.hung,
        },
    }  # fmt: skip
