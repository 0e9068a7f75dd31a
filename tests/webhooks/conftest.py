"""A receiver on loopback, and endpoints that are told there."""

import hashlib
import hmac
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests.parties.conftest import PASSWORD
from yellowcart.parties.actions import add_person
from yellowcart.parties.models import AuditRecord, Person, Role
from yellowcart.webhooks.actions import Added, add_endpoint
from yellowcart.webhooks.events import emit
from yellowcart.webhooks.models import Delivery, Endpoint, Event

DATA = {"entry": 7, "cart": "直播间-1"}


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    def is_signed_by(self, secret: str) -> bool:
        """By the specification's words, and by nothing of ours."""
        sent = self.headers
        content = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + self.body
        key = b64decode(secret.split("_", 1)[1])
        expected = b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        return f"v1,{expected}" in sent["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """Somebody's server. It answers with `status`, after `before_it_answers`."""

    url: str = ""
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    before_it_answers: Callable[[], object] = lambda: None


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            one.received.append(Received(self.path, headers, body))
            one.before_it_answers()
            self.send_response(one.status)
            for name, value in one.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    one.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield one
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def development(settings: Settings) -> None:
    settings.PRIVATE_WEBHOOKS = settings.PLAIN_WEBHOOKS = True


@pytest.fixture
def added(db: None, development: None, receiver: Receiver) -> Added:
    forget_jobs()
    return add_endpoint(by=None, url=receiver.url, kinds=["entry.hung", "entry.refused"])


@pytest.fixture
def operator(db: None) -> Person:
    return add_person(by=None, username="operator", password=PASSWORD, role=Role.OPERATIONS)


def forget_jobs() -> None:
    """The queue's tables are not Django's: between tests that commit nobody empties them."""
    connection.cursor().execute("DELETE FROM procrastinate_jobs")


def happened(kind: str = "entry.hung", subject: str = "7") -> Event:
    with transaction.atomic():
        return emit(kind, subject, DATA)


def delivery_of(event: Event) -> Delivery:
    return Delivery.objects.select_related("endpoint").get(event=event)


def written() -> tuple[int, int, int, int, list[object]]:
    """What a refusal leaves as it was: endpoints, deliveries, jobs, records and every column."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return (
        Endpoint.objects.count(),
        Delivery.objects.count(),
        ProcrastinateJob.objects.count(),
        AuditRecord.objects.count(),
        [*Endpoint.objects.order_by("pk").values(), *Delivery.objects.order_by("pk").values()],
    )
