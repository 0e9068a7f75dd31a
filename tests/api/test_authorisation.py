"""Every address of the API, and who may use it."""

import asyncio
from typing import Any

import httpx
import pytest
from django.db.models import Model
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.api.cut_over import WHY, staged
from tests.api.rest import OUTSIDE, PEOPLE, PLATFORMS, Platform, platform
from tests.publishing.conftest import JD, NOBODY, written
from yellowcart.agreements.queries import terms_on_file
from yellowcart.api.hot import Decisions
from yellowcart.api.keys import Caller, Callers
from yellowcart.cutover.models import Proof, Rehearsal, Transition, Withdrawal
from yellowcart.notices.models import Issue, Message, Notice
from yellowcart.parties.actions import add_creator
from yellowcart.parties.keys import issue_key, key_holder
from yellowcart.parties.models import Creator
from yellowcart.publishing.actions import hang, open_cart
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db

EVERYBODY, THE_PLATFORMS = set(PEOPLE), set(PLATFORMS)
OWN = {"member", "operations"}
SEES = THE_PLATFORMS | {"member"}
OPERATIONS = {"operations"}
DRAFTING = {"operations", "legal"}
MEMBER = {"member"}
NOT_THEIRS = set(OUTSIDE) - {"member"}
"""Whose the cart, its entries and its review are not: those are not there for them."""

PLAN = {"longest_wait_seconds": 3600, "told_ppm": 0, "told_days": 0}
FREE = {
    "title": {"zh": "放假", "en": "Holidays"}, "text": {"zh": "放假。", "en": "Holidays."},
    "audience": {"roles": ["legal"]},
}  # fmt: skip

# (method, address, body): who may, and what the others are answered: what they may not see is
# not there for them, what they see and may not change is forbidden.
ADDRESSES: list[tuple[str, str, Any, set[str]]] = [
    ("GET", "/surfaces", None, EVERYBODY),
    ("GET", "/partners", None, EVERYBODY),
    ("GET", "/agreements", None, THE_PLATFORMS),
    ("GET", "/agreements/form", None, THE_PLATFORMS),
    ("GET", "/agreements/{code}", None, THE_PLATFORMS),
    ("GET", "/transitions", None, EVERYBODY),
    ("GET", "/explanations?partner=jd-alliance&surface=live_cart", None, EVERYBODY),
    ("GET", "/creators", None, THE_PLATFORMS),
    ("POST", "/creators", {"code": "new", "name": "新"}, OPERATIONS),
    ("PUT", "/creators/{code}/ties", {"merchant": "the-merchant", "provider": None}, OPERATIONS),
    ("GET", "/organisations", None, THE_PLATFORMS),
    ("GET", "/limits", None, THE_PLATFORMS),
    ("PUT", "/limits", {"surface": "note", "most_entries": 20}, OPERATIONS),
    ("GET", "/carts", None, EVERYBODY),
    ("POST", "/carts", {"code": "room-2", "creator": "aling", "surface": "note"}, OWN),
    ("GET", "/carts/{code}", None, SEES),
    ("POST", "/carts/{code}/entries", {"text": JD}, OWN),
    ("PUT", "/carts/{code}/order", {"entries": "all"}, OWN),
    ("PUT", "/carts/{code}/pin", {"entry": "jd"}, OWN),
    ("POST", "/carts/{code}/session", None, OWN),
    ("DELETE", "/carts/{code}/session", None, OWN),
    ("POST", "/entries/load", {"rows": [{"cart": "room-1", "text": JD}]}, OPERATIONS),
    ("GET", "/entries/{key}", None, SEES),
    ("POST", "/entries/{key}/take-down", {}, OWN),
    ("POST", "/entries/{key}/suggestion", {"product": "KS-1"}, OPERATIONS),
    ("POST", "/entries/{key}/accept", None, OWN),
    ("GET", "/review", None, EVERYBODY),
    ("POST", "/review/{key}/name", {"marketplace": "jd"}, OPERATIONS),
    ("POST", "/review/{key}/refuse", {"why": "不是商品"}, OPERATIONS),
    ("GET", "/webhooks", None, THE_PLATFORMS),
    ("POST", "/webhooks", {"url": "https://example.com/", "kinds": ["entry.hung"]}, OPERATIONS),
    ("PUT", "/webhooks/{key}", {"url": "https://a.example/", "kinds": ["entry.hung"]}, OPERATIONS),
    ("POST", "/webhooks/{key}/disable", {}, OPERATIONS),
    ("POST", "/webhooks/{key}/enable", None, OPERATIONS),
    ("POST", "/webhooks/{key}/rotate-secret", {}, OPERATIONS),
    ("POST", "/webhooks/{key}/replay", {"since": "2026-01-01T00:00:00Z"}, OPERATIONS),
    ("POST", "/webhooks/{key}/events/{event}/replay", None, OPERATIONS),
    ("GET", "/webhooks/{key}/deliveries", None, THE_PLATFORMS),
    ("GET", "/cutovers", None, THE_PLATFORMS),
    ("GET", "/cutovers/{key}", None, THE_PLATFORMS),
    ("POST", "/cutovers/{key}/plan", PLAN, OPERATIONS),
    ("POST", "/cutovers/{key}/rehearse", None, OPERATIONS),
    ("GET", "/cutovers/{key}/rehearsals", None, THE_PLATFORMS),
    ("POST", "/cutovers/{key}/notices", {}, DRAFTING),
    ("POST", "/cutovers/{key}/announce", {"notice": "notice", "late_why": WHY}, OPERATIONS),
    ("POST", "/cutovers/{key}/approve", None, DRAFTING),
    ("GET", "/cutovers/{key}/progress", None, THE_PLATFORMS),
    ("GET", "/cutovers/{key}/restorable", None, THE_PLATFORMS),
    ("GET", "/cutovers/{key}/restorable/counts", None, THE_PLATFORMS),
    ("POST", "/cutovers/{key}/restore", {}, OPERATIONS),
    ("POST", "/cutovers/{key}/prove", None, OPERATIONS),
    ("GET", "/cutovers/{key}/proofs", None, THE_PLATFORMS),
    ("POST", "/cutovers/{key}/close", None, OPERATIONS),
    ("GET", "/rehearsals/{key}", None, THE_PLATFORMS),
    ("GET", "/rehearsals/{key}/withdrawals", None, THE_PLATFORMS),
    ("GET", "/rehearsals/{key}/report", None, THE_PLATFORMS),
    ("GET", "/proofs/key", None, EVERYBODY),
    ("GET", "/proofs/{key}", None, THE_PLATFORMS),
    ("GET", "/notices", None, THE_PLATFORMS),
    ("POST", "/notices", FREE, DRAFTING),
    ("GET", "/notices/{key}", None, THE_PLATFORMS),
    ("PATCH", "/notices/{key}", {"reminders": [3600]}, DRAFTING),
    ("POST", "/notices/{key}/redraft", None, DRAFTING),
    ("POST", "/notices/{key}/send", {"late_why": WHY}, DRAFTING),
    ("POST", "/notices/{key}/end", None, DRAFTING),
    ("GET", "/inbox", None, EVERYBODY),
    ("GET", "/inbox/{key}", None, MEMBER),
    ("GET", "/inbox/{key}/entries", None, MEMBER),
    ("POST", "/inbox/{key}/read", None, MEMBER),
    ("POST", "/inbox/{key}/acknowledge", None, MEMBER),
]
STAGE_OF = {
    "/entries/{key}/suggestion": "swept",
    "/entries/{key}/accept": "suggested",
    "/cutovers/{key}/announce": "drafted",
    "/cutovers/{key}/approve": "announced",
    "/cutovers/{key}/restorable": "swept",
    "/cutovers/{key}/restore": "swept",
    "/cutovers/{key}/prove": "swept",
    "/cutovers/{key}/proofs": "proved",
    "/cutovers/{key}/close": "proved",
    "/proofs/{key}": "proved",
    "/cutovers": "found",
    "/rehearsals": "drafted",
    "/notices/{key}": "drafted",
    "/inbox/{key}": "announced",
}
"""How far the cut-over has come for an address, or for all that begin so."""
DECISIONS = {("POST", "/decisions"), ("GET", "/decisions"), ("POST", "/decisions/batch")}


def filled(made: Platform, address: str, body: Any) -> tuple[str, Any]:
    """The address and the body with what there is, and the cut-over as far as it has to be."""
    code = {"agreements": "jd-2021", "creators": "aling"}.get(address.split("/")[1], "room-1")
    keys = {"review": made.unknown, "webhooks": made.endpoint}
    starts = [start for start in STAGE_OF if address.startswith(start)]
    if starts:
        has = staged(made, STAGE_OF[max(starts, key=len)])
        keys |= {
            "cutovers": has.cutover, "rehearsals": has.rehearsal, "proofs": has.proof,
            "notices": has.notice, "inbox": has.message,
        }  # fmt: skip
        if body is not None and body.get("notice"):
            body = {**body, "notice": has.notice}
    key = keys.get(address.split("/")[1], made.jd)
    if address.startswith("/entries/") and starts:
        key = made.taobao
    if body == {"entries": "all"}:
        body = {"entries": [made.unknown, made.jd, made.taobao]}
    if body == {"entry": "jd"}:
        body = {"entry": made.jd}
    event = Event.objects.earliest("at").pk
    return address.format(code=code, key=key, event=event), body


@pytest.mark.parametrize(
    ("method", "address", "body", "who"),
    ADDRESSES,
    ids=[f"{method} {address}" for method, address, *_ in ADDRESSES],
)
def test_who_may(method: str, address: str, body: Any, who: set[str]) -> None:
    made = platform()
    path, sent = filled(made, address, body)
    if address == "/carts/{code}/session" and method == "DELETE":
        made.ask("POST", path)
    before = kept()
    nobody = made.ask(method, path, sent, by=None)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "key-missing")
    assert kept() == before
    answered = {}
    for name in sorted(EVERYBODY - who):
        answer = made.ask(method, path, sent, by=name)
        answered[name] = answer.status_code, answer.json()["code"]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert kept() == before
    assert answered == {name: refusal(method, address, name) for name in EVERYBODY - who}
    for name in sorted(who, key=lambda name: name != "operations"):
        answer = made.ask(method, path, sent, by=name)
        assert answer.status_code < 300 or _done_already(answer), (name, answer.content)


def kept() -> tuple[object, ...]:
    """What a refusal leaves as it was."""
    models: list[type[Model]] = [Transition, Rehearsal, Withdrawal, Proof, Notice, Issue, Message]
    rows = [[*one._default_manager.order_by("pk").values()] for one in models]
    return written(), rows, ProcrastinateJob.objects.count()


def refusal(method: str, address: str, name: str) -> tuple[int, str]:
    """What somebody is answered who may not."""
    if address.startswith("/inbox/"):
        return 404, "unknown-message"
    if name in NOT_THEIRS:
        if (method, address) == ("POST", "/carts"):
            return 422, "bad-input"  # the creator whom it names is not there for them
        if address.startswith("/carts/"):
            return 404, "unknown-cart"
        if address.startswith(("/entries/{key}", "/review/")):
            return 404, "unknown-entry"
    return 403, "not-permitted"


@pytest.mark.parametrize("name", PEOPLE)
def test_lists_hold_what_is_theirs(name: str) -> None:
    made = platform()
    add_creator(by=None, code="lin", name="林")
    cart = open_cart(
        by=None, creator=Creator.objects.get(code="lin"), surface="note", code="elsewhere"
    )
    hang(by=None, cart=cart, text=NOBODY)
    carts = [one["code"] for one in made.ask("GET", "/carts", by=name).json()["items"]]
    waiting = [one["cart"] for one in made.ask("GET", "/review", by=name).json()["items"]]
    if name in PLATFORMS:
        assert (carts, waiting) == (["room-1", "elsewhere"],) * 2
    elif name == "member":
        assert (carts, waiting) == (["room-1"],) * 2
    else:
        assert (carts, waiting) == ([], [])


def test_decisions_are_for_everybody_with_a_key_for_them() -> None:
    """They stand beside Django, and tell of no party's data."""
    made = platform()
    table = terms_on_file().table()
    reads = issue_key(by=None, person=made.people["legal"], purpose="reads", scopes=["read"])
    secrets = {**made.keys, "reads": reads.secret}
    holders = {secret: caller(secret) for secret in secrets.values()}
    app = Decisions(lambda: table, Callers(holders.get))
    asked = [
        ("POST", "/decisions", {"link": JD, "surface": "video_cart"}),
        ("GET", f"/decisions?surface=video_cart&link={JD}", None),
        ("POST", "/decisions/batch", {"texts": [JD], "surface": "video_cart"}),
    ]
    before = written()

    async def statuses(secret: str | None) -> list[int]:
        headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            answers = [
                await client.request(method, f"/api/v1{path}", json=body, headers=headers)
                for method, path, body in asked
            ]
        return [answer.status_code for answer in answers]

    for name in PEOPLE:
        assert asyncio.run(statuses(secrets[name])) == [200, 200, 200], name
    assert asyncio.run(statuses(None)) == [401, 401, 401]
    assert asyncio.run(statuses("yc_no_key")) == [401, 401, 401]
    assert asyncio.run(statuses(secrets["reads"])) == [403, 403, 403]
    assert written() == before


def caller(secret: str) -> Caller:
    key = key_holder(secret)
    assert key is not None
    return Caller(key.prefix, frozenset(key.scopes), key.requests_a_minute)


def _done_already(answer: Any) -> bool:
    """Two may do it, and the first has."""
    done = {
        "cart-code-taken", "on-air-already", "not-on-air", "not-hung", "at-another-step",
        "notice-sent", "notice-ended", "not-withdrawn",
    }  # fmt: skip
    return answer.status_code == 409 and answer.json()["code"] in done


def test_every_address_is_in_the_table() -> None:
    document = platform().ask("GET", "/openapi.json", by=None).json()
    there = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in document["paths"].items()
        for method in methods
    }
    in_table = {(method, address.partition("?")[0]) for method, address, *_ in ADDRESSES}
    assert there == in_table | DECISIONS


@pytest.mark.parametrize("scope", ["read", "decide"])
def test_a_key_does_no_more_than_its_scopes(scope: str) -> None:
    made = platform()
    issued = issue_key(
        by=None, person=made.people["operations"], purpose="a program", scopes=[scope]
    )
    made.keys["operations"] = issued.secret
    before = written()
    answer = made.ask("POST", "/creators", {"code": "new", "name": "新"})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert made.ask("GET", "/carts").status_code == (200 if scope == "read" else 403)
    assert written() == before
