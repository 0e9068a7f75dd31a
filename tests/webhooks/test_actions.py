"""Endpoints: who may add, change, end, rotate and replay; what is refused writes nothing."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from tests.parties.conftest import PASSWORD
from tests.webhooks.conftest import Receiver, delivery_of, forget_jobs, happened, written
from tests.webhooks.test_tell import tell_all
from yellowcart.kit.errors import BadInput, YellowcartError
from yellowcart.kit.instant import format_instant
from yellowcart.parties.actions import add_organisation, add_person
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import AuditRecord, Organisation, Person, Role
from yellowcart.webhooks.actions import (
    Added,
    add_endpoint,
    change_endpoint,
    disable_endpoint,
    enable_endpoint,
    replay,
    replay_event,
    rotate_secret,
)
from yellowcart.webhooks.errors import (
    BadAddress,
    BadKinds,
    Disabled,
    UnknownEndpoint,
    UnknownEvent,
)
from yellowcart.webhooks.models import Endpoint, Event

URL = "https://partner.example/hook"
Write = Callable[[Person | None, int], object]


def refused(write: Callable[[], object], error: type[YellowcartError], said: str = ".") -> None:
    before = written()
    with pytest.raises(error, match=said):
        write()
    assert written() == before


def records() -> list[tuple[str, str | None]]:
    found = AuditRecord.objects.filter(what__startswith="endpoint.").order_by("number")
    return list(found.values_list("what", "by__username"))


WRITES: dict[str, Write] = {
    "add": lambda by, key: add_endpoint(by=by, url=URL, kinds=["entry.hung"]),
    "change": lambda by, key: change_endpoint(by=by, key=key, url=URL, kinds=["entry.hung"]),
    "disable": lambda by, key: disable_endpoint(by=by, key=key),
    "enable": lambda by, key: enable_endpoint(by=by, key=key),
    "rotate": lambda by, key: rotate_secret(by=by, key=key),
    "replay": lambda by, key: replay(by=by, key=key, since=database_now() - timedelta(days=1)),
    "replay_event": lambda by, key: replay_event(by=by, key=key, event=Event.objects.get().pk),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_operations_may_and_nobody_else(added: Added, write: Write) -> None:
    happened()
    key = added.endpoint.pk
    if write is WRITES["enable"]:
        disable_endpoint(by=None, key=key)
    for role in Role:
        if role in (Role.CREATOR, Role.MERCHANT, Role.PROVIDER, Role.OPERATIONS):
            continue
        by = add_person(by=None, username=role, password=PASSWORD, role=role)
        refused(lambda by=by: write(by, key), NotPermitted)  # type: ignore[misc]
    shop = add_organisation(by=None, code="shop", name="小店", kind=Organisation.Kind.MERCHANT)
    merchant = add_person(
        by=None, username="shop", password=PASSWORD, role=Role.MERCHANT, organisation=shop
    )
    refused(lambda: write(merchant, key), NotPermitted)
    before = len(records())
    write(add_person(by=None, username="ops", password=PASSWORD, role=Role.OPERATIONS), key)
    assert len(records()) == before + 1
    assert records()[-1][1] == "ops"


@pytest.mark.parametrize(
    "name", ["change", "disable", "enable", "rotate", "replay", "replay_event"]
)
def test_an_endpoint_that_there_is_not_is_refused(added: Added, name: str) -> None:
    happened()
    refused(lambda: WRITES[name](None, added.endpoint.pk + 1), UnknownEndpoint)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "partner.example/hook",
        "ftp://partner.example/",
        "http://partner.example/hook",
        "https:///hook",
        "https://partner.example:0/",
        "https://partner.example:port/",
        "https://[::1/",
        "https://someone@partner.example/",
        "https://someone:secret@partner.example/",
        "https://partner.example/#there",
        "https://partner.example/a b",
        "https://partner.example/\n",
        "https://伙伴.example/",
        "https://partner.example/" + "a" * 2000,
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused(added: Added, url: str) -> None:
    key = added.endpoint.pk
    refused(lambda: add_endpoint(by=None, url=url, kinds=["entry.hung"]), BadAddress)
    refused(lambda: change_endpoint(by=None, key=key, url=url, kinds=["entry.hung"]), BadAddress)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[fd00::1]"]
)
def test_production_refuses_private_addresses_unless_it_says_so(
    settings: Settings, db: None, host: str
) -> None:
    settings.PRIVATE_WEBHOOKS = settings.PLAIN_WEBHOOKS = False
    url = f"https://{host}/hook"
    refused(
        lambda: add_endpoint(by=None, url=url, kinds=["entry.hung"]),
        BadAddress,
        "is not on the public internet",
    )
    settings.PRIVATE_WEBHOOKS = True
    add_endpoint(by=None, url=url, kinds=["entry.hung"])
    plain = url.replace("https", "http")
    refused(lambda: add_endpoint(by=None, url=plain, kinds=["entry.hung"]), BadAddress)


@pytest.mark.parametrize("kinds", [[], ["entry.sold"], ["entry.hung", "entry.sold"]])
def test_kinds_that_there_are_not_are_refused(added: Added, kinds: list[str]) -> None:
    key = added.endpoint.pk
    refused(lambda: add_endpoint(by=None, url=URL, kinds=kinds), BadKinds)
    refused(lambda: change_endpoint(by=None, key=key, url=URL, kinds=kinds), BadKinds)


@pytest.mark.parametrize("text", ["长" * 201, "\0"])
def test_texts_that_are_too_long_are_refused(added: Added, text: str) -> None:
    refused(
        lambda: add_endpoint(by=None, url=URL, kinds=["entry.hung"], description=text), BadInput
    )
    refused(lambda: disable_endpoint(by=None, key=added.endpoint.pk, why=text), BadInput)


@pytest.mark.parametrize("overlap", [timedelta(seconds=-1), timedelta(days=7, microseconds=1)])
def test_an_overlap_is_none_to_seven_days(added: Added, overlap: timedelta) -> None:
    key = added.endpoint.pk
    refused(lambda: rotate_secret(by=None, key=key, overlap=overlap), BadInput, "to seven days")


def test_an_endpoint_may_be_an_organisations(operator: Person) -> None:
    shop = add_organisation(by=None, code="shop", name="小店", kind=Organisation.Kind.MERCHANT)
    kinds = ["entry.withdrawn", "entry.hung", "entry.hung"]
    added = add_endpoint(
        by=operator, url=URL, kinds=kinds, description="小店的 ERP", organisation=shop
    )
    endpoint = Endpoint.objects.get()
    assert (endpoint.organisation, endpoint.kinds) == (shop, ["entry.hung", "entry.withdrawn"])
    assert endpoint.secret == added.secret
    record = AuditRecord.objects.latest("number")
    assert (record.what, record.by, record.before) == ("endpoint.added", operator, None)
    assert record.after == {
        "url": URL,
        "kinds": ["entry.hung", "entry.withdrawn"],
        "description": "小店的 ERP",
        "organisation": "shop",
        "disabled_at": None,
        "disabled_why": "",
        "former_until": None,
    }


def test_no_record_holds_a_secret(added: Added) -> None:
    secrets = [added.secret]
    for _ in range(2):
        secrets.append(rotate_secret(by=None, key=added.endpoint.pk).secret)
    assert len(set(secrets)) == 3
    endpoint = Endpoint.objects.get()
    assert (endpoint.secret, endpoint.former_secret) == (secrets[2], secrets[1])
    kept = json.dumps(list(AuditRecord.objects.values("before", "after")))
    assert not any(secret.removeprefix("whsec_") in kept for secret in secrets)
    assert records()[1:] == [("endpoint.secret_rotated", None)] * 2


def test_a_disabled_endpoint_is_told_nothing_and_enabled_it_is_told_what_waited(
    added: Added, receiver: Receiver
) -> None:
    key = added.endpoint.pk
    waited = happened()
    disable_endpoint(by=None, key=key, why="换服务器")
    assert Endpoint.objects.get().disabled_why == "换服务器"
    missed = happened()
    assert tell_all(database_now()) == 0
    disable_endpoint(by=None, key=key)  # already is
    enable_endpoint(by=None, key=key)
    enable_endpoint(by=None, key=key)  # already is
    assert tell_all(database_now()) == 1
    assert [got.headers["webhook-id"] for got in receiver.received] == [waited.id]
    assert not missed.deliveries.exists()
    assert records()[1:] == [("endpoint.disabled", None), ("endpoint.enabled", None)]


def test_what_happened_since_an_instant_is_told_again_under_the_same_ids(
    added: Added, receiver: Receiver
) -> None:
    old, told, foreign = happened(), happened(), happened("entry.withdrawn")
    tell_all(database_now())
    disable_endpoint(by=None, key=added.endpoint.pk)
    missed = happened("entry.refused")
    enable_endpoint(by=None, key=added.endpoint.pk)
    late = happened()
    receiver.received.clear()
    forget_jobs()

    count = replay(by=None, key=added.endpoint.pk, since=told.at, until=late.at)
    assert count == 2
    assert delivery_of(told).state == delivery_of(missed).state == "pending"
    assert delivery_of(old).state == "delivered"
    assert not foreign.deliveries.exists()
    assert list(ProcrastinateJob.objects.order_by("pk").values_list("args", flat=True)) == [
        {"delivery": delivery_of(event).pk} for event in (told, missed)
    ]
    assert AuditRecord.objects.latest("number").after == {
        "since": format_instant(told.at),
        "until": format_instant(late.at),
        "events": 2,
    }
    tell_all(late.at)
    tell_all(database_now())
    got = [one.headers["webhook-id"] for one in receiver.received]
    assert sorted(got) == sorted([told.id, missed.id, late.id])


def test_one_that_failed_is_replayed_with_all_its_tries(added: Added, receiver: Receiver) -> None:
    event = happened()
    delivery = delivery_of(event)
    delivery.state, delivery.tries, delivery.next_at = "failed", 8, None
    delivery.save()
    again = replay_event(by=None, key=added.endpoint.pk, event=event.pk)
    assert (again.pk, again.state, again.tries) == (delivery.pk, "pending", 0)
    assert AuditRecord.objects.latest("number").after == {"event": event.pk}
    assert tell_all(database_now()) == 1
    assert delivery_of(event).state == "delivered"


def test_an_event_that_there_is_not_is_not_replayed(added: Added) -> None:
    key = added.endpoint.pk
    refused(lambda: replay_event(by=None, key=key, event="evt_0"), UnknownEvent)


def test_a_disabled_endpoint_is_not_replayed_to(added: Added) -> None:
    key = added.endpoint.pk
    event = happened()
    disable_endpoint(by=None, key=key)
    refused(lambda: replay(by=None, key=key, since=event.at), Disabled)
    refused(lambda: replay_event(by=None, key=key, event=event.pk), Disabled)
