"""Endpoints over HTTP, by the Python client: added, told, rotated, replayed, disabled."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from django.test import Client as Site

from tests.webhooks.conftest import Receiver, forget_jobs, happened
from tests.webhooks.test_tell import tell_all
from yellowcart.api.held_keys import callers
from yellowcart.client import Client, Refused, verify
from yellowcart.parties.clock import database_now
from yellowcart.parties.keys import issue_key
from yellowcart.parties.models import Person


def answered(request: httpx.Request) -> httpx.Response:
    """By the site itself, within the test's transaction."""
    kind = request.headers.get("content-type", "")
    path = request.url.raw_path.decode()
    given = Site().generic(
        request.method, path, request.content, content_type=kind, headers=dict(request.headers)
    )
    return httpx.Response(given.status_code, headers=dict(given.headers), content=given.content)


@pytest.fixture
def client(operator: Person, development: None) -> Iterator[Client]:
    forget_jobs()
    callers.forget()
    key = issue_key(by=None, person=operator, purpose="tests", scopes=("read", "write")).secret
    http = httpx.Client(transport=httpx.MockTransport(answered), base_url="http://testserver")
    with Client("", key, http=http) as one:
        yield one


def test_an_endpoint_from_its_adding_to_its_end(client: Client, receiver: Receiver) -> None:
    added = client.add_endpoint(receiver.url, kinds=["entry.hung"], description="仓库")
    (listed,) = client.endpoints()
    assert (listed.id, listed.url, listed.kinds) == (added.id, receiver.url, ["entry.hung"])
    assert (listed.description, listed.disabled_at) == ("仓库", None)
    assert not hasattr(listed, "secret")

    event = happened()
    at = database_now()
    tell_all(at)
    (got,) = receiver.received
    verify(got.headers, got.body, added.secret, at)
    (delivery,) = client.deliveries(added.id)
    assert (delivery.event, delivery.kind, delivery.state) == (event.id, "entry.hung", "delivered")
    assert [(one.at, one.status, one.error) for one in delivery.attempts] == [(at, 204, "")]

    rotated = client.rotate_secret(added.id, timedelta(hours=2))
    assert rotated.secret != added.secret
    assert rotated.former_until is not None
    assert timedelta(0) <= rotated.former_until - at - timedelta(hours=2) < timedelta(minutes=1)
    assert client.replay(added.id, event.at) == 1
    assert client.replay(added.id, event.at - timedelta(hours=1), event.at) == 0
    again = client.replay_event(added.id, event.id)
    assert (again.id, again.state, again.tries) == (delivery.id, "pending", 0)
    at = database_now()
    tell_all(at)
    got = receiver.received[-1]
    assert (len(receiver.received), got.headers["webhook-id"]) == (2, event.id)
    for secret in (added.secret, rotated.secret):
        verify(got.headers, got.body, secret, at)

    changed = client.change_endpoint(added.id, receiver.url + "/2", kinds=["entry.refused"])
    assert (changed.url, changed.kinds) == (receiver.url + "/2", ["entry.refused"])
    assert client.disable_endpoint(added.id, "搬家").disabled_why == "搬家"
    assert client.enable_endpoint(added.id).disabled_at is None


def test_a_refusal_says_what_it_is(client: Client, receiver: Receiver) -> None:
    with pytest.raises(Refused) as refused:
        client.replay_event(client.add_endpoint(receiver.url, kinds=["entry.hung"]).id, "evt_0")
    assert (refused.value.problem.status, refused.value.problem.code) == (404, "unknown-event")
    with pytest.raises(Refused) as refused:
        client.add_endpoint("http://partner.example/", kinds=["entry.hung"])
    assert (refused.value.problem.status, refused.value.problem.code) == (422, "bad-address")
