"""docs/webhooks.md says what is sent, when, and by which requests; tests/docs runs its Python."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.agreements.conftest import clerk as clerk
from tests.agreements.conftest import counsel as counsel
from tests.agreements.conftest import example
from tests.api.conftest import _the_clock_comes_back as _the_clock_comes_back
from tests.api.cut_over import staged
from tests.api.rest import platform
from tests.docs.pages import ROOT, blocks
from tests.publishing.conftest import OpenCart, cut_over_at
from tests.publishing.conftest import a_cart as a_cart
from tests.publishing.conftest import creator as creator
from yellowcart.agreements.actions import amend, approve, import_terms, submit
from yellowcart.agreements.models import AgreementVersion
from yellowcart.kit.clock import now
from yellowcart.kit.instant import format_instant
from yellowcart.parties.models import Person
from yellowcart.publishing.actions import hang, take_down
from yellowcart.terms import parse_terms
from yellowcart.webhooks.models import Event, Kind
from yellowcart.webhooks.tasks import WAITS, message

PAGE = ROOT / "docs" / "webhooks.md"
SHOWN = {one["type"]: one for one in (json.loads(b.body) for b in blocks(PAGE, "json"))}


def rows(under: str) -> list[list[str]]:
    """The table of a section, its first two lines left out."""
    section = PAGE.read_text("utf-8").split(f"\n## {under}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def sent(kind: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(message(Event.objects.filter(kind=kind).latest("at")))
    return body


def test_every_kind_is_told() -> None:
    assert [row[0].strip("`") for row in rows("What is told")[2:]] == list(Kind.values)


def test_an_entrys_events_look_as_they_are_shown(a_cart: OpenCart) -> None:
    cut_over_at(now())
    own = hang(by=None, cart=a_cart("live_cart", "room-1"), product="SKU-1")
    take_down(by=None, entry=own, why="售罄")
    shown, withdrawn, hung = SHOWN["entry.withdrawn"], sent("entry.withdrawn"), sent("entry.hung")
    assert list(withdrawn) == list(hung) == list(shown)
    changing = {"entry", "hung_at", "ended_at"}
    for name, value in withdrawn["data"].items():
        assert type(value) is type(shown["data"][name]), name
        assert name in changing or value == shown["data"][name], name
    assert withdrawn["data"].keys() == hung["data"].keys() == shown["data"].keys()


def test_an_agreements_event_looks_as_it_is_shown(clerk: Person, counsel: Person) -> None:
    terms = example("kuaishou-2022")
    import_terms(by=None, terms=terms)
    jd = terms.table().agreement("jd-2021")
    assert jd is not None
    version = amend(by=clerk, value=jd)
    submit(by=clerk, version=version)
    approve(by=counsel, version=version)
    shown, got = SHOWN["agreement.in_force"], sent("agreement.in_force")
    assert list(got) == list(shown)
    data = got["data"]
    at = AgreementVersion.objects.get(pk=version.pk).known
    assert at is not None
    known = format_instant(at)
    assert data == {**shown["data"], "known": known, "form": data["form"]}
    (said,) = parse_terms(data["form"]).agreements
    assert (said.code, said.version, format_instant(said.known)) == ("jd-2021", 3, known)


def test_a_cut_overs_events_look_as_they_are_shown(db: None) -> None:
    has = staged(platform(), "proved")
    data = {step: sent(f"transition.{step}")["data"] for step in ("approved", "swept", "proved")}
    shown = SHOWN["transition.swept"]["data"]
    assert data["swept"].keys() == shown.keys()
    for name, value in data["swept"].items():
        assert type(value) is type(shown[name]), name
    assert {*data["approved"], "withdrawn"} == {*shown}
    assert {*data["approved"], "proof"} == {*data["proved"]}
    assert {one["cutover"] for one in data.values()} == {has.cutover}
    assert (data["swept"]["withdrawn"], data["proved"]["proof"]) == (2, has.proof)


def test_a_notices_event_looks_as_it_is_shown(db: None) -> None:
    has = staged(platform(), "announced")
    shown, got = SHOWN["notice.sent"]["data"], sent("notice.sent")["data"]
    assert got.keys() == shown.keys()
    for name, value in got.items():
        assert type(value) is type(shown[name]), name
    assert got["notice"] == has.notice
    for name in ("issue", "kind", "source", "title_zh", "title_en", "recipients", "mails"):
        assert got[name] == shown[name], name


def test_the_waits_are_those_that_are_kept() -> None:
    tries, after = rows("Retries")[0], rows("Retries")[2]
    assert tries[1:] == [str(number) for number in range(1, len(WAITS) + 2)]
    units = {"s": "seconds", "min": "minutes", "h": "hours"}
    waits = [text.split(" ") for text in after[2:]]
    assert tuple(timedelta(**{units[unit]: int(number)}) for number, unit in waits) == WAITS
    assert after[1] == "at once"


def test_the_requests_are_all_that_there_are() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    there = {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in methods
        if path.startswith("/api/v1/webhooks")
    }
    assert {row[0].strip("`") for row in rows("Adding an endpoint")[2:]} == there
