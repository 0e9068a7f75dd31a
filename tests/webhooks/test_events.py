"""The outbox: an event, its deliveries and their jobs are there if and only if the change is."""

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.publishing.conftest import JD, NOBODY, TAOBAO, OpenCart, cut_over_at
from tests.publishing.conftest import a_cart as a_cart
from tests.publishing.conftest import creator as creator
from tests.webhooks.conftest import DATA, happened
from yellowcart.kit.clock import now
from yellowcart.parties.clock import database_now
from yellowcart.publishing.actions import hang, refuse, take_down
from yellowcart.publishing.errors import NotGranted
from yellowcart.webhooks.actions import Added, add_endpoint, disable_endpoint
from yellowcart.webhooks.events import emit
from yellowcart.webhooks.models import Delivery, Event


def jobs() -> list[tuple[str, dict[str, int]]]:
    return list(ProcrastinateJob.objects.order_by("pk").values_list("task_name", "args"))


def counts() -> tuple[int, int, int]:
    return Event.objects.count(), Delivery.objects.count(), ProcrastinateJob.objects.count()


def test_an_event_is_put_off_to_who_subscribed(added: Added, development: None) -> None:
    add_endpoint(by=None, url=added.endpoint.url, kinds=["agreement.in_force"])
    gone = add_endpoint(by=None, url=added.endpoint.url, kinds=["entry.hung"])
    disable_endpoint(by=None, key=gone.endpoint.pk)
    before = database_now()
    event = happened()
    assert event.id.startswith("evt_")
    assert before < event.at < database_now()
    kept = Event.objects.get()
    assert (kept.kind, kept.subject, kept.data) == ("entry.hung", "7", DATA)
    delivery = Delivery.objects.get()
    assert (delivery.endpoint, delivery.event) == (added.endpoint, event)
    assert (delivery.state, delivery.tries, delivery.next_at) == ("pending", 0, event.at)
    assert jobs() == [("webhooks.deliver", {"delivery": delivery.pk})]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_event_and_no_job(added: Added) -> None:
    with transaction.atomic():
        emit("entry.hung", "7", DATA)
        assert counts() == (1, 1, 1)
        transaction.set_rollback(True)
    assert counts() == (0, 0, 0)
    happened()
    assert counts() == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_an_event_belongs_to_a_transaction(added: Added) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        emit("entry.hung", "7", DATA)
    assert counts() == (0, 0, 0)


def test_the_database_keeps_events_as_they_are(added: Added) -> None:
    happened()
    for statement in ("UPDATE webhooks_event SET data = '{}'", "DELETE FROM webhooks_event"):
        with pytest.raises(DatabaseError, match="events are kept"), transaction.atomic():
            connection.cursor().execute(statement)


def test_entries_that_hang_are_refused_or_withdrawn_are_told(
    a_cart: OpenCart, added: Added
) -> None:
    cut_over_at(now())
    cart = a_cart("live_cart", "room-1")
    asked = hang(by=None, cart=cart, text=NOBODY)
    assert counts() == (0, 0, 0)
    with pytest.raises(NotGranted), transaction.atomic():
        hang(by=None, cart=cart, text=TAOBAO)
    assert counts() == (0, 0, 0)
    refuse(by=None, entry=asked, why="查无此店")
    own = hang(by=None, cart=cart, product="SKU-1")
    take_down(by=None, entry=own, why="售罄")
    assert list(Event.objects.values_list("kind", "subject")) == [
        ("entry.refused", str(asked.pk)),
        ("entry.hung", str(own.pk)),
        ("entry.withdrawn", str(own.pk)),
    ]
    told = Event.objects.get(kind="entry.withdrawn").data
    assert (told["entry"], told["cart"], told["creator"]) == (own.pk, "room-1", "aling")
    assert (told["product"], told["why"]) == ("SKU-1", "售罄")
    assert Delivery.objects.count() == 2  # nobody subscribed to what is withdrawn


def test_a_link_that_is_refused_at_the_cut_over_tells_nobody(
    a_cart: OpenCart, added: Added
) -> None:
    cut_over_at(now())
    with pytest.raises(NotGranted), transaction.atomic():
        hang(by=None, cart=a_cart("live_cart", "room-1"), text=JD)
    assert counts() == (0, 0, 0)
