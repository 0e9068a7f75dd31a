"""Who opens the pages of a cut-over, and who presses its buttons."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import rest
from tests.api.rest import OUTSIDE, PEOPLE
from tests.console.conftest import Reader
from tests.console.event import CutOver
from tests.publishing.conftest import written
from yellowcart.cutover.actions import suggest

PLATFORMS = set(rest.PLATFORMS)
LEGAL, OPERATIONS, MEMBER = {"legal"}, {"operations"}, {"member"}
CONSOLE = "/console/cutovers/"

PAGES: list[tuple[str, str]] = [
    ("cutovers", CONSOLE),
    ("cutover", CONSOLE + "{transition}/"),
    ("withdrawn", CONSOLE + "{transition}/withdrawn/"),
    ("report", CONSOLE + "rehearsals/{rehearsal}/report/"),
    ("withdrawals", CONSOLE + "rehearsals/{rehearsal}/withdrawals/"),
    ("proof", CONSOLE + "proofs/{proof}/"),
    ("proof-json", CONSOLE + "proofs/{proof}/proof.json"),
]
"""Every one of the platform's people opens all of them, and nobody else any."""
Stage = Callable[[CutOver], Any]


def found(event: CutOver) -> None: ...


def drafted(event: CutOver) -> None:
    event.rehearsed()
    event.drafted()


def suggested(event: CutOver) -> None:
    event.proved()
    suggest(by=event.operator, entry=event.withdrawn(), product="KS-1")


PLAN = {"longest_wait": "6", "told_ppm": "95", "told_days": "3"}
CHANGE = ("change-cutover", CONSOLE + "{transition}/change/")
BUTTONS: list[tuple[str, str, dict[str, str], Stage, set[str]]] = [
    (*CHANGE, {"do": "plan", **PLAN}, found, OPERATIONS),
    (*CHANGE, {"do": "rehearse"}, found, OPERATIONS),
    (*CHANGE, {"do": "announce", "notice": "{notice}", "late_why": "x"}, drafted, OPERATIONS),
    # Operations announced it, so that another approves it.
    (*CHANGE, {"do": "approve"}, CutOver.announced, LEGAL),
    (*CHANGE, {"do": "prove"}, CutOver.swept, OPERATIONS),
    (*CHANGE, {"do": "close"}, CutOver.proved, OPERATIONS),
    (*CHANGE, {"do": "suggest", "entry": "{entry}", "product": "KS-1"}, CutOver.proved, OPERATIONS),
    (*CHANGE, {"do": "restore"}, CutOver.proved, OPERATIONS),
    ("change-mine", "/my/carts/room-1/change/", {"do": "take", "entry": "{entry}"}, suggested,
     MEMBER),
]  # fmt: skip
NAMES = {name for name, _ in PAGES} | {button[0] for button in BUTTONS}
IDS = [button[2]["do"] for button in BUTTONS]


def filled(text: str, event: CutOver) -> str:
    keys = {"transition": event.one.pk, "entry": event.made.taobao}
    if "{rehearsal}" in text:
        keys["rehearsal"] = event.rehearsal.pk
    if "{proof}" in text:
        keys["proof"] = event.proof.pk
    if "{notice}" in text:
        keys["notice"] = event.notice.pk
    return text.format(**keys)


def test_who_opens_the_pages(event: CutOver) -> None:
    event.proved()
    for _, path in PAGES:
        address = filled(path, event)
        nobody = Reader(event.made, None).get(address)
        assert (nobody.status_code, nobody.headers["Location"].split("?")[0]) == (302, "/sign-in/")
        opened = {person: Reader(event.made, person).get(address).status_code for person in PEOPLE}
        assert opened == dict.fromkeys(PEOPLE, 403) | dict.fromkeys(PLATFORMS, 200), path


@pytest.mark.parametrize(("name", "path", "typed", "stage", "who"), BUTTONS, ids=IDS)
def test_who_presses_a_button(
    event: CutOver, name: str, path: str, typed: dict[str, str], stage: Stage, who: set[str]
) -> None:
    stage(event)
    address = filled(path, event)
    typed = {field: filled(value, event) for field, value in typed.items()}
    before = written(), event.one.step
    assert Reader(event.made, None).post(address, **typed).status_code == 302
    for person in sorted(set(PEOPLE) - who):
        status = Reader(event.made, person).post(address, **typed).status_code
        if name == "change-mine":
            expected = 404 if person in OUTSIDE else 403
        else:  # either may take some step of it, and the action refuses the others
            expected = 302 if person in LEGAL | OPERATIONS else 403
        assert status == expected, person
        assert (written(), event.one.step) == before, person
    (one,) = who
    travelling = Reader(event.made, one)
    session = travelling.client.session
    session["as_of"] = "2022-03-01T00:00:00+08:00"
    session.save()
    assert travelling.post(address, **typed).status_code == 409
    assert (written(), event.one.step) == before
    assert Reader(event.made, one).get(address).status_code == 405
    assert Reader(event.made, one).post(address, **typed).status_code == 302
    if typed["do"] != "restore":  # nothing grants it again
        assert written() > before[0]


def test_what_is_not_there_is_not_found(event: CutOver) -> None:
    event.rehearsed()
    operator = Reader(event.made, "operations")
    for path in (
        "0/", "99/", f"{1 << 70}/", "99/withdrawn/", "rehearsals/99/report/",
        "rehearsals/99/withdrawals/", "proofs/99/", "proofs/99/proof.json",
    ):  # fmt: skip
        assert operator.get(CONSOLE + path).status_code == 404, path
    before = written()
    for typed in ({"do": "dance"}, {}, {"do": "announce", "notice": "99"}, {"do": "announce"}):
        assert operator.post(event.path + "change/", **typed).status_code == 404
    assert operator.post(CONSOLE + "99/change/", do="rehearse").status_code == 404
    assert written() == before
