"""Opening carts, going on air and off it, and how much a cart may hold."""

from django.db import transaction

from yellowcart.agreements.models import Surface
from yellowcart.kit.code import parse_code
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import format_instant
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Creator, Person
from yellowcart.parties.permission import Verb, require, require_own
from yellowcart.publishing.errors import CartCodeTaken, NotOnAir, OnAirAlready, UnknownSurface
from yellowcart.publishing.given import written
from yellowcart.publishing.locks import lock_cart
from yellowcart.publishing.models import Cart, CartLimit, LiveSession

MOST_ENTRIES = 1 << 30


@transaction.atomic
def open_cart(
    *, by: Person | None, creator: Creator, surface: str, code: str, title: str = ""
) -> Cart:
    """Opens the cart of a live room, a short video or a product page, by the platform's own id."""
    require_own(by, creator.pk)
    code, title = parse_code(code), written("title", title, 200)
    place = _surface(surface)
    cart, opened = Cart.objects.get_or_create(
        code=code,
        defaults={
            "creator": creator, "surface": place, "title": title, "opened_at": database_now(),
        },
    )  # fmt: skip
    if not opened:
        raise CartCodeTaken(f"there is a cart {code}")
    after = {"code": code, "creator": creator.code, "surface": surface, "title": title}
    audit.record(by, "cart.opened", cart, None, after)
    return cart


@transaction.atomic
def start_session(*, by: Person | None, cart: Cart) -> LiveSession:
    """The room goes on air. What is hung from now on is hung in this session."""
    require_own(by, cart.creator_id)
    cart = lock_cart(cart.pk)
    if cart.sessions.filter(ended_at=None).exists():
        raise OnAirAlready(f"{cart.code} is on air already")
    session = LiveSession.objects.create(cart=cart, started_at=database_now())
    audit.record(by, "session.started", session, None, _shown(session))
    return session


@transaction.atomic
def end_session(*, by: Person | None, cart: Cart) -> LiveSession:
    """The room goes off air; entries that stayed to the end of the session are served no more."""
    require_own(by, cart.creator_id)
    cart = lock_cart(cart.pk)
    session = cart.sessions.filter(ended_at=None).first()
    if session is None:
        raise NotOnAir(f"{cart.code} is not on air")
    before = _shown(session)
    session.ended_at = database_now()
    session.save(update_fields=["ended_at"])
    audit.record(by, "session.ended", session, before, _shown(session))
    return session


@transaction.atomic
def set_limit(
    *, by: Person | None, surface: str, most_entries: int | None, creator_group: str = ""
) -> None:
    """How many entries a cart there holds at most; None: no limit. What hangs already stays."""
    require(by, Verb.HANG_ANY)
    if most_entries is not None and not 0 < most_entries < MOST_ENTRIES:
        raise BadInput(
            "not a limit", field="most_entries", value=most_entries, expected="1 or more"
        )
    place = Surface.objects.select_for_update().get(pk=_surface(surface).pk)
    creator_group = written("creator_group", creator_group, 64)
    limits = CartLimit.objects.filter(surface=place, creator_group=creator_group)
    limit = limits.select_for_update().first()
    before = {"most_entries": limit and limit.most_entries}
    if most_entries is None:
        limits.delete()
    elif limit is not None:
        limits.update(most_entries=most_entries)
    else:
        CartLimit.objects.create(
            surface=place, creator_group=creator_group, most_entries=most_entries
        )
    after = {"surface": surface, "creator_group": creator_group, "most_entries": most_entries}
    audit.record(by, "cart_limit.set", place, {**after, **before}, after)


def _surface(code: str) -> Surface:
    found = Surface.objects.filter(code=code).first()
    if found is None:
        raise UnknownSurface(f"there is no surface {code}")
    return found


def _shown(session: LiveSession) -> dict[str, object]:
    ended = session.ended_at
    return {
        "cart": session.cart.code,
        "started_at": format_instant(session.started_at),
        "ended_at": None if ended is None else format_instant(ended),
    }
