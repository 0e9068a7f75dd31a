"""One test for each way in which a short link may try to get more than its answer."""

import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links.resolver.conftest import Answer, Web, page, raw, redirect, short
from yellowcart.links.resolver import Reason, Resolver, is_marketplace_host
from yellowcart.links.resolver.addresses import is_public_address
from yellowcart.links.resolver.answer import WalkEnded
from yellowcart.links.resolver.deadline import Deadline
from yellowcart.links.resolver.pinned import MAX_BYTES_READ, PinnedBackend

START = "https://u.jd.com/a"


def refused_redirect(web: Web, location: str | bytes) -> Reason:
    """The reason why a redirect was not followed; nobody but the first host was asked."""
    web.pages[START] = redirect(location)
    answer = web.resolve(START)
    assert answer.final_url is None
    assert web.asked == [START]
    assert web.looked_up == ["u.jd.com"]
    return answer.reason


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/admin",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://１２７。０。０。１/",
        "http://%31%32%37.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
    ],
)
def test_a_redirect_to_an_address_instead_of_a_marketplace_is_refused(
    web: Web, location: str
) -> None:
    assert refused_redirect(web, location) in (Reason.FOREIGN_HOST, Reason.BAD_URL)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_an_address_as_host_is_private_even_where_every_host_is_known(web: Web, host: str) -> None:
    answer = web.resolve(
        f"http://{host}/",
        is_known_host=lambda host: True,
        may_connect=is_public_address,
        lookup=lambda host, port: [(host, web.ports[port])],
    )
    assert answer.reason is Reason.PRIVATE_ADDRESS
    assert web.asked == []


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "100.64.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1"]
)
def test_a_marketplace_name_that_points_to_a_private_address_is_refused(
    web: Web, address: str
) -> None:
    web.dns["u.jd.com"] = [(address, web.ports[443])]
    answer = web.resolve(START, may_connect=is_public_address)
    assert (answer.reason, answer.hops) == (Reason.PRIVATE_ADDRESS, (START,))
    assert web.asked == []


def test_addresses_are_checked_at_each_hop(web: Web) -> None:
    web.pages[START] = redirect("https://3.cn/b")
    web.dns["3.cn"] = [("127.0.0.2", web.ports[443])]
    answer = web.resolve(START)
    assert (answer.reason, answer.hops) == (Reason.PRIVATE_ADDRESS, (START, "https://3.cn/b"))
    assert web.asked == [START]


@pytest.mark.parametrize("private_first", [True, False])
def test_one_private_address_among_public_ones_is_enough_to_refuse(
    web: Web, private_first: bool
) -> None:
    # The servers stand on 127.0.0.1, which this test takes for the public address.
    addresses = [("10.0.0.1", 443), ("127.0.0.1", web.ports[443])]
    web.dns["u.jd.com"] = addresses if private_first else addresses[::-1]
    assert web.resolve(START).reason is Reason.PRIVATE_ADDRESS
    assert web.asked == []


def test_a_name_that_changes_after_the_check_is_not_looked_up_again(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.pages[START] = page()
    system = socket.getaddrinfo
    names: list[Any] = []

    def watched(host: Any, *rest: Any, **named: Any) -> Any:
        names.append(host)
        return system(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    answers = iter([[("127.0.0.1", web.ports[443])], [("10.0.0.1", 443)]])
    answer = web.resolve(START, lookup=lambda host, port: next(answers))

    assert answer.reason is Reason.OK
    assert web.asked == [START]
    # What reached the system is the address that was checked, never the name.
    assert set(names) == {"127.0.0.1"}


def test_each_connection_is_looked_up_and_checked_anew(web: Web) -> None:
    web.pages[START] = redirect("/b")
    answers = iter([[("127.0.0.1", web.ports[443])], [("10.0.0.1", 443)]])
    answer = web.resolve(START, lookup=lambda host, port: next(answers))
    assert answer.reason is Reason.PRIVATE_ADDRESS
    assert web.asked == [START]


def test_the_host_header_and_the_tls_name_stay_the_hosts(web: Web) -> None:
    web.pages[START] = page()
    web.resolve(START)
    assert web.headers[0]["host"] == "u.jd.com"


def test_a_certificate_of_another_name_is_refused(web: Web) -> None:
    answer = web.resolve("https://qr.1688.com/s/A4vbPK9P")
    assert answer.reason is Reason.UNREACHABLE
    assert web.asked == []


def test_a_certificate_of_an_unknown_authority_is_refused(web: Web) -> None:
    stranger = ssl.create_default_context()
    trustme.CA().configure_trust(stranger)
    assert web.resolve(START, tls=stranger).reason is Reason.UNREACHABLE
    assert web.resolve(START, tls=None).reason is Reason.UNREACHABLE
    assert web.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.com/",
        "https://hubojd.com/1.html",
        "https://u.jd.com.evil.com/",
        "https://evil.com/u.jd.com/",
        "https://evil.com?u.jd.com",
        "https://evil.com#u.jd.com",
        "//evil.com/",
        "\\\\evil.com/",
        "/\\evil.com/",
        "https:\\\\evil.com\\@u.jd.com/",
        "https://evil.com\\.jd.com/",
        "https:evil.com//../../../\\evil.com",
        "ht\ttps://ev\til.com/",
        "\thttps://evil.com/",
        "https:///evil.com/",
        "https://ｅｖｉｌ。com/",
        "https://xn--jd-.com/",
        "https://evil.com:443/",
    ],
)
def test_a_redirect_to_a_foreign_host_is_not_asked(web: Web, location: str) -> None:
    web.pages[START] = redirect(location)
    answer = web.resolve(START)
    assert answer.reason in (Reason.FOREIGN_HOST, Reason.BAD_URL, Reason.HTTP_ERROR)
    assert answer.final_url is None
    assert set(web.looked_up) == {"u.jd.com"}


def test_a_foreign_host_is_named_in_the_answer_though_not_asked(web: Web) -> None:
    web.pages[START] = redirect("https://evil.com/goods")
    answer = web.resolve(START)
    assert (answer.reason, answer.hops) == (
        Reason.FOREIGN_HOST,
        (START, "https://evil.com/goods"),
    )


def test_the_first_address_is_held_to_the_same_rules(web: Web) -> None:
    reasons = {
        url: web.resolve(url).reason
        for url in (
            "https://evil.com/a",
            "ftp://u.jd.com/a",
            "https://me@u.jd.com/a",
            "https://u.jd.com:8443/a",
            "https://u.jd.com:70000/a",
            "https://u.jd.com/" + "a" * 9000,
            "https://\ud800.jd.com/",
            "",
        )
    }
    assert list(reasons.values()) == [
        Reason.FOREIGN_HOST,
        Reason.NOT_HTTP,
        Reason.BAD_URL,
        Reason.BAD_URL,
        Reason.BAD_URL,
        Reason.BAD_URL,
        Reason.BAD_URL,
        Reason.BAD_URL,
    ]
    assert web.looked_up == []


@pytest.mark.parametrize(
    "location",
    [
        "https://item.jd.com@evil.com/",
        "https://evil.com@3.cn/b",
        "https://user:secret@3.cn/b",
        "https://:secret@3.cn/b",
        "https://3.cn%40evil.com@3.cn/b",
    ],
)
def test_a_user_name_in_a_redirect_is_refused(web: Web, location: str) -> None:
    assert refused_redirect(web, location) is Reason.BAD_URL


@pytest.mark.parametrize("port", [0, 22, 80, 6379, 8443, 65535, 65536])
def test_a_port_that_is_not_the_schemes_own_is_refused(web: Web, port: int) -> None:
    assert refused_redirect(web, f"https://3.cn:{port}/b") is Reason.BAD_URL


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://u.jd.com/x",
        "ws://u.jd.com/x",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "taobao://item.taobao.com/item.htm?id=522036083286",
        "openapp.jdmobile://virtual?params={}",
        "java\tscript:alert(1)",
    ],
)
def test_a_scheme_that_is_not_http_is_refused(web: Web, location: str) -> None:
    assert refused_redirect(web, location) is Reason.NOT_HTTP


def test_going_back_from_https_to_http_is_refused(web: Web) -> None:
    assert refused_redirect(web, "http://3.cn/b") is Reason.BAD_REDIRECT


def test_an_item_named_with_http_is_taken_from_an_answer_over_https(web: Web) -> None:
    # Nobody is asked over http, so nobody can change the answer.
    web.pages[START] = redirect("http://item.jd.com/1234567.html")
    assert web.resolve(START).final_url == "http://item.jd.com/1234567.html"
    assert web.asked == [START]


def test_a_loop_ends_at_its_first_return(web: Web) -> None:
    web.pages[START] = redirect("https://3.cn/b")
    web.pages["https://3.cn/b"] = redirect(START + "#again")
    answer = web.resolve(START)
    assert (answer.reason, answer.final_url) == (Reason.LOOP, None)
    assert answer.hops == (START, "https://3.cn/b", START + "#again")
    assert web.asked == [START, "https://3.cn/b"]


def test_five_hops_are_followed_and_no_sixth(web: Web) -> None:
    for n in range(10):
        web.pages[f"https://u.jd.com/{n}"] = redirect(f"/{n + 1}")
    answer = web.resolve("https://u.jd.com/0")
    assert (answer.reason, answer.final_url) == (Reason.TOO_MANY_HOPS, None)
    assert web.asked == [f"https://u.jd.com/{n}" for n in range(5)]

    web.pages["https://u.jd.com/4"] = redirect("https://item.jd.com/1234567.html")
    assert web.resolve("https://u.jd.com/0").final_url == "https://item.jd.com/1234567.html"


def drip(pieces: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\n")
        for n in range(pieces):
            handler.wfile.write(f"X-{n}: y\r\n".encode())
            time.sleep(0.05)

    return answer


def test_headers_that_drip_do_not_outlast_the_deadline(web: Web) -> None:
    web.pages[START] = drip(100)
    started = time.monotonic()
    assert web.resolve(START, seconds=0.3).reason is Reason.TIMEOUT
    assert time.monotonic() - started < 2


def test_the_deadline_is_one_for_all_hops(web: Web) -> None:
    def slow(to: str) -> Answer:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(0.15)
            redirect(to)(handler)

        return answer

    for n in range(4):
        web.pages[f"https://u.jd.com/{n}"] = slow(f"/{n + 1}")
    web.pages["https://u.jd.com/4"] = page()
    assert web.resolve("https://u.jd.com/0", seconds=0.3).reason is Reason.TIMEOUT
    assert len(web.asked) < 4


def test_a_server_that_never_speaks_does_not_outlast_the_deadline(web: Web) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        web.dns["u.jd.com"] = [silent.getsockname()]
        assert web.resolve(START, seconds=0.2).reason is Reason.TIMEOUT
        assert web.resolve("http://u.jd.com/a", seconds=0.2).reason is Reason.TIMEOUT


def test_no_time_left_is_a_timeout_before_anybody_is_asked(web: Web) -> None:
    assert web.resolve(START, seconds=0).reason is Reason.TIMEOUT
    assert web.looked_up == []


@pytest.mark.parametrize(
    "headers",
    [
        b"X-Long: " + b"a" * 1_000_000 + b"\r\n",
        b"".join(b"X-%d: y\r\n" % n for n in range(100_000)),
    ],
    ids=["one long", "many"],
)
def test_headers_without_end_are_not_read_to_the_end(web: Web, headers: bytes) -> None:
    web.pages[START] = raw(
        b"HTTP/1.1 302 Found\r\n" + headers + b"Location: https://3.cn/b\r\n\r\n"
    )
    assert web.resolve(START).reason is Reason.BAD_ANSWER
    assert web.asked == [START]


def test_interim_answers_without_end_are_not_read_to_the_end(web: Web) -> None:
    web.pages[START] = raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 10_000)
    assert web.resolve(START).reason is Reason.BAD_ANSWER


def test_a_huge_body_is_not_read(web: Web) -> None:
    written: list[int] = []
    hung_up = threading.Event()

    def flood(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            while sum(written) < 200_000_000:
                written.append(handler.connection.send(b"a" * 65536))
        finally:
            hung_up.set()

    web.pages["http://u.jd.com/a"] = flood
    assert web.resolve("http://u.jd.com/a").reason is Reason.OK
    assert hung_up.wait(5)
    # Beyond what the kernel buffers on both sides, nothing went out.
    assert sum(written) < 20_000_000


def test_what_is_read_of_one_answer_is_bounded(web: Web) -> None:
    web.pages["http://u.jd.com/a"] = raw(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 200_000)
    backend = PinnedBackend(web.lookup, lambda address: True, Deadline(5))
    stream = backend.connect_tcp("u.jd.com", 80)
    stream.write(b"GET /a HTTP/1.1\r\nHost: u.jd.com\r\n\r\n")
    got = 0
    while got < MAX_BYTES_READ:
        got += len(stream.read(65536))
    with pytest.raises(WalkEnded, match="bad_answer"):
        stream.read(65536)
    stream.close()
    assert got == MAX_BYTES_READ


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
        b"HTTP/1.1 abc Found\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation https://3.cn/b\r\n\r\n",
        b"HTTP/1.1 302 Found\r\n: https://3.cn/b\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://3.cn/\x00b\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://3.cn/b",
        b"HTTP/1.1 302 Found\r\nContent-Length: x\r\nLocation: https://3.cn/b\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_bad_answer(web: Web, answer: bytes) -> None:
    web.pages[START] = raw(answer)
    assert web.resolve(START).reason is Reason.BAD_ANSWER
    assert web.asked == [START]


def test_a_line_end_smuggled_into_a_redirect_reaches_no_other_host(web: Web) -> None:
    web.pages[START] = raw(
        b"HTTP/1.1 302 Found\r\nLocation: https://3.cn/b\r\nX: y\r\n\r\n"
        b"HTTP/1.1 302 Found\r\nLocation: https://evil.com/\r\n\r\n"
    )
    web.pages["https://3.cn/b"] = page()
    assert web.resolve(START).final_url == "https://3.cn/b"
    assert web.asked == [START, "https://3.cn/b"]


def test_an_encoded_line_end_stays_encoded(web: Web) -> None:
    web.pages[START] = redirect("/b%0d%0aX-Injected:%20yes")
    web.resolve(START)
    assert web.asked[1] == "https://u.jd.com/b%0d%0aX-Injected:%20yes"
    assert "x-injected" not in web.headers[1]


def test_a_redirect_to_nowhere_is_refused(web: Web) -> None:
    web.pages[START] = raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")
    assert web.resolve(START).reason is Reason.BAD_REDIRECT


def test_a_redirect_to_two_places_is_refused(web: Web) -> None:
    web.pages[START] = raw(
        b"HTTP/1.1 302 Found\r\nLocation: https://3.cn/b\r\nLocation: https://3.cn/c\r\n\r\n"
    )
    assert web.resolve(START).reason is Reason.BAD_REDIRECT
    assert web.asked == [START]


@pytest.mark.parametrize("location", ["http://", "https://3.cn:x/", "https://a%00b.jd.com/"])
def test_a_redirect_that_no_browser_could_follow_is_refused(web: Web, location: str) -> None:
    assert refused_redirect(web, location) is Reason.BAD_URL


@pytest.mark.parametrize("location", ["https://xn--yba.jd.com/", "https://».jd.com/"])
def test_a_name_that_only_some_parsers_accept_is_refused(web: Web, location: str) -> None:
    assert refused_redirect(web, location) is Reason.BAD_URL


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_no_address_raises_or_reaches_a_stranger(text: str) -> None:
    looked_up: list[str] = []

    def lookup(host: str, port: int) -> list[tuple[str, int]]:
        looked_up.append(host)
        return []

    resolver = Resolver(lookup=lookup)
    for url in (text, f"https://{text}", f"https://{text}.jd.com/", f"https://u.jd.com{text}"):
        assert resolver.resolve(short(url)).reason in set(Reason)
    assert all(is_marketplace_host(host) for host in looked_up)


def test_an_absurdly_long_redirect_is_refused(web: Web) -> None:
    assert refused_redirect(web, "/" + "a" * 9000) is Reason.BAD_URL


def test_a_redirect_that_grows_when_encoded_is_refused(web: Web) -> None:
    assert refused_redirect(web, "/" + '"' * 7000) is Reason.BAD_URL


def test_bytes_of_any_charset_in_a_redirect_are_kept_as_they_are(web: Web) -> None:
    web.pages[START] = redirect("/商品".encode("gbk"))
    web.resolve(START)
    assert web.asked[1] == "https://u.jd.com/%C9%CC%C6%B7"


def test_cookies_are_not_carried(web: Web) -> None:
    web.pages[START] = redirect("/b", Set_Cookie="session=1; Domain=jd.com; Path=/")
    web.pages["https://u.jd.com/b"] = page()
    resolver = web.resolver()
    assert resolver.resolve(short(START)).reason is Reason.OK
    assert resolver.resolve(short("https://u.jd.com/b")).reason is Reason.OK
    assert len(web.headers) == 3
    assert all("cookie" not in headers for headers in web.headers)
    assert all("referer" not in headers for headers in web.headers)


def test_the_environments_proxies_and_credentials_are_not_used(
    web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w") as file:
        file.write("machine u.jd.com login me password secret\n")
    monkeypatch.setenv("NETRC", netrc)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    web.pages[START] = page()
    assert web.resolve(START).reason is Reason.OK
    assert "authorization" not in web.headers[0]


def test_many_threads_may_share_a_resolver(web: Web) -> None:
    web.pages[START] = redirect("https://item.jd.com/1234567.html")
    resolver = web.resolver()
    found: list[str | None] = []

    def ask() -> None:
        found.append(resolver.resolve(short(START)).final_url)

    threads = [threading.Thread(target=ask) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["https://item.jd.com/1234567.html"] * 40
