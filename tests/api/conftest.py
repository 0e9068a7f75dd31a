from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pytest_django.fixtures import Settings

from yellowcart.api.hot import SCOPE, Decisions
from yellowcart.api.keys import Caller, Callers
from yellowcart.kit.clock import set_ahead
from yellowcart.terms import Table, read_terms

KUAISHOU = Path(__file__).parents[2] / "examples" / "kuaishou-2022" / "agreements.toml"
CUT_OVER = datetime(2022, 2, 28, 16, tzinfo=UTC)
KEYS = {
    "yc_one_secret": ({SCOPE}, 1000),
    "yc_two_secret": ({SCOPE}, 2),
    "yc_none_secret": (set(), 9),
}


@pytest.fixture(scope="session")
def table() -> Table:
    return read_terms(KUAISHOU).table()


@pytest.fixture
def ask(table: Table) -> Callable[..., httpx.Response]:
    """Sends one request to the hot path, at the cut-over."""
    return asker(table, CUT_OVER)


def asker(table: Table, present: datetime) -> Callable[..., httpx.Response]:
    app = Decisions(lambda: table, Callers(holder), lambda: present)

    def ask(
        method: str, path: str, *, key: str | None = "yc_one_secret", **request: object
    ) -> httpx.Response:
        import asyncio

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
                headers = {} if key is None else {"Authorization": f"Bearer {key}"}
                return await client.request(
                    method,
                    f"/api/v1{path}",
                    headers=headers,
                    **request,  # type: ignore[arg-type]
                )

        return asyncio.run(send())

    return ask


def holder(secret: str) -> Caller | None:
    if secret not in KEYS:
        return None
    scopes, limit = KEYS[secret]
    return Caller(secret, frozenset(scopes), limit)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Nobody signs in here by a password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _the_clock_comes_back() -> Iterator[None]:
    yield
    set_ahead(timedelta())
