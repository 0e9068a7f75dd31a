from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.api.rest import Platform, platform
from tests.console.event import CutOver, cut_over
from tests.notices import conftest as notices
from yellowcart.kit.clock import set_ahead
from yellowcart.parties.models import Person

Page = Callable[..., Any]


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def made(db: None) -> Platform:
    """The platform of the API's tests, with an administrator."""
    made = platform()
    administrator = made.people["operations"]
    administrator.is_superuser = True
    administrator.save()
    return made


@pytest.fixture
def event(db: None) -> Iterator[CutOver]:
    """A cut-over that was found, a day ahead."""
    yield cut_over()
    set_ahead(timedelta())


class Reader:
    """Somebody at the pages, in one language."""

    def __init__(self, made: "Platform | Told", who: str | None, language: str = "en") -> None:
        self.client = Client()
        self.client.cookies["django_language"] = language
        if who is not None:
            self.client.force_login(
                made.people[who], backend="django.contrib.auth.backends.ModelBackend"
            )

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, **typed: Any) -> Any:
        return self.client.post(path, typed, follow=False)

    def text(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        text: str = answer.content.decode()
        return text


clock, platform_of_2022 = notices.clock, notices.platform


@dataclass
class Told:
    """The platform of February 2022, whose people read its pages."""

    platform: notices.Platform
    clock: notices.Clock

    def __post_init__(self) -> None:
        self.clerk, self.counsel = self.platform.clerk, self.platform.counsel
        self.auditor = self.platform.auditor
        own = {"clerk": self.clerk, "counsel": self.counsel, "auditor": self.auditor}
        self.people: dict[str, Person] = self.platform.people | own

    def reader(self, who: str, language: str = "en") -> Reader:
        return Reader(self, who, language)


@pytest.fixture
def evening(platform_of_2022: notices.Platform, clock: notices.Clock) -> Told:
    """The evening of 21 February 2022, four hours before the notice period is over."""
    return Told(platform_of_2022, clock)
