"""What a resolver answers: where a short link leads, or why that cannot be told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why the walk along a short link ended. The list is closed."""

    OK = "ok"
    """It ended at `final_url`."""
    NOT_HTTP = "not_http"
    """A token, or an address whose scheme is neither http nor https."""
    BAD_URL = "bad_url"
    """An address that no browser opens, or that carries a user name, a port or 8 KiB."""
    FOREIGN_HOST = "foreign_host"
    """A host of no known marketplace. It was not asked."""
    PRIVATE_ADDRESS = "private_address"
    """A host with at least one address that is not on the public internet. It was not asked."""
    DNS_FAILURE = "dns_failure"
    """A host without an address."""
    UNREACHABLE = "unreachable"
    """No connection: refused, reset, or a certificate that does not hold for the host."""
    TIMEOUT = "timeout"
    """The time for the whole walk was used up."""
    HTTP_ERROR = "http_error"
    """A status that is neither a success nor a redirect."""
    BAD_ANSWER = "bad_answer"
    """Something other than HTTP, or headers without end."""
    BAD_REDIRECT = "bad_redirect"
    """A redirect to nowhere, to two places at once, or from https to http."""
    LOOP = "loop"
    """An address that had been asked already."""
    TOO_MANY_HOPS = "too_many_hops"
    """More redirects than the walk may follow."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a link leads, with the evidence.

    `hops` are the addresses in the order in which they were named, the link's own first. After
    `ok` the last of them is `final_url`; otherwise it is the one at which the walk gave up,
    which for a refused address means that it was seen and not asked. `resolved_at` is when
    the network was asked, also for an answer out of the cache.
    """

    url: str | None
    final_url: str | None
    hops: tuple[str, ...]
    reason: Reason
    resolved_at: datetime


class WalkEnded(Exception):
    """Ends a walk with its reason. Never leaves the resolver."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
