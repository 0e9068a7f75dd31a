"""What a resolver does where nobody means harm."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.links.resolver.conftest import Web, page, raw, redirect, short
from yellowcart.links.link import Link
from yellowcart.links.resolver import Memory, Reason, Resolver, is_marketplace_host, resolved

AT = datetime(2022, 2, 28, 16, 0, tzinfo=UTC)


@time_machine.travel(AT, tick=False)
def test_a_short_link_resolves_to_its_item_without_asking_the_item_page(web: Web) -> None:
    web.pages["https://u.jd.com/abc123"] = redirect(
        "https://item.m.jd.com/product/100012043978.html"
    )

    answer = web.resolve("https://u.jd.com/abc123")

    assert answer.url == "https://u.jd.com/abc123"
    assert answer.final_url == "https://item.m.jd.com/product/100012043978.html"
    assert answer.hops == (
        "https://u.jd.com/abc123",
        "https://item.m.jd.com/product/100012043978.html",
    )
    assert answer.reason is Reason.OK
    assert answer.resolved_at == AT
    assert web.asked == ["https://u.jd.com/abc123"]


def test_what_it_is_comes_from_where_it_leads_with_the_hosts_on_the_way(web: Web) -> None:
    web.pages["https://m.tb.cn/h.fBDkd2S"] = redirect("https://s.click.taobao.com/NvHrhOs")
    web.pages["https://s.click.taobao.com/NvHrhOs"] = redirect(
        "https://detail.tmall.com/item.htm?id=656308694954"
    )
    link = Link("taobao", "short", None, "https://m.tb.cn/h.fBDkd2S", {}, ("uland.taobao.com",))

    found = resolved(link, web.resolver().resolve(link))

    assert (found.marketplace, found.form, found.item_id) == ("tmall", "item", "656308694954")
    assert found.via == ("uland.taobao.com", "m.tb.cn", "s.click.taobao.com")


def test_a_link_that_leads_to_nothing_known_stays_what_it_was(web: Web) -> None:
    web.pages["https://u.jd.com/dead"] = page(status=404)
    link = short("https://u.jd.com/dead")
    assert resolved(link, web.resolver().resolve(link)) is link

    web.pages["https://u.jd.com/api"] = redirect("https://api.jd.com/routerjson")
    web.pages["https://api.jd.com/routerjson"] = page(b"{}")
    link = short("https://u.jd.com/api")
    answer = web.resolver().resolve(link)
    assert answer.final_url == "https://api.jd.com/routerjson"
    assert resolved(link, answer) is link


def test_a_page_that_does_not_redirect_is_where_the_walk_ends(web: Web) -> None:
    web.pages["https://u.jd.com/landing"] = page(b"<title>goods</title>")
    answer = web.resolve("https://u.jd.com/landing")
    assert (answer.reason, answer.final_url) == (Reason.OK, "https://u.jd.com/landing")


def test_a_refresh_in_the_page_or_its_headers_is_not_followed(web: Web) -> None:
    web.pages["https://u.jd.com/meta"] = raw(
        b"HTTP/1.1 200 OK\r\nRefresh: 0; url=https://3.cn/a\r\n\r\n"
        b"<meta http-equiv=refresh content='0; url=https://3.cn/a'>"
    )
    assert web.resolve("https://u.jd.com/meta").final_url == "https://u.jd.com/meta"
    assert web.asked == ["https://u.jd.com/meta"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_status_that_redirects_is_followed_with_get(web: Web, status: int) -> None:
    web.pages["https://u.jd.com/a"] = redirect("https://item.jd.com/1234567.html", status)
    assert web.resolve("https://u.jd.com/a").final_url == "https://item.jd.com/1234567.html"


@pytest.mark.parametrize("status", [204, 206])
def test_every_success_is_an_end(web: Web, status: int) -> None:
    web.pages["https://u.jd.com/a"] = raw(f"HTTP/1.1 {status} So\r\n\r\n".encode())
    assert web.resolve("https://u.jd.com/a").reason is Reason.OK


@pytest.mark.parametrize("status", [300, 304, 400, 403, 404, 405, 429, 500, 503])
def test_any_other_status_is_an_http_error(web: Web, status: int) -> None:
    web.pages["https://u.jd.com/a"] = page(status=status)
    answer = web.resolve("https://u.jd.com/a")
    assert (answer.reason, answer.final_url) == (Reason.HTTP_ERROR, None)
    assert answer.hops == ("https://u.jd.com/a",)


@pytest.mark.parametrize(
    ("location", "asked_next"),
    [
        ("/next", "https://u.jd.com/next"),
        ("next", "https://u.jd.com/a/next"),
        ("../next?x=1#y", "https://u.jd.com/next?x=1"),
        ("?x=1", "https://u.jd.com/a/b?x=1"),
        ("//3.cn/next", "https://3.cn/next"),
        ("HTTPS://3.CN:443/next", "https://3.cn/next"),
        ("/商品", "https://u.jd.com/%E5%95%86%E5%93%81"),
    ],
)
def test_location_is_read_relative_to_where_it_was_given(
    web: Web, location: str, asked_next: str
) -> None:
    web.pages["https://u.jd.com/a/b"] = redirect(location)
    web.pages[asked_next] = page()
    assert web.resolve("https://u.jd.com/a/b").reason is Reason.OK
    assert web.asked == ["https://u.jd.com/a/b", asked_next]


def test_http_may_lead_to_https(web: Web) -> None:
    web.pages["http://u.jd.com/a"] = redirect("https://u.jd.com/a")
    web.pages["https://u.jd.com/a"] = redirect("https://item.jd.com/1234567.html")
    assert web.resolve("http://u.jd.com/a").final_url == "https://item.jd.com/1234567.html"
    assert web.asked == ["http://u.jd.com/a", "https://u.jd.com/a"]


def test_a_trailing_dot_on_the_host_is_kept_for_http_and_dropped_for_tls(web: Web) -> None:
    web.pages["https://u.jd.com./a"] = page()
    assert web.resolve("https://u.jd.com./a").reason is Reason.OK


def test_only_get_is_used_so_a_server_without_head_is_no_obstacle(web: Web) -> None:
    # The server answers every other method with 501.
    web.pages["https://u.jd.com/a"] = redirect("https://item.jd.com/1234567.html")
    assert web.resolve("https://u.jd.com/a").reason is Reason.OK


@pytest.mark.parametrize(
    "url", ["https://item.jd.com/1234567.html", "taobao://item.taobao.com/item.htm?id=522036083286"]
)
def test_a_link_that_tells_what_it_is_needs_no_network(web: Web, url: str) -> None:
    answer = web.resolve(url)
    assert (answer.reason, answer.final_url, answer.hops) == (Reason.OK, url, (url,))
    assert web.looked_up == []


def test_a_token_has_no_address_to_follow(web: Web) -> None:
    answer = web.resolver().resolve(Link("taobao", "token", None, None, {}, ()))
    assert (answer.url, answer.final_url, answer.hops) == (None, None, ())
    assert answer.reason is Reason.NOT_HTTP
    assert web.looked_up == []


def test_a_known_answer_is_kept_with_the_time_at_which_it_was_found(web: Web) -> None:
    web.pages["https://u.jd.com/a"] = redirect("https://item.jd.com/1234567.html")
    resolver = web.resolver(memory=Memory(keep_ok=timedelta(hours=1)))
    link = short("https://u.jd.com/a")
    microsecond = timedelta(microseconds=1)
    with time_machine.travel(AT, tick=False) as clock:
        first = resolver.resolve(link)
        clock.move_to(AT + timedelta(hours=1) - microsecond)
        assert resolver.resolve(link) is first
        assert first.resolved_at == AT
        assert len(web.asked) == 1
        clock.move_to(AT + timedelta(hours=1))
        assert resolver.resolve(link).resolved_at == AT + timedelta(hours=1)
        assert len(web.asked) == 2


def test_a_failure_is_kept_for_a_shorter_time(web: Web) -> None:
    web.pages["https://u.jd.com/a"] = page(status=503)
    memory = Memory(keep_ok=timedelta(hours=1), keep_failed=timedelta(minutes=1))
    resolver = web.resolver(memory=memory)
    link = short("https://u.jd.com/a")
    with time_machine.travel(AT, tick=False) as clock:
        assert resolver.resolve(link).reason is Reason.HTTP_ERROR
        web.pages["https://u.jd.com/a"] = redirect("https://item.jd.com/1234567.html")
        clock.move_to(AT + timedelta(seconds=59))
        assert resolver.resolve(link).reason is Reason.HTTP_ERROR
        clock.move_to(AT + timedelta(minutes=1))
        assert resolver.resolve(link).reason is Reason.OK


def test_the_memory_is_bounded_and_forgets_what_was_longest_unasked(web: Web) -> None:
    memory = Memory(size=2)
    resolver = web.resolver(memory=memory)
    for name in "ababc":
        resolver.resolve(short(f"https://u.jd.com/{name}"))
    assert len(web.asked) == 3
    assert len(memory) == 2
    resolver.resolve(short("https://u.jd.com/b"))
    assert len(web.asked) == 3
    resolver.resolve(short("https://u.jd.com/a"))
    assert len(web.asked) == 4


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("u.jd.com", True),
        ("jd.com", True),
        ("jd.com.", True),
        ("3.cn", True),
        ("login.taobao.com", True),
        ("p.3.cn", False),
        ("hubojd.com", False),
        ("a.lz13.cn", False),
        ("jd.com.evil.com", False),
        ("com", False),
        ("", False),
        ("127.0.0.1", False),
        ("[::1]", False),
    ],
)
def test_a_marketplace_host_is_known_by_whole_labels(host: str, expected: bool) -> None:
    assert is_marketplace_host(host) is expected


def test_the_shipped_resolver_refuses_loopback(web: Web) -> None:
    # Only the name server is replaced: what it answers is judged by the shipped policy.
    answer = Resolver(lookup=web.lookup).resolve(short("https://u.jd.com/a"))
    assert answer.reason is Reason.PRIVATE_ADDRESS
    assert web.asked == []
