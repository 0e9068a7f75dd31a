"""The platform of `make run`, served to a real browser and to programs."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from yellowcart.site.database.running import server_in

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
PASSWORD = "yellow-cart-2022"
YELLOWCART = [
    sys.executable, "-P", "-c", "import sys; from yellowcart.cli import main; sys.exit(main())",
]  # fmt: skip
ENDED = f"""
import json
from dataclasses import replace
from datetime import timedelta
from django.db import transaction
from yellowcart.agreements.actions import import_terms
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover.actions import find
from yellowcart.cutover.models import Transition
from yellowcart.kit.clock import now
from yellowcart.kit.period import Period
from yellowcart.parties.actions import add_creator, add_person
from yellowcart.publishing.actions import Row, load, open_cart
from yellowcart.terms import Partner, Wording

HOUR = timedelta(hours=1)
LINKS = {{
    "vip": "https://detail.vip.com/detail-1710613281-691807941833{{}}.html",
    "suning": "https://product.suning.com/0000000000/1000000001{{}}.html",
}}
with transaction.atomic():
    creator = add_creator(by=None, code="hexi", name="禾溪")
    add_person(by=None, username="hexi", password="{PASSWORD}", role="creator", creator=creator)
    cart = open_cart(by=None, creator=creator, surface="live_cart", code="hexi-live")
    terms, at = terms_on_file(), now().replace(microsecond=0) - HOUR
    like = terms.table().agreement("taobao-2021")
    partners, agreements = [], []
    for number, code in enumerate(LINKS):
        start = at - 400 * 24 * HOUR
        partners.append(Partner(f"{{code}}-alliance", Wording(code, code), (code,)))
        agreements.append(
            replace(
                like, code=f"{{code}}-2025", partner=f"{{code}}-alliance", known=start,
                period=Period(start, at + number * timedelta(minutes=1)),
            )
        )
    import_terms(
        by=None,
        terms=replace(
            terms, partners=(*terms.partners, *partners),
            agreements=(*terms.agreements, *agreements),
        ),
    )
    rows = [
        Row(
            "hexi-live", link.format(item), hung_at=at - HOUR, gmv_30d_fen=1000,
            commission_30d_fen=100,
        )
        for link in LINKS.values() for item in (1, 2)
    ]
    assert load(by=None, rows=rows).hung == len(rows)
    find()
found = {{}}
for one in agreements:
    found[one.code.removesuffix("-2025")] = Transition.objects.get(at=one.period.until).pk
print(json.dumps(found))
"""
SCREENS = (
    Path(os.environ.get("YELLOWCART_SCREENS", "")) if "YELLOWCART_SCREENS" in os.environ else None
)
"""A folder that the pictures of the documents are written to; unset: they are not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One server for all of these, so that they run in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("served"))


@contextmanager
def an_installation() -> Iterator[dict[str, str]]:
    """The environment of an installation on a folder and a port of its own."""
    outer = Path(tempfile.mkdtemp(prefix="yellowcart-browser-"))
    outer.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    yield inherited | {
        "YELLOWCART_DATA": str(outer / "data"),
        "YELLOWCART_DEVELOPMENT": "1",
        "YELLOWCART_PORT": str(port),
        "YELLOWCART_SECONDS_AHEAD": "0",
    }
    server = server_in(outer / "data" / "postgres")
    assert server is None, "the database was left running"
    shutil.rmtree(outer, ignore_errors=True)


@contextmanager
def serving(installation: dict[str, str]) -> Iterator[str]:
    """Meanwhile the platform of `make run` is served; answers where."""
    process = subprocess.Popen(
        [sys.executable, ROOT / "examples" / "kuaishou-2022" / "site.py"], env=installation,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{installation['YELLOWCART_PORT']}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@pytest.fixture(scope="session")
def installation() -> Iterator[dict[str, str]]:
    with an_installation() as environment:
        yield environment


@pytest.fixture(scope="session")
def address(installation: dict[str, str]) -> Iterator[str]:
    with serving(installation) as address:
        yield address


def _wait(address: str, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/sign-in/", timeout=2):
                return
        except (URLError, OSError):
            assert process.poll() is None, process.communicate()
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


KeyOf = Callable[[str], str]


@pytest.fixture(scope="session")
def key_of(address: str) -> KeyOf:
    """Issues a key that acts as somebody, on the page for it."""

    def issue(person: str) -> str:
        with httpx.Client(base_url=address, follow_redirects=True) as client:
            client.get("/sign-in/")

            def post(path: str, **typed: object) -> httpx.Response:
                token = client.cookies["csrftoken"]
                return client.post(path, data={**typed, "csrfmiddlewaretoken": token})

            signed_in = post("/sign-in/", username="operator", password=PASSWORD)
            assert signed_in.status_code == 200
            issued = post(
                "/console/people/change/", do="issue", person=person, purpose="tests",
                scopes=["decide", "read", "write"],
            )  # fmt: skip
        found = re.search(r"<code>(yc_[0-9a-f]+_[\w-]+)</code>", issued.text)
        assert found is not None
        return found[1]

    return issue


@pytest.fixture(scope="session")
def key(key_of: KeyOf) -> str:
    """A key that acts as the operator."""
    return key_of("operator")


@pytest.fixture(scope="session")
def ended(address: str, installation: dict[str, str]) -> dict[str, int]:
    """The cut-overs of two agreements that ended an hour ago, by their marketplace. Of each, two
    entries of the creator `hexi` still hang."""
    command = [*YELLOWCART, "manage", "shell", "--verbosity", "0", "-c", ENDED]
    ran = subprocess.run(command, env=installation, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, int] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ended with the tests that use it: while it is there, no event loop can be run here."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    with windows(browser, address) as signed_in:
        yield signed_in


@contextmanager
def windows(browser: Browser, address: str) -> Iterator[SignIn]:
    """Opens a window of somebody's own. Errors in its console fail the test."""
    errors: list[str] = []
    contexts = []

    def signed_in(
        username: str, language: str = "zh-hans", width: int = 1280, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page = context.new_page()
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "request",
            lambda one: None if one.url.startswith((address, "data:")) else errors.append(one.url),
        )
        page.goto("/sign-in/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("form.door button")
        page.wait_for_load_state()
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert errors == []


def picture(page: Page, name: str, whole: bool = False) -> None:
    """Keeps a picture for the documents, where they are asked for."""
    if SCREENS is not None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(300)
        page.screenshot(path=SCREENS / f"{name}.png", full_page=whole)
