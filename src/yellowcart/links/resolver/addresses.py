"""Which network addresses may be connected to, and how host names become addresses."""

import queue
import socket
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_network

from yellowcart.links.resolver.answer import Reason, WalkEnded

Lookup = Callable[[str, int], list[tuple[str, int]]]
"""(host, port) to the (address, port) pairs to connect to; raises OSError if there are none."""

# IANA's special-purpose registry (RFC 6890 and its successors), which is spelled out here because
# `ipaddress.is_global` changes its mind between versions of Python.
_SPECIAL_V4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, where clouds keep their credentials
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# All that is public in IPv6 lies in one block, so that loopback, link-local, unique local,
# multicast, IPv4-mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96) addresses need no line each.
_PUBLIC_V6 = ip_network("2000::/3")
_SPECIAL_V6 = tuple(
    ip_network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, which carries an IPv4 address, and others
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",  # documentation
    )
)


def is_public_address(address: str) -> bool:
    """Whether an address, as text, is an ordinary one of the public internet.

    False for whatever is private, loopback, link-local, carrier-grade NAT, multicast, reserved
    or set aside for documentation, and for every IPv6 form that carries an IPv4 address: such
    a form reaches a private network under a public-looking name.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _SPECIAL_V4)
    return ip in _PUBLIC_V6 and not any(ip in block for block in _SPECIAL_V6)


def system_lookup(host: str, port: int) -> list[tuple[str, int]]:
    """Asks the system's own resolver, hosts file included."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(sockaddr[0]), int(sockaddr[1])) for *_, sockaddr in found))


# The system's look-up cannot be interrupted. It runs beside the walk, and a walk that runs out
# of time leaves it behind; the slots keep a dead name server from piling up threads.
_lookup_slots = threading.BoundedSemaphore(32)


def look_up_within(
    lookup: Lookup, host: str, port: int, seconds_left: Callable[[], float]
) -> list[tuple[str, int]]:
    """The addresses of a host, or the end of the walk: dns_failure or timeout."""
    answer: queue.SimpleQueue[list[tuple[str, int]]] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(lookup(host, port))
        except (OSError, ValueError):  # ValueError: a name that IDNA cannot encode
            answer.put([])
        finally:
            _lookup_slots.release()

    if not _lookup_slots.acquire(timeout=seconds_left()):
        raise WalkEnded(Reason.TIMEOUT)
    threading.Thread(target=look_up, name="short-link-lookup", daemon=True).start()
    try:
        addresses = answer.get(timeout=seconds_left())
    except queue.Empty:
        raise WalkEnded(Reason.TIMEOUT) from None
    if not addresses:
        raise WalkEnded(Reason.DNS_FAILURE)
    return addresses
