"""Carts: whose they are, what they serve, what stopped and why; and changing them."""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yellowcart.console.frame import PageRequest, done, page, refused, show
from yellowcart.console.language import language, said
from yellowcart.console.moment import moment
from yellowcart.console.named import Names
from yellowcart.console.withdrawn import withdrawn_from
from yellowcart.cutover.actions import accept
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.parties.actions import add_creator
from yellowcart.parties.models import Creator, Person
from yellowcart.parties.permission import Verb
from yellowcart.publishing import actions, queries
from yellowcart.publishing.errors import UnknownCart, UnknownEntry
from yellowcart.publishing.models import Cart, Entry
from yellowcart.publishing.queries import CartPage, Shown
from yellowcart.terms import Table

A_PAGE = 50


@page()
def carts(request: PageRequest) -> HttpResponse:
    of = moment(request)
    rows = queries.carts_of(request.user)
    wanted, surface = request.GET.get("q", "").strip(), request.GET.get("surface", "")
    if wanted and "\0" not in wanted:
        rows = rows.filter(code__icontains=wanted) | rows.filter(
            creator__name__icontains=wanted
        ) | rows.filter(creator__code__icontains=wanted)  # fmt: skip
    if surface and "\0" not in surface:
        rows = rows.filter(surface__code=surface)
    pages = Paginator(rows, A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return show(
        request,
        "carts.html",
        said("购物车", "Carts"),
        moment=of,
        page_of=shown,
        rows=[(cart, queries.cart_page(cart.code, of.table, at=of.asked)) for cart in shown],
        names=Names(of.table.terms),
        wanted=wanted,
        surface=surface,
        terms=of.table.terms,
        limits=queries.limits(),
    )


@require_POST
@page(Verb.HANG_ANY)
def limit(request: PageRequest) -> HttpResponse:
    """How many entries a cart of a surface holds at most."""
    most = request.POST.get("most_entries", "").strip()
    try:
        if most and not (most.isascii() and most.isdigit() and len(most) < 10):
            raise BadInput("not a limit", field="most_entries", value=most, expected="1 or more")
        actions.set_limit(
            by=request.user, surface=request.POST.get("surface", ""),
            creator_group=request.POST.get("creator_group", ""),
            most_entries=int(most) if most else None,
        )  # fmt: skip
        done(
            request,
            "已设置数量上限，已挂的不受影响。",
            "The limit is set; what hangs already stays.",
        )
    except YellowcartError as error:
        refused(request, error)
    return redirect("carts")


@require_POST
@page(Verb.MANAGE_CREATORS)
def open_cart(request: PageRequest) -> HttpResponse:
    """A creator's cart; and the creator, where a name is given for a new one."""
    posted = request.POST
    code = posted.get("creator", "").strip()
    try:
        with transaction.atomic():
            if posted.get("name", "").strip():
                creator = add_creator(
                    by=request.user, code=code, name=posted["name"], group=posted.get("group", "")
                )
            else:
                creator = _creator(code)
            opened = actions.open_cart(
                by=request.user, creator=creator, surface=posted.get("surface", ""),
                code=posted.get("code", ""), title=posted.get("title", ""),
            )  # fmt: skip
    except YellowcartError as error:
        refused(request, error)
        return redirect("carts")
    done(request, "购物车已开通。", "The cart is open.")
    return redirect("cart", code=opened.code)


def _creator(code: str) -> Creator:
    found = Creator.objects.filter(code=code.replace("\0", "")).first()
    if found is None:
        raise BadInput("no such creator", field="creator", value=code, expected="a creator's code")
    return found


@page()
def cart(request: PageRequest, code: str) -> HttpResponse:
    of = moment(request)
    found = _cart(request.user, code)
    shown = queries.cart_page(found.code, of.table, at=of.asked)
    ended = found.entries.exclude(ended_at=None).exclude(status="withdrawn")
    return show(
        request,
        "cart.html",
        found.title or found.code,
        moment=of,
        cart=found,
        shown=shown,
        stopped=stopped(of.table, shown),
        waiting=found.entries.filter(status="in_review", given_at__lte=of.at).order_by("position"),
        withdrawn=withdrawn_from(found, of.at),
        ended=ended.filter(ended_at__lte=of.at)
        .select_related("ended_by")
        .order_by("-ended_at")[:A_PAGE],
        names=Names(of.table.terms),
        given=request.session.pop("given", {}),
    )


@require_POST
@page(Verb.HANG_ANY)
def change(request: PageRequest, code: str) -> HttpResponse:
    """Hangs, pins, moves, takes down, takes a suggestion, goes on air and off it."""
    found = _cart(request.user, code)
    change_cart(request, found, request.user)
    return redirect("cart", code=code)


def change_cart(request: PageRequest, found: Cart, by: Person) -> None:
    """What the buttons of a cart do, on the console and on the creator's own page."""
    verb = request.POST.get("do", "")
    try:
        _change(request, found, by, verb)
    except YellowcartError as error:
        if verb == "hang":
            request.session["given"] = {
                name: request.POST.get(name, "")[:2000] for name in ("text", "product", "title")
            }
        refused(request, error)


def _change(request: PageRequest, found: Cart, by: Person, verb: str) -> None:
    posted = request.POST
    if verb == "hang":
        entry = actions.hang(
            by=by, cart=found, text=posted.get("text", ""), product=posted.get("product", ""),
            title=posted.get("title", ""), kind=posted.get("kind", "goods"),
            category=posted.get("category", ""),
        )  # fmt: skip
        if entry.status == "in_review":
            done(
                request,
                "没有识别出链接，已提交运营审核。",
                "No link recognised: it waits for a review.",
            )
        else:
            done(request, "已挂出。", "Hung.")
    elif verb == "start":
        actions.start_session(by=by, cart=found)
        done(request, "已开播。", "On air.")
    elif verb == "end":
        actions.end_session(by=by, cart=found)
        done(request, "已下播。", "Off air.")
    elif verb == "unpin":
        actions.unpin(by=by, cart=found)
        done(request, "已取消讲解。", "Nothing is being explained.")
    elif verb == "take":
        accept(by=by, entry=_withdrawn(found, posted.get("entry", "")))
        done(request, "已换上推荐的替代品。", "The replacement hangs in its place.")
    elif verb in ("pin", "take_down", "up", "down"):
        _change_entry(request, found, by, verb)
    else:
        raise Http404


def _change_entry(request: PageRequest, found: Cart, by: Person, verb: str) -> None:
    entry = _entry(found, request.POST.get("entry", ""))
    if verb == "pin":
        actions.pin(by=by, entry=entry)
        done(request, "正在讲解。", "This one is being explained.")
    elif verb == "take_down":
        actions.take_down(by=by, entry=entry, why=request.POST.get("why", ""))
        done(request, "已下架。", "Taken down.")
    else:
        order = list(
            found.entries.filter(ended_at=None).order_by("position").values_list("pk", flat=True)
        )
        place = order.index(entry.pk)
        other = place + (1 if verb == "down" else -1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
            actions.reorder(by=by, cart=found, entries=order)


def stopped(table: Table, shown: CartPage) -> list[tuple[str, list[Shown]]]:
    """What hangs and is not served, by the sentence that says why: the same one, said once."""
    found: dict[str, list[Shown]] = {}
    for one in shown.stopped:
        found.setdefault(_why(table, shown, one), []).append(one)
    return list(found.items())


def _why(table: Table, shown: CartPage, one: Shown) -> str:
    """Why an entry is not served: of the instant at which it stopped, where that is known."""
    asked = one.standing.decision
    category = one.category if one.category in table.categories else None
    group = shown.creator_group if shown.creator_group in table.creator_groups else None
    return table.explain(
        asked.partner or one.marketplace, asked.surface, asked.kind,
        one.standing.ended or asked.at.replace(microsecond=0), category, group, language(),
    )  # fmt: skip


def _cart(person: Person, code: str) -> Cart:
    try:
        return queries.the_cart(person, code)
    except UnknownCart:
        raise Http404 from None


def _withdrawn(found: Cart, key: str) -> Entry:
    return _the(found.entries.filter(status="withdrawn"), found, key)


def _entry(found: Cart, key: str) -> Entry:
    return _the(found.entries.filter(ended_at=None), found, key)


def _the(entries: QuerySet[Entry], found: Cart, key: str) -> Entry:
    entry = entries.filter(pk=int(key)).first() if _is_key(key) else None
    if entry is None:
        raise UnknownEntry(f"there is no entry {key[:20]} in {found.code}")
    return entry


def _is_key(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 19
