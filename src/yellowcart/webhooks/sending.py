"""One message over the network: signed, within a time limit, to where it may go."""

import ssl
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from typing import NamedTuple

import httpx
from django.conf import settings

from yellowcart.links.resolver.addresses import is_public_address, system_lookup
from yellowcart.links.resolver.answer import WalkEnded
from yellowcart.links.resolver.deadline import Deadline
from yellowcart.links.resolver.pinned import PinnedBackend, PinnedTransport
from yellowcart.webhooks.address import refuse_bad_address
from yellowcart.webhooks.errors import BadAddress

SECONDS = 15.0
"""For the name, the connection, and the answer's headers: the least that the specification says."""
HEADERS = {
    "content-type": "application/json", "user-agent": "yellowcart", "connection": "close"
}  # fmt: skip
LONGEST_ERROR = 200


class Sent(NamedTuple):
    """The status of the answer; None: there was none, and `error` says why."""

    status: int | None
    error: str


def send(url: str, body: bytes, signed: Mapping[str, str]) -> Sent:
    """Posts a message. A redirect is an answer like any other: it is not followed.

    Production connects to addresses of the public internet alone, and to the very ones that
    were checked: nobody may have us ask our own network.
    """
    may_connect = _anywhere if settings.PRIVATE_WEBHOOKS else is_public_address
    try:
        refuse_bad_address(url)
        backend = PinnedBackend(system_lookup, may_connect, Deadline(SECONDS))
        request = httpx.Request("POST", url, content=body, headers={**signed, **HEADERS})
        with (
            PinnedTransport(backend, _tls()) as transport,
            closing(transport.handle_request(request)) as answer,
        ):
            return Sent(answer.status_code, "")
    except WalkEnded as ended:
        return Sent(None, str(ended.reason))
    except BadAddress as error:
        return Sent(None, str(error)[:LONGEST_ERROR])


def _anywhere(address: str) -> bool:
    return True


@cache
def _tls() -> ssl.SSLContext:
    """The authorities are the public ones, or those that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()
