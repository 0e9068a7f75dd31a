"""The platform of February 2022, played at its own time: three creators, whom the cut-over touches
differently, a merchant, a service provider, and people of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.agreements.conftest import CUT_OVER, example
from yellowcart.agreements.actions import amend, approve, import_terms, name_own_marketplace, submit
from yellowcart.agreements.queries import terms_on_file
from yellowcart.kit.clock import set_ahead
from yellowcart.kit.errors import YellowcartError
from yellowcart.kit.period import Period
from yellowcart.notices.actions import deliver, draft, send
from yellowcart.notices.correcting import correct, watched
from yellowcart.notices.delivering import due
from yellowcart.notices.models import Issue, Mail, Message, Notice, Recipient
from yellowcart.parties.actions import add_creator, add_organisation
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import AuditRecord, Creator, Organisation, Person, Role
from yellowcart.publishing.actions import Row, load, open_cart
from yellowcart.terms import Table
from yellowcart.webhooks.models import Event

T = CUT_OVER
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
EVENING = datetime(2022, 2, 21, 12, tzinfo=UTC)
"""Eight in the evening in Beijing, two hours after the amendment with JD was known: four hours
before the notice period is over."""
LATE = datetime(2022, 2, 22, 2, tzinfo=UTC)
TAOBAO = "https://item.taobao.com/item.htm?id=60000000000{}"
JD = "https://item.jd.com/10001204397{}.html"

HUNG = [
    ("aling-live_cart", TAOBAO.format(1), "棉衬衫", 300_00, 30_00),
    ("aling-live_cart", JD.format(1), "电饭煲", 500_00, 25_01),
    ("aling-video_cart", JD.format(2), "水壶", 999_00, 99_00),
    ("xiaobo-video_cart", TAOBAO.format(2), "丝巾", 70_00, 7_00),
    ("dapeng-video_cart", JD.format(3), "茶杯", 10_00, 1_00),
]

Clock = Callable[[datetime], None]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Sets what time it is; it goes on from there."""

    def at(instant: datetime) -> None:
        set_ahead(timedelta())
        set_ahead(instant - database_now())

    yield at
    set_ahead(timedelta())


@dataclass
class Platform:
    """`aling` is the merchant's own account, `xiaobo` is looked after by the provider; `dapeng`
    hangs nothing that goes."""

    aling: Creator
    xiaobo: Creator
    dapeng: Creator
    merchant: Organisation
    provider: Organisation
    clerk: Person
    counsel: Person
    auditor: Person
    people: dict[str, Person]


def member(name: str, role: str, email: str = "", **of: object) -> Person:
    """Who signs in nowhere, so that no password is hashed."""
    return Person.objects.create(username=name, role=role, email=email, **of)


@pytest.fixture
def platform(db: None, clock: Clock) -> Platform:
    clock(EVENING)
    import_terms(by=None, terms=example("kuaishou-2022"))
    name_own_marketplace(by=None, marketplace="kuaishou")
    merchant = add_organisation(by=None, code="nancheng", name="南城服饰", kind="merchant")
    provider = add_organisation(by=None, code="wushan-mcn", name="吴山传媒", kind="provider")
    aling = add_creator(by=None, code="aling", name="阿玲", merchant=merchant)
    xiaobo = add_creator(by=None, code="xiaobo", name="小波", provider=provider)
    dapeng = add_creator(by=None, code="dapeng", name="大鹏", merchant=merchant, provider=provider)
    for creator in (aling, xiaobo, dapeng):
        for surface in ("live_cart", "video_cart"):
            code = f"{creator.code}-{surface}"
            open_cart(by=None, creator=creator, surface=surface, code=code, title=creator.name)
    rows = [
        Row(cart, link, title=title, gmv_30d_fen=gmv, commission_30d_fen=commission)
        for cart, link, title, gmv, commission in HUNG
    ]
    assert load(by=None, rows=rows).hung == len(rows)
    people = {
        "of aling": member("aling", Role.CREATOR, "aling@example.com", creator=aling),
        "of xiaobo": member("xiaobo", Role.CREATOR, creator=xiaobo),
        "of dapeng": member("dapeng", Role.CREATOR, "dapeng@example.com", creator=dapeng),
        "of the merchant": member("zhao", Role.MERCHANT, "zhao@example.com", organisation=merchant),
        "of the provider": member("wu", Role.PROVIDER, "wu@example.com", organisation=provider),
        "of finance": member("qian", Role.FINANCE, "qian@example.com"),
        "of operations": member("sun", Role.OPERATIONS),
    }
    clerk, counsel = (member(name, Role.LEGAL) for name in ("clerk", "counsel"))
    auditor = member("auditor", Role.AUDITOR)
    forget_jobs()
    return Platform(aling, xiaobo, dapeng, merchant, provider, clerk, counsel, auditor, people)


@pytest.fixture
def drafted(platform: Platform) -> Notice:
    return draft(by=platform.clerk, at=T, source="agreements")


@pytest.fixture
def sent(platform: Platform, drafted: Notice) -> Notice:
    """Sent and delivered, in time."""
    deliver(send(by=platform.clerk, notice=drafted))
    drafted.refresh_from_db()
    return drafted


def table() -> Table:
    return terms_on_file().table()


def renew_taobao(platform: Platform, until: datetime | None = None) -> None:
    """Amends the agreement with Taobao, late: it goes on for a year."""
    value = next(one for one in table().agreements if one.code == "taobao-2021")
    longer = Period(value.period.start, until or value.period.start + timedelta(days=730))
    version = amend(by=platform.clerk, value=replace(value, period=longer))
    submit(by=platform.clerk, version=version)
    approve(by=platform.counsel, version=version)


def look() -> list[Issue]:
    """What the task of every minute does, without its jobs; answers what went out entirely."""
    before = set(Issue.objects.filter(done_at__isnull=False).values_list("pk", flat=True))
    for notice in watched(database_now()):
        correct(notice)
    for issue in due(database_now()):
        deliver(issue)
    done = Issue.objects.filter(done_at__isnull=False).exclude(pk__in=before)
    return list(done.order_by("pk"))


def received(issue: Issue) -> set[str]:
    """The names of those in whose inbox it lies."""
    messages = issue.messages.select_related(
        "recipient__creator", "recipient__organisation", "recipient__person"
    )
    parties = [one.recipient for one in messages]
    return {
        one.creator.code if one.creator else one.organisation.code if one.organisation
        else one.person.username if one.person else ""
        for one in parties
    }  # fmt: skip


def written() -> tuple[object, ...]:
    """What a refusal leaves as it was."""
    return (
        [*Notice.objects.order_by("pk").values(), *Issue.objects.order_by("pk").values()],
        [*Message.objects.order_by("pk").values(), *Mail.objects.order_by("pk").values()],
        Recipient.objects.count(),
        AuditRecord.objects.count(),
        Event.objects.count(),
        ProcrastinateJob.objects.count(),
    )


def forget_jobs() -> None:
    ProcrastinateJob.objects.all()._raw_delete(using="default")


def last_record() -> AuditRecord:
    return AuditRecord.objects.latest("number")


def refused(error: type[YellowcartError], call: Callable[[], object]) -> YellowcartError:
    """The refusal, which left everything as it was."""
    before = written()
    with pytest.raises(error) as raised:
        call()
    assert written() == before
    return raised.value
