from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from tests.agreements.conftest import CUT_OVER, example
from tests.parties.conftest import PASSWORD
from yellowcart.agreements.actions import import_terms, name_own_marketplace
from yellowcart.kit.period import Period
from yellowcart.parties.actions import add_creator, add_person
from yellowcart.parties.models import AuditRecord, Creator, Person, Role
from yellowcart.publishing.actions import open_cart
from yellowcart.publishing.models import Cart, Entry
from yellowcart.terms import Agreement, Clause, Terms
from yellowcart.webhooks.models import Event

TAOBAO = "https://item.taobao.com/item.htm?id=600000000001"
JD = "快来看 https://item.jd.com/100012043978.html 好价"
NOBODY = "https://shop.example.cn/goods/17"
PINDUODUO = "https://mobile.yangkeduo.com/goods.html?goods_id=123456789"

Given = TypeVar("Given", Agreement, Clause)


def moved(terms: Terms, by: timedelta) -> Terms:
    """The same agreements, all of whose instants are so much later."""

    def later(at: datetime | None) -> datetime | None:
        return None if at is None else at + by

    def clause(one: Clause) -> Clause:
        return replace(one, start=later(one.start), until=later(one.until))

    def agreement(one: Agreement) -> Agreement:
        period = Period(one.period.start + by, later(one.period.until))
        clauses = tuple(map(clause, one.clauses))
        return replace(one, known=one.known + by, period=period, clauses=clauses)

    return replace(terms, agreements=tuple(map(agreement, terms.agreements)))


def cut_over_at(at: datetime, change: Callable[[Agreement], Agreement] = lambda one: one) -> None:
    """Takes over the agreements of 2022, with their cut-over at `at`."""
    terms = moved(example("kuaishou-2022"), at - CUT_OVER)
    import_terms(by=None, terms=replace(terms, agreements=tuple(map(change, terms.agreements))))
    name_own_marketplace(by=None, marketplace="kuaishou")


def all_hung(stays: str) -> Callable[[Agreement], Agreement]:
    """Every clause says that of entries already hung."""

    def change(one: Agreement) -> Agreement:
        from yellowcart.terms import Hung

        clauses = tuple(replace(clause, hung=Hung(stays)) for clause in one.clauses)
        return replace(one, clauses=clauses)

    return change


def written() -> tuple[int, int, int]:
    """What a refusal leaves as it was: entries, records and events."""
    return Entry.objects.count(), AuditRecord.objects.count(), Event.objects.count()


@pytest.fixture
def creator(db: None) -> Creator:
    return add_creator(by=None, code="aling", name="阿玲")


@pytest.fixture
def member(creator: Creator) -> Person:
    return add_person(
        by=None, username="aling", password=PASSWORD, role=Role.CREATOR, creator=creator
    )


@pytest.fixture
def stranger(db: None) -> Person:
    other = add_creator(by=None, code="xiaobo", name="小波")
    return add_person(
        by=None, username="xiaobo", password=PASSWORD, role=Role.CREATOR, creator=other
    )


@pytest.fixture
def operator(db: None) -> Person:
    return add_person(by=None, username="operator", password=PASSWORD, role=Role.OPERATIONS)


@pytest.fixture
def auditor(db: None) -> Person:
    return add_person(by=None, username="auditor", password=PASSWORD, role=Role.AUDITOR)


OpenCart = Callable[[str, str], Cart]


@pytest.fixture
def a_cart(creator: Creator) -> OpenCart:
    def opened(surface: str, code: str) -> Cart:
        return open_cart(by=None, creator=creator, surface=surface, code=code)

    return opened


@pytest.fixture
def person_of(db: None) -> Callable[[str], Person]:
    def add(role: str) -> Person:
        return add_person(by=None, username=f"of-{role}", password=PASSWORD, role=role)

    return add


@pytest.fixture
def clerk(db: None) -> Person:
    return add_person(by=None, username="clerk", password=PASSWORD, role=Role.LEGAL)


@pytest.fixture
def counsel(db: None) -> Person:
    return add_person(by=None, username="counsel", password=PASSWORD, role=Role.LEGAL)
