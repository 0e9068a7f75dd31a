"""Every address of the API, and who may use it."""

from typing import Any

import pytest

from tests.api.rest import PEOPLE, Platform, platform
from tests.publishing.conftest import JD, written
from yellowcart.webhooks.models import Event

pytestmark = pytest.mark.django_db

EVERYBODY = set(PEOPLE)
PLATFORMS = EVERYBODY - {"member", "stranger"}
OWN = {"member", "operations"}
SEES = PLATFORMS | {"member"}
OPERATIONS = {"operations"}
HIDDEN, FORBIDDEN = 404, 403

# (method, address, body): who may, and what the others are answered: what they may not see is
# not there for them, what they see and may not change is forbidden.
ADDRESSES: list[tuple[str, str, Any, set[str]]] = [
    ("GET", "/surfaces", None, EVERYBODY),
    ("GET", "/partners", None, EVERYBODY),
    ("GET", "/agreements", None, PLATFORMS),
    ("GET", "/agreements/form", None, PLATFORMS),
    ("GET", "/agreements/{code}", None, PLATFORMS),
    ("GET", "/transitions", None, EVERYBODY),
    ("GET", "/explanations?partner=jd-alliance&surface=live_cart", None, EVERYBODY),
    ("GET", "/creators", None, PLATFORMS),
    ("POST", "/creators", {"code": "new", "name": "新"}, OPERATIONS),
    ("GET", "/limits", None, PLATFORMS),
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
    ("GET", "/review", None, EVERYBODY),
    ("POST", "/review/{key}/name", {"marketplace": "jd"}, OPERATIONS),
    ("POST", "/review/{key}/refuse", {"why": "不是商品"}, OPERATIONS),
    ("GET", "/webhooks", None, PLATFORMS),
    ("POST", "/webhooks", {"url": "https://example.com/", "kinds": ["entry.hung"]}, OPERATIONS),
    ("PUT", "/webhooks/{key}", {"url": "https://a.example/", "kinds": ["entry.hung"]}, OPERATIONS),
    ("POST", "/webhooks/{key}/disable", {}, OPERATIONS),
    ("POST", "/webhooks/{key}/enable", None, OPERATIONS),
    ("POST", "/webhooks/{key}/rotate-secret", {}, OPERATIONS),
    ("POST", "/webhooks/{key}/replay", {"since": "2026-01-01T00:00:00Z"}, OPERATIONS),
    ("POST", "/webhooks/{key}/events/{event}/replay", None, OPERATIONS),
    ("GET", "/webhooks/{key}/deliveries", None, PLATFORMS),
]
DECISIONS = {("POST", "/decisions"), ("GET", "/decisions"), ("POST", "/decisions/batch")}


def filled(made: Platform, address: str, body: Any) -> tuple[str, Any]:
    code = "jd-2021" if address.startswith("/agreements") else "room-1"
    key = made.unknown if address.startswith("/review") else made.jd
    key = made.endpoint if address.startswith("/webhooks") else key
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
    before = written()
    nobody = made.ask(method, path, sent, by=None)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "key-missing")
    for name in sorted(EVERYBODY - who):
        answer = made.ask(method, path, sent, by=name)
        assert answer.status_code in (FORBIDDEN, HIDDEN, 422), (name, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert written() == before
    for name in sorted(who, key=lambda name: name != "operations"):
        answer = made.ask(method, path, sent, by=name)
        assert answer.status_code < 300 or _done_already(answer), (name, answer.content)


def _done_already(answer: Any) -> bool:
    """Two may do it, and the first has."""
    done = {"cart-code-taken", "on-air-already", "not-on-air", "not-hung"}
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
    from yellowcart.parties.keys import issue_key

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
