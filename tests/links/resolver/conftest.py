"""Marketplaces on loopback: real HTTP and TLS servers under the marketplaces' own names."""

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import trustme

from yellowcart.links.link import Link
from yellowcart.links.resolver import Resolution, Resolver

Answer = Callable[[BaseHTTPRequestHandler], None]


def redirect(to: str | bytes, status: int = 302, **headers: str) -> Answer:
    location = to if isinstance(to, bytes) else to.encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(f"HTTP/1.1 {status} Found\r\nContent-Length: 0\r\n".encode())
        for name, value in headers.items():
            handler.wfile.write(f"{name.replace('_', '-')}: {value}\r\n".encode())
        handler.wfile.write(b"Location: " + location + b"\r\n\r\n")

    return answer


def page(body: bytes = b"<html></html>", status: int = 200) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(
            f"HTTP/1.1 {status} So\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )

    return answer


def raw(*pieces: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)

    return answer


@dataclass
class Web:
    """Serves what it was told to serve, and remembers what it was asked for."""

    ports: dict[int, int]
    tls: ssl.SSLContext
    pages: dict[str, Answer] = field(default_factory=dict)
    dns: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def lookup(self, host: str, port: int) -> list[tuple[str, int]]:
        self.looked_up.append(host)
        return self.dns.get(host, [("127.0.0.1", self.ports[port])])

    def resolver(self, **changes: Any) -> Resolver:
        """The resolver as it ships, but for the name server, the CA and loopback being allowed."""
        settings: dict[str, Any] = {
            "lookup": self.lookup,
            "may_connect": lambda address: address == "127.0.0.1",
            "tls": self.tls,
        }
        return Resolver(**(settings | changes))

    def resolve(self, url: str, **changes: Any) -> Resolution:
        return self.resolver(**changes).resolve(short(url))


def short(url: str | None) -> Link:
    return Link("jd", "short", None, url, {}, ())


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up early is what these tests are about."""


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def servers(authority: trustme.CA) -> Iterator[tuple[dict[str, Any], dict[int, int]]]:
    current: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            web: Web = current["web"]
            scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
            url = f"{scheme}://{self.headers['Host']}{self.path}"
            web.asked.append(url)
            web.headers.append({name.lower(): value for name, value in self.headers.items()})
            web.pages.get(url, page(b"no such page", 404))(self)
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    plain = QuietServer(("127.0.0.1", 0), Handler)
    secure = QuietServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(
        "*.jd.com", "3.cn", "*.tb.cn", "*.taobao.com", "*.click.taobao.com", "*.tmall.com"
    ).configure_cert(context)
    # The handshake is the handler thread's, at its first read, and not the accepting thread's.
    secure.socket = context.wrap_socket(
        secure.socket, server_side=True, do_handshake_on_connect=False
    )
    for server in (plain, secure):
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield current, {80: plain.server_port, 443: secure.server_port}
    for server in (plain, secure):
        server.shutdown()
        server.server_close()


@pytest.fixture
def web(authority: trustme.CA, servers: tuple[dict[str, Any], dict[int, int]]) -> Web:
    current, ports = servers
    tls = ssl.create_default_context()
    authority.configure_trust(tls)
    current["web"] = made = Web(ports, tls)
    return made
