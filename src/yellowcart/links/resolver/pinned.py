"""An httpx transport that connects to the very addresses that were checked.

Checking a host's address and then letting the HTTP client look the host up again would leave a
gap: a name server under an attacker's hand answers the first question with a public address and
the second with a private one (DNS rebinding). Here there is one look-up for each connection,
and the address that passed is the one that the socket gets. The Host header, the TLS server name
and the check of the certificate still go by the host's name.
"""

import contextlib
import ssl
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from yellowcart.links.resolver.addresses import Lookup, look_up_within
from yellowcart.links.resolver.answer import Reason, WalkEnded
from yellowcart.links.resolver.deadline import Deadline

# What one hop may send us, headers and all. Browsers and servers stop at 8 to 16 KiB of headers.
MAX_BYTES_READ = 32 * 1024


class BoundedStream(httpcore.NetworkStream):
    """A connection under the walk's deadline, with an end to what is read from it.

    A client's usual time-outs start anew with every byte that arrives, so a server that sends
    a byte a second would hold us for as long as it likes.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline
        self._may_read = MAX_BYTES_READ

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._may_read == 0:
            raise WalkEnded(Reason.BAD_ANSWER)
        piece = self._stream.read(
            min(max_bytes, self._may_read), timeout=self._deadline.seconds_left()
        )
        self._may_read -= len(piece)
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.seconds_left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(
            ssl_context, server_hostname, timeout=self._deadline.seconds_left()
        )
        return BoundedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Looks a host up once, refuses it if any of its addresses is refused, connects to those."""

    def __init__(
        self, lookup: Lookup, may_connect: Callable[[str], bool], deadline: Deadline
    ) -> None:
        self._lookup = lookup
        self._may_connect = may_connect
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = look_up_within(self._lookup, host, port, self._deadline.seconds_left)
        # One private address among public ones is enough to refuse: which of them a connection
        # would take is for the network to say, not for us.
        if not all(self._may_connect(address) for address, _ in addresses):
            raise WalkEnded(Reason.PRIVATE_ADDRESS)
        return BoundedStream(self._connect(addresses, socket_options), self._deadline)

    def _connect(
        self, addresses: list[tuple[str, int]], socket_options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        *others, (last, last_port) = addresses
        for behind, (address, port) in zip(range(len(others), 0, -1), others, strict=True):
            # A dead address may not use up the time of the live ones behind it.
            patience = self._deadline.seconds_left() / (behind + 1)
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._sockets.connect_tcp(
                    address, port, timeout=patience, socket_options=socket_options
                )
        return self._sockets.connect_tcp(
            last,
            last_port,
            timeout=self._deadline.seconds_left(),
            socket_options=socket_options,
        )


class PinnedTransport(httpx.BaseTransport):
    """HTTP/1.1 over `PinnedBackend`. Whatever goes wrong ends the walk with its reason."""

    def __init__(self, backend: PinnedBackend, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, network_backend=backend, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except httpcore.TimeoutException:
            raise WalkEnded(Reason.TIMEOUT) from None
        except (httpcore.NetworkError, ValueError):  # ValueError: a name that TLS cannot carry
            raise WalkEnded(Reason.UNREACHABLE) from None
        except httpcore.ProtocolError:
            raise WalkEnded(Reason.BAD_ANSWER) from None
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=UnreadBody(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class UnreadBody(httpx.SyncByteStream):
    """A body that nobody reads; closing it drops the connection."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        self._response.close()
