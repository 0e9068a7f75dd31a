"""Follows short links over HTTP, and no further than a marketplace."""

import functools
import ssl
from collections.abc import Callable
from contextlib import closing

import httpx

from yellowcart.kit import clock
from yellowcart.links import recognise
from yellowcart.links.link import Link
from yellowcart.links.resolver.addresses import Lookup, is_public_address, system_lookup
from yellowcart.links.resolver.answer import Reason, Resolution, WalkEnded
from yellowcart.links.resolver.deadline import Deadline
from yellowcart.links.resolver.destination import Destination, read_destination
from yellowcart.links.resolver.known import is_marketplace_host
from yellowcart.links.resolver.memory import Memory
from yellowcart.links.resolver.pinned import PinnedBackend, PinnedTransport

MAX_HOPS = 5
MAX_SECONDS = 3.0

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Forms that say nothing of what they lead to.
_FORMS_TO_FOLLOW = frozenset({"short", "click", "other"})


def tells_what_it_is(url: str) -> bool:
    """Whether the address says by itself what hangs there, so that nobody has to be asked."""
    links = recognise(url)
    return bool(links) and (links[0].item_id is not None or links[0].form not in _FORMS_TO_FOLLOW)


@functools.cache
def _verified_tls() -> ssl.SSLContext:
    # Not from the environment: SSL_CERT_FILE would let whoever sets it answer for a marketplace.
    return httpx.create_ssl_context(trust_env=False)


class Resolver:
    """Finds out where short links lead. One instance may serve any number of threads.

    It asks only hosts for which `is_known_host` holds, connects only to addresses for which
    `may_connect` holds, follows at most 5 hops within `seconds`, reads no body, and stops as
    soon as an address `tells` what it is. `lookup` is the name server, `tls` the certificates
    it trusts, `memory` the answers it has. Every default is the safe one; tests replace them.
    """

    def __init__(
        self,
        *,
        is_known_host: Callable[[str], bool] = is_marketplace_host,
        tells: Callable[[str], bool] = tells_what_it_is,
        may_connect: Callable[[str], bool] = is_public_address,
        lookup: Lookup = system_lookup,
        tls: ssl.SSLContext | None = None,
        seconds: float = MAX_SECONDS,
        memory: Memory | None = None,
    ) -> None:
        self._is_known_host = is_known_host
        self._tells = tells
        self._may_connect = may_connect
        self._lookup = lookup
        self._tls = tls
        self._seconds = seconds
        self._memory = Memory() if memory is None else memory

    def resolve(self, link: Link) -> Resolution:
        """Where a link leads, from memory or from the network.

        Never raises for what the outside world does; the reason says what went wrong. A link
        that tells what it is already resolves to itself, and a token to not_http; neither
        touches the network.
        """
        at = clock.now()
        if link.url is None:
            return Resolution(None, None, (), Reason.NOT_HTTP, at)
        if self._tells(link.url):
            return Resolution(link.url, link.url, (link.url,), Reason.OK, at)
        known = self._memory.recall(link.url, at)
        if known is not None:
            return known
        hops: list[str] = []
        try:
            self._walk(link.url, hops)
            answer = Resolution(link.url, hops[-1], tuple(hops), Reason.OK, at)
        except WalkEnded as end:
            answer = Resolution(link.url, None, tuple(hops), end.reason, at)
        self._memory.keep(link.url, answer)
        return answer

    def _walk(self, url: str, hops: list[str]) -> None:
        """Adds each address to `hops` as it is named; returns at the last, or raises WalkEnded."""
        deadline = Deadline(self._seconds)
        asked: set[str] = set()
        text: str = url
        here: Destination | None = None
        while True:
            came_over_tls = here is not None and here.is_secure
            here = self._read(text, here, hops)
            if self._tells(here.url):
                return
            if came_over_tls and not here.is_secure:
                raise WalkEnded(Reason.BAD_REDIRECT)
            if here.page in asked:
                raise WalkEnded(Reason.LOOP)
            if len(asked) == MAX_HOPS:
                raise WalkEnded(Reason.TOO_MANY_HOPS)
            asked.add(here.page)
            location = self._ask(here, deadline)
            if location is None:
                return
            text = location

    def _read(self, text: str, base: Destination | None, hops: list[str]) -> Destination:
        there = read_destination(text, base)
        hops.append(there.url)
        if not self._is_known_host(there.host):
            raise WalkEnded(Reason.FOREIGN_HOST)
        return there

    def _ask(self, place: Destination, deadline: Deadline) -> str | None:
        """One request: the Location of a redirect, or None where the walk has arrived."""
        backend = PinnedBackend(self._lookup, self._may_connect, deadline)
        transport = PinnedTransport(backend, self._tls or _verified_tls())
        # The transport by itself, without a client around it: a client would carry cookies from
        # hop to hop, read proxies and credentials from the environment and parse Location its
        # own way. GET and not HEAD, which marketplaces answer with 403, 405 or another page.
        try:
            request = httpx.Request(
                "GET",
                place.url,
                headers={"Accept": "text/html", "Connection": "close", "User-Agent": "yellowcart"},
                extensions={"sni_hostname": place.host.rstrip(".").strip("[]")},
            )
        except (
            httpx.InvalidURL,
            ValueError,
        ):  # ValueError: xn-- names that IDNA 2008 does not have
            raise WalkEnded(Reason.BAD_URL) from None
        with transport, closing(transport.handle_request(request)) as response:
            if response.is_success:
                return None
            if response.status_code not in _REDIRECTS:
                raise WalkEnded(Reason.HTTP_ERROR)
            return _location(response)


def _location(response: httpx.Response) -> str:
    named = {value for name, value in response.headers.raw if name.lower() == b"location"}
    if len(named) != 1:
        raise WalkEnded(Reason.BAD_REDIRECT)
    # Bytes beyond ASCII are percent-encoded one by one, as browsers do: no charset to guess.
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in named.pop())


def resolved(link: Link, resolution: Resolution) -> Link:
    """What a link turned out to be: `recognise` of where it leads, `via` the hosts on the way.

    The link itself where the resolution failed, or leads to nothing that is recognised.
    """
    found = recognise(resolution.final_url) if resolution.final_url is not None else []
    if not found:
        return link
    way = (read_destination(hop).host for hop in resolution.hops[:-1])
    return found[0]._replace(via=tuple(dict.fromkeys((*link.via, *way, *found[0].via))))
