from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.parties.conftest import PASSWORD
from yellowcart.agreements.actions import import_terms
from yellowcart.parties.actions import add_person
from yellowcart.parties.models import Person, Role
from yellowcart.terms import Terms, read_terms

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("kuaishou-2022", "douyin-2020", "xiaohongshu-2021")
CUT_OVER = datetime(2022, 2, 28, 16, tzinfo=UTC)

AddPerson = Callable[[str, str], Person]


def example(name: str) -> Terms:
    return read_terms(EXAMPLES / name / "agreements.toml")


@pytest.fixture
def kuaishou(db: None) -> Terms:
    terms = example("kuaishou-2022")
    import_terms(by=None, terms=terms)
    return terms


@pytest.fixture
def clerk(db: None) -> Person:
    return add_person(by=None, username="clerk", password=PASSWORD, role=Role.LEGAL)


@pytest.fixture
def counsel(db: None) -> Person:
    return add_person(by=None, username="counsel", password=PASSWORD, role=Role.LEGAL)
