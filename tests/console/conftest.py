from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.api.rest import Platform, platform
from tests.console.event import CutOver, cut_over
from yellowcart.kit.clock import set_ahead

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

    def __init__(self, made: Platform, who: str | None, language: str = "en") -> None:
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
