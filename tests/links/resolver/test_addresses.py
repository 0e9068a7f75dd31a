"""Which addresses are public, and how a host's addresses are found."""

import socket
import threading

import pytest

from tests.links.resolver.conftest import Web
from yellowcart.links.resolver import Reason
from yellowcart.links.resolver.addresses import is_public_address, system_lookup


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "106.11.226.158",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "223.255.255.255",
        "2400:3200::1",
        "2001:200::",
        "2606:4700:4700::1111",
    ],
)
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public_address(address) is True


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_special_ipv4_addresses_are_not(address: str) -> None:
    assert is_public_address(address) is False


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:1.1.1.1",
        "::ffff:0:1.1.1.1",
        "64:ff9b::a00:1",
        "64:ff9b::1.1.1.1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_special_ipv6_addresses_are_not(address: str) -> None:
    assert is_public_address(address) is False


@pytest.mark.parametrize("text", ["", "u.jd.com", "127.1", "1.1.1.1 ", "2130706433"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert is_public_address(text) is False


def test_the_system_is_asked_for_each_address_once() -> None:
    assert system_lookup("127.0.0.1", 443) == [("127.0.0.1", 443)]
    assert ("127.0.0.1", 80) in system_lookup("localhost", 80)


@pytest.mark.parametrize(
    "error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")]
)
def test_a_host_without_an_address_is_a_dns_failure(web: Web, error: Exception) -> None:
    def lookup(host: str, port: int) -> list[tuple[str, int]]:
        raise error

    answer = web.resolve("https://u.jd.com/a", lookup=lookup)
    assert (answer.reason, answer.hops) == (Reason.DNS_FAILURE, ("https://u.jd.com/a",))


def test_a_name_server_that_answers_nothing_is_a_dns_failure(web: Web) -> None:
    web.dns["u.jd.com"] = []
    assert web.resolve("https://u.jd.com/a").reason is Reason.DNS_FAILURE


def test_a_name_that_no_name_server_can_be_asked_for_is_a_dns_failure(web: Web) -> None:
    label = "a" * 64
    assert web.resolve(f"https://{label}.jd.com/a", lookup=system_lookup).reason is (
        Reason.DNS_FAILURE
    )


def test_a_name_server_that_never_answers_costs_no_more_than_the_deadline(web: Web) -> None:
    release = threading.Event()

    def lookup(host: str, port: int) -> list[tuple[str, int]]:
        release.wait(10)
        return []

    answer = web.resolve("https://u.jd.com/a", lookup=lookup, seconds=0.1)
    release.set()
    assert answer.reason is Reason.TIMEOUT


def test_dead_name_servers_do_not_pile_up_threads(web: Web) -> None:
    release = threading.Event()

    def lookup(host: str, port: int) -> list[tuple[str, int]]:
        release.wait(10)
        return []

    before = threading.active_count()
    walks = [
        threading.Thread(
            target=web.resolve,
            args=(f"https://u.jd.com/{n}",),
            kwargs={"lookup": lookup, "seconds": 0.3},
        )
        for n in range(50)
    ]
    for walk in walks:
        walk.start()
    for walk in walks:
        walk.join()
    left_behind = threading.active_count() - before
    release.set()
    assert 0 < left_behind <= 32


def test_a_dead_address_gives_way_to_a_live_one(web: Web) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = unused.getsockname()[1]
        web.dns["u.jd.com"] = [("127.0.0.1", dead), ("127.0.0.1", web.ports[443])]
        web.dns["3.cn"] = [("127.0.0.1", dead)]
        assert web.resolve("https://u.jd.com/a").reason is Reason.HTTP_ERROR
        assert web.resolve("https://3.cn/a").reason is Reason.UNREACHABLE
