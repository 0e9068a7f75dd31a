from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from tests.agreements.conftest import CUT_OVER, example
from tests.parties.conftest import PASSWORD
from yellowcart.agreements.actions import (
    amend,
    approve,
    draft_agreement,
    draft_house_rule,
    import_terms,
    name_own_marketplace,
    submit,
)
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion
from yellowcart.agreements.queries import terms_on_file
from yellowcart.cutover import actions
from yellowcart.cutover.models import Rehearsal, Transition
from yellowcart.kit.clock import ahead, now, set_ahead
from yellowcart.kit.instant import parse_instant
from yellowcart.notices.actions import draft
from yellowcart.notices.models import Notice
from yellowcart.parties.actions import add_creator, add_person
from yellowcart.parties.models import Creator, Person, Role
from yellowcart.publishing.actions import Row, load, open_cart
from yellowcart.publishing.models import Cart, Entry
from yellowcart.terms import Agreement, Clause, HouseRule

T = CUT_OVER
MICROSECOND = timedelta(microseconds=1)
TAOBAO = "https://item.taobao.com/item.htm?id=60000000000{}"
JD = "https://item.jd.com/10001204397{}.html"
Go = Callable[[str | datetime], None]


def to(at: str | datetime) -> None:
    """The platform's clock goes on from that instant."""
    at = parse_instant(at) if isinstance(at, str) else at
    set_ahead(ahead() + (at - now()))


@pytest.fixture(autouse=True)
def _the_clock_comes_back() -> Iterator[None]:
    yield
    set_ahead(timedelta())


@dataclass
class Event2022:
    """The platform on 22 February 2022: two creators with a live cart and a short-video cart."""

    people: dict[str, Person]
    carts: dict[str, Cart] = field(default_factory=dict)
    creators: dict[str, Creator] = field(default_factory=dict)

    @property
    def transition(self) -> Transition:
        return Transition.objects.get(at=T, source="agreements")

    def entries(self, cart: str) -> list[Entry]:
        return list(self.carts[cart].entries.order_by("pk"))

    def rehearsed(self) -> Rehearsal:
        actions.find()
        asked = actions.rehearse(by=self.people["operator"], transition=self.transition)
        return actions.run_rehearsal(asked.pk)

    def announced(self) -> Notice:
        self.rehearsed()
        notice = draft(by=self.people["operator"], at=T, source="agreements")
        operator = self.people["operator"]
        actions.announce(
            by=operator, transition=self.transition, notice=notice, late_why="今日才签署"
        )
        return notice

    def approved(self) -> Transition:
        self.announced()
        return actions.approve(by=self.people["second"], transition=self.transition)

    def swept(self) -> Transition:
        one = self.approved()
        to(T)
        actions.sweep(one.pk)
        return self.transition

    def hang(self, cart: str, *texts: str, category: str = "", hung_at: str = "") -> list[Entry]:
        at = parse_instant(hung_at or "2022-02-20T12:00:00+08:00")
        known = set(self.carts[cart].entries.values_list("pk", flat=True))
        rows = [
            Row(
                cart, "" if text.startswith("KS-") else text,
                text if text.startswith("KS-") else "", category=category, hung_at=at,
                gmv_30d_fen=1_000, commission_30d_fen=100,
            )
            for text in texts
        ]  # fmt: skip
        loaded = load(by=None, rows=rows)
        assert loaded.refused == []
        # What hung before the event was not arranged since.
        Cart.objects.filter(code=cart).update(arranged_at=None)
        return list(self.carts[cart].entries.exclude(pk__in=known).order_by("pk"))


def event(change: Callable[[Agreement], Agreement] = lambda one: one) -> Event2022:
    to("2022-02-22T10:00:00+08:00")
    terms = example("kuaishou-2022")
    import_terms(by=None, terms=replace(terms, agreements=tuple(map(change, terms.agreements))))
    name_own_marketplace(by=None, marketplace="kuaishou")
    roles = {
        "operator": Role.OPERATIONS, "second": Role.OPERATIONS, "clerk": Role.LEGAL,
        "counsel": Role.LEGAL, "auditor": Role.AUDITOR, "finance": Role.FINANCE,
    }  # fmt: skip
    made = Event2022(
        {
            name: add_person(by=None, username=name, password=PASSWORD, role=role)
            for name, role in roles.items()
        }
    )
    for code in ("aling", "xiaobo"):
        creator = made.creators[code] = add_creator(by=None, code=code, name=code)
        made.people[code] = add_person(
            by=None, username=code, password=PASSWORD, role=Role.CREATOR, creator=creator
        )
        for surface in ("live_cart", "video_cart"):
            name = f"{code}-{surface}"
            made.carts[name] = open_cart(by=None, creator=creator, surface=surface, code=name)
            made.hang(name, TAOBAO.format(1), JD.format(1), "KS-1", TAOBAO.format(2))
    return made


@pytest.fixture
def event_2022(db: None) -> Event2022:
    return event()


def in_force(
    made: Event2022, value: Agreement | HouseRule, *, new: bool = False
) -> AgreementVersion | HouseRuleVersion:
    """Drafted and submitted by the clerk, approved by the counsel."""
    version = under_review(made, value, new=new)
    approve(by=made.people["counsel"], version=version)
    return version


def under_review(
    made: Event2022, value: Agreement | HouseRule, *, new: bool = False
) -> AgreementVersion | HouseRuleVersion:
    clerk = made.people["clerk"]
    version: AgreementVersion | HouseRuleVersion
    if isinstance(value, HouseRule):
        version = draft_house_rule(by=clerk, value=value)
    else:
        version = (draft_agreement if new else amend)(by=clerk, value=value)
    submit(by=clerk, version=version)
    return version


def on_file(code: str) -> Agreement:
    found = terms_on_file().table().agreement(code)
    assert found is not None
    return found


def clauses(change: Callable[[Clause], Clause]) -> Callable[[Agreement], Agreement]:
    def of(one: Agreement) -> Agreement:
        return replace(one, clauses=tuple(map(change, one.clauses)))

    return of
