"""Every page, and who may open it; every button, and what it leaves when it is not allowed."""

from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api import rest
from tests.api.rest import OUTSIDE, PEOPLE, Platform
from tests.console.conftest import Reader
from tests.console.test_cutover_authorisation import NAMES as CUTOVERS
from tests.publishing.conftest import JD, written
from yellowcart.agreements.queries import terms_on_file
from yellowcart.kit.clock import now
from yellowcart.notices.actions import deliver, draft, draft_free, send
from yellowcart.notices.models import Message, Notice
from yellowcart.parties.models import Person
from yellowcart.terms import transitions

PLATFORMS = set(rest.PLATFORMS)
LEGAL, OPERATIONS = {"legal"}, {"operations"}
WRITERS = LEGAL | OPERATIONS
EVERYBODY = set(PEOPLE)

PAGES: list[tuple[str, str, set[str]]] = [
    ("front", "/console/", PLATFORMS),
    ("agreements", "/console/agreements/", PLATFORMS),
    ("new-agreement", "/console/agreements/new/", LEGAL),
    ("agreement", "/console/agreements/of/jd-2021/", PLATFORMS),
    ("amend", "/console/agreements/of/jd-2021/amend/", LEGAL),
    ("edit", "/console/agreements/of/taobao-2021/edit/", LEGAL),
    ("end", "/console/agreements/of/jd-2021/end/", LEGAL),
    ("new-rule", "/console/rules/new/", LEGAL),
    ("house-rule", "/console/rules/of/quiet/", PLATFORMS),
    ("edit-rule", "/console/rules/of/loud/edit/", LEGAL),
    ("amend-rule", "/console/rules/of/quiet/amend/", LEGAL),
    ("explorer", "/console/explorer/?text=x", PLATFORMS),
    ("carts", "/console/carts/", PLATFORMS),
    ("cart", "/console/carts/room-1/", PLATFORMS),
    ("notices", "/console/notices/", PLATFORMS),
    ("new-notice", "/console/notices/new/", WRITERS),
    ("notice", "/console/notices/{notice}/", PLATFORMS),
    ("preview-notice", "/console/notices/{notice}/preview/?recipient=aling", PLATFORMS),
    ("inbox", "/console/inbox/", PLATFORMS),
    ("message", "/console/inbox/{finances}/", {"finance"}),
    ("review", "/console/review/", PLATFORMS),
    ("audit", "/console/audit/", PLATFORMS),
    ("export-audit", "/console/audit/export/", {"auditor"}),
    ("people", "/console/people/", OPERATIONS),
    ("my", "/my/", set(OUTSIDE)),
    ("my-cart", "/my/carts/room-1/", {"member"}),
    ("my-inbox", "/my/inbox/", set(OUTSIDE)),
    ("my-message", "/my/inbox/{members}/", {"member"}),
]
SOMEBODYS = {"my-cart": set(OUTSIDE), "my-message": set(OUTSIDE), "message": PLATFORMS}
"""To the others who have such pages, somebody else's is not there."""
BUTTONS: list[tuple[str, str, dict[str, Any], set[str]]] = [
    ("step", "/console/agreement/taobao-2021/2/step/", {"step": "submit"}, LEGAL),
    ("change-cart", "/console/carts/room-1/change/", {"do": "hang", "text": JD}, OPERATIONS),
    (
        "open-cart", "/console/open-cart/",
        {"creator": "aling", "surface": "note", "code": "n-1"}, OPERATIONS,
    ),
    ("own-marketplace", "/console/own-marketplace/", {"marketplace": "jd"}, LEGAL),
    ("limit", "/console/limits/", {"surface": "note", "most_entries": "20"}, OPERATIONS),
    ("decide", "/console/review/{unknown}/", {"do": "refuse", "why": "x"}, OPERATIONS),
    ("change-notice", "/console/notices/{notice}/change/", {"do": "redraft"}, WRITERS),
    ("acknowledge", "/console/inbox/{finances}/acknowledge/", {}, {"finance"}),
    ("acknowledge-mine", "/my/inbox/{members}/acknowledge/", {}, {"member"}),
    ("verify-audit", "/console/audit/verify/", {}, PLATFORMS),
    ("change-people", "/console/people/change/", {"do": "end", "person": "finance"}, OPERATIONS),
    ("change-mine", "/my/carts/room-1/change/", {"do": "hang", "text": JD}, {"member"}),
    ("time-machine", "/console/time-machine/", {"as_of": "2022-03-01"}, PLATFORMS),
]  # fmt: skip
DOORS = {"home", "sign-in", "sign-out", "password", "set_language"}
FRAME = {"admin:index", "admin:login", "admin:logout", "admin:password_change"}


@pytest.fixture
def drafted(made: Platform) -> Platform:
    """With a draft of Taobao's agreement, a house rule in force, the draft of a notice, and one
    that a creator and the finance team have received."""
    from dataclasses import replace

    from yellowcart.agreements import form
    from yellowcart.agreements.actions import amend, approve, draft_house_rule, submit
    from yellowcart.parties.actions import add_person
    from yellowcart.parties.models import Role
    from yellowcart.terms import Conditions, HouseRule

    counsel = add_person(by=None, username="counsel", password="quiet-lake-9", role=Role.LEGAL)
    clerk = made.people["legal"]
    rule = draft_house_rule(
        by=counsel,
        value=HouseRule("quiet", ("jd-alliance",), Conditions(categories=("tobacco",))),
    )
    submit(by=counsel, version=rule)
    approve(by=clerk, version=rule)
    draft_house_rule(by=clerk, value=replace(form.house_rule_value(rule), code="loud"))
    table = terms_on_file().table()
    value = next(one for one in table.agreements if one.code == "taobao-2021")
    amend(by=clerk, value=replace(value, notice_days=9))
    told(clerk)
    return made


def told(clerk: Person) -> None:
    at = transitions(terms_on_file().table(), now())[0].at
    draft(by=clerk, at=at, source="agreements")
    free = draft_free(
        by=clerk, title_zh="放假", title_en="Holiday", text_zh="放假三天。", text_en="Three days.",
        audience={"creators": ["aling"], "people": ["finance"]},
    )  # fmt: skip
    deliver(send(by=clerk, notice=free))


def filled(path: str, made: Platform) -> str:
    """With the keys of what was made."""
    return path.format(
        unknown=made.unknown,
        notice=Notice.objects.order_by("pk").values_list("pk", flat=True).first(),
        finances=Message.objects.get(recipient__person=made.people["finance"]).pk,
        members=Message.objects.get(recipient__creator__code="aling").pk,
    )


@pytest.mark.parametrize(("name", "path", "who"), PAGES, ids=[page[0] for page in PAGES])
def test_who_opens_a_page(drafted: Platform, name: str, path: str, who: set[str]) -> None:
    path = filled(path, drafted)
    nobody = Reader(drafted, None).get(path)
    assert (nobody.status_code, nobody.headers["Location"].split("?")[0]) == (302, "/sign-in/")
    opened = {person: Reader(drafted, person).get(path).status_code for person in PEOPLE}
    others = dict.fromkeys(PEOPLE, 403) | dict.fromkeys(SOMEBODYS.get(name, ()), 404)
    assert opened == others | dict.fromkeys(who, 200)


@pytest.mark.parametrize(("name", "path", "typed", "who"), BUTTONS, ids=[b[0] for b in BUTTONS])
def test_who_presses_a_button(
    drafted: Platform, name: str, path: str, typed: dict[str, Any], who: set[str]
) -> None:
    path = filled(path, drafted)
    before = written()
    nobody = Reader(drafted, None).post(path, **typed)
    assert (nobody.status_code, nobody.headers["Location"].split("?")[0]) == (302, "/sign-in/")
    for person in sorted(EVERYBODY - who):
        status = Reader(drafted, person).post(path, **typed).status_code
        # Operations may decide agreements, so that page lets them in, and the action refuses.
        by_the_action = (name, person) == ("step", "operations")
        not_theirs = (
            (name in ("change-mine", "acknowledge-mine") and person in OUTSIDE)
            or (name == "acknowledge" and person in PLATFORMS)
        )  # fmt: skip
        assert status == (302 if by_the_action else 404 if not_theirs else 403), person
        assert written() == before
    for person in sorted(who, key=lambda one: one != "legal"):
        assert Reader(drafted, person).post(path, **typed).status_code in (200, 302), person
        assert Reader(drafted, person).get(path).status_code == 405 or name == "verify-audit"


@pytest.mark.parametrize("person", [None, *PEOPLE])
def test_the_doors_lead_everybody_to_what_is_theirs(made: Platform, person: str | None) -> None:
    reader = Reader(made, person)
    theirs = "/my/" if person in OUTSIDE else "/console/"
    for door in ("/", "/sign-in/", "/console/sign-in/"):
        answer = reader.get(door)
        if person is None and door != "/":
            assert answer.status_code == 200
        else:
            leads = "/sign-in/" if person is None else theirs if door == "/" else "/"
            assert (answer.status_code, answer.headers["Location"]) == (302, leads)
    for door in ("/my/password/", "/console/password/"):
        answer = reader.get(door)
        assert answer.status_code == (302 if person is None else 200)
    assert reader.post("/language/setlang/", language="en").status_code == 302
    assert reader.get("/my/sign-out/").status_code == 405
    assert reader.post("/my/sign-out/").headers["Location"] == "/sign-in/"
    assert reader.get(theirs).status_code == 302


def test_every_address_is_in_the_tables() -> None:
    def names(patterns: list[URLPattern | URLResolver], space: str = "") -> set[str]:
        found: set[str] = set()
        for one in patterns:
            if isinstance(one, URLResolver):
                if one.namespace != "api":
                    inner = f"{one.namespace}:" if one.namespace else space
                    found |= names(one.url_patterns, inner)
            else:
                found.add(f"{space}{one.name}")
        return found

    in_tables = {page[0] for page in PAGES} | {button[0] for button in BUTTONS} | CUTOVERS
    assert names(get_resolver().url_patterns) == in_tables | DOORS | FRAME


def test_while_somebody_looks_at_another_instant_nothing_is_written(drafted: Platform) -> None:
    before = written()
    for name, path, typed, who in BUTTONS:
        if name == "time-machine":
            continue
        reader = Reader(drafted, sorted(who)[0])
        session = reader.client.session
        session["as_of"] = "2022-03-01T00:00:00+08:00"
        session.save()
        answer = reader.post(filled(path, drafted), **typed)
        assert answer.status_code == 409, name
        assert "Nothing was written" in answer.content.decode() or "read only" in (
            answer.content.decode()
        )
    for name, path, who in PAGES:
        if who not in (LEGAL, WRITERS):
            continue
        reader = Reader(drafted, "legal")
        session = reader.client.session
        session["as_of"] = "2022-03-01T00:00:00+08:00"
        session.save()
        assert reader.post(path, code="x").status_code == 409, name
    assert written() == before
