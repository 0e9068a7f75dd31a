"""Disguises of links and tokens, and inputs made to hurt. What a browser would open decides.

What counts as an address, and which host it opens, is the WHATWG URL standard's to say
(https://url.spec.whatwg.org); the comments name the step of its parser that a case rests on.
"""

import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from urllib.parse import quote

import can_ada
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yellowcart.links import Link, book, recognise
from yellowcart.links.resolver import is_marketplace_host
from yellowcart.links.sites import Sites

FORMS = {"item", "coupon", "click", "short", "token", "deeplink", "shop", "activity", "other"}


def first(text: str) -> tuple[str | None, str, str | None] | None:
    links = recognise(text)
    return (links[0].marketplace, links[0].form, links[0].item_id) if links else None


# One item's page under every spelling that a browser opens as it.
SPELLINGS = [
    "https://item.jd.com/100012043978.html",
    # a scheme's case, and one, none or many slashes or backslashes after it
    "hTtPs://iTeM.jD.CoM/100012043978.HTML",
    "https:\\\\item.jd.com\\100012043978.html",
    "https:/item.jd.com/100012043978.html",
    "https:item.jd.com/100012043978.html",
    "https://///item.jd.com/100012043978.html",
    "http:/\\item.jd.com/100012043978.html",
    "//item.jd.com/100012043978.html",
    "\\\\item.jd.com\\100012043978.html",
    "/\\item.jd.com/100012043978.html",
    "https:\n//item.jd.com/100012043978.html",
    "https:/\t/item.jd.com/100012043978.html",
    "https://item.jd.com\r\n/100012043978.html",
    # what stands before the last @ of the authority is a user name
    "https://evil.com@item.jd.com/100012043978.html",
    "https://evil.com:x@item.jd.com/100012043978.html",
    "https://evil.com%2f@item.jd.com/100012043978.html",
    "https://a@b@item.jd.com/100012043978.html",
    "https://@item.jd.com/100012043978.html",
    "https://看看@item.jd.com/100012043978.html",
    "https://evil.com\t@item.jd.com/100012043978.html",
    # ports, and the root's dot
    "https://item.jd.com:443/100012043978.html",
    "https://item.jd.com:8443/100012043978.html",
    "http://item.jd.com:00080/100012043978.html",
    "https://item.jd.com:/100012043978.html",
    "https://item.jd.com./100012043978.html",
    # hosts are percent-decoded, then mapped by UTS 46
    "https://item%2ejd%2ecom/100012043978.html",
    "https://%69%74%65%6d.jd.com/100012043978.html",
    "https://item%E3%80%82jd%E3%80%82com/100012043978.html",
    "https://item.%EF%BD%8A%EF%BD%84.com/100012043978.html",
    "https://ｉｔｅｍ．ｊｄ．ｃｏｍ/100012043978.html",
    "https://item。jd。com/100012043978.html",
    "https://item｡jd｡com/100012043978.html",
    "https://item.ⓙⓓ.com/100012043978.html",
    "https://item.𝐣𝐝.com/100012043978.html",
    "https://it\u00adem.jd.com/100012043978.html",
    "https://item.j\u200bd.com/100012043978.html",
    "https://item.j\u2060d.com/100012043978.html",
    # dot segments and empty ones, escapes in the path
    "https://item.jd.com/../100012043978.html",
    "https://item.jd.com/./100012043978.html",
    "https://item.jd.com/%2e%2e/100012043978.html",
    "https://item.jd.com/1.html/../100012043978.html",
    "https://item.jd.com//100012043978.html",
    "https://item.jd.com/%31%30%30012043978.html",
    # white space and control characters at either end
    "  https://item.jd.com/100012043978.html  ",
    "\x00\x01https://item.jd.com/100012043978.html\x1f",
    # in running text
    "item.jd.com/100012043978.html",
    "ITEM.JD.COM:443/100012043978.html",
    "看看item.jd.com/100012043978.html好东西",
    "【京东】https://item.jd.com/100012043978.html，快来",
    "(https://item.jd.com/100012043978.html)",
    "https://item.jd.com/100012043978.html。",
    '<a href="https://item.jd.com/100012043978.html">',
    "https%3A%2F%2Fitem.jd.com%2F100012043978.html",
    "https://evil.com/ https://item.jd.com/100012043978.html",
    "https://evil.com/\nhttps://item.jd.com/100012043978.html",
    # whatever follows the path changes nothing
    "https://item.jd.com/100012043978.html#https://evil.com",
    "https://item.jd.com/100012043978.html?x=https://evil.com",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_an_address_is_that_address(text: str) -> None:
    assert first(text) == ("jd", "item", "100012043978")
    assert recognise(text)[0].url == "https://item.jd.com/100012043978.html"


# Another host, whatever it looks like.
STRANGERS = [
    "https://item.jd.com@evil.com/100012043978.html",
    "https://item.jd.com:443@evil.com/100012043978.html",
    "https://item.jd.com%40evil.com/100012043978.html",
    "https://evil.com\\@item.jd.com/100012043978.html",
    "https://evil.com#@item.jd.com/100012043978.html",
    "https://evil.com?@item.jd.com/100012043978.html",
    "https://item.jd.com\t@evil.com/",
    "https://item.jd.com\t.evil.com/100012043978.html",
    "https://item.jd.com\n.evil.com/100012043978.html",
    "//item.jd.com@evil.com/100012043978.html",
    "item.jd.com@evil.com/100012043978.html",
    "me@jd.com",
    "mailto:me@item.jd.com",
    # percent-encoded and full-width characters end no host that a browser would go on with
    "https://item.jd.com%2eevil.com/100012043978.html",
    "https://item.jd.com。evil。com/100012043978.html",
    "https://item.jd.com中文.cn/100012043978.html",
    # no host at all: a forbidden character, a port out of range, a failed mapping
    "https://item.jd%00.com/100012043978.html",
    "https://item.jd.com%2f.evil.com/100012043978.html",
    "https://item.jd.com%2F100012043978.html",
    "https://item.jd.com%23.evil.com/",
    "https://item.jd.com:65536/100012043978.html",
    "https://item.jd.com:443x/100012043978.html",
    "https://item.jd.com:-1/100012043978.html",
    "https://item.jd.com\u202e/100012043978.html",
    # hosts that start with a marketplace's name, or have it inside
    "https://item.jd.com.evil.com/100012043978.html",
    "https://item.taobao.com.evil.com/item.htm?id=522036083286",
    "https://jd.com-item.cn/100012043978.html",
    "https://jd.com.cn/1.html",
    "https://item.jd.co/100012043978.html",
    "https://item.jd.comm/100012043978.html",
    "https://item.jd.com_evil.com/",
    "https://item.jd.com;/100012043978.html",
    "https://item-jd.com/100012043978.html",
    "https://tb.cn.com/h.fBDkd2S",
    "https://p.3.cn/prices/mgets",
    "https://0x3.cn/",
    # homographs: Cyrillic letters, and the names they are registered under
    "https://item.јd.com/100012043978.html",
    "https://item.jԁ.com/100012043978.html",
    "https://item.tаobаo.com/item.htm?id=522036083286",
    "https://xn--d-6tb.com/",
    # addresses by number
    "https://127.0.0.1/item.jd.com/100012043978.html",
    "https://2130706433/100012043978.html",
    "https://0x7f.1/100012043978.html",
    "https://[::1]/100012043978.html",
    "https://[::ffff:1.2.3.4]/item.jd.com",
    # a stranger's page that carries a shop's address
    "https://evil.com/https://item.jd.com/100012043978.html",
    "https://evil.com/?u=https://item.jd.com/100012043978.html",
    "https://evil.com/?u=https%3A%2F%2Fitem.jd.com%2F100012043978.html",
    "https://evil.com/#https://item.jd.com/100012043978.html",
    "https://evil.com/%0ahttps://item.jd.com/100012043978.html",
    "https://evil.com/?q=好&u=https://item.jd.com/100012043978.html",
    "https://union-click.jd.com.evil.com/sem.php?to=https%3A%2F%2Fitem.jd.com%2F1.html",
    # schemes that open no web page, and no app of a marketplace
    "file://item.jd.com/100012043978.html",
    "ftp://item.jd.com/100012043978.html",
    "ws://item.jd.com/100012043978.html",
    "xtaobao://item.taobao.com/item.htm?id=522036083286",
]

# Real hosts that end with a marketplace's domain as a string.
LOOK_ALIKES = [
    "hubojd.com",
    "nbjjd.com",
    "diyxjd.com",
    "ljrtb.cn",
    "6dvip.com",
    "ugvip.com",
    "adxvip.com",
    "u.ddvip.com",
    "a.lz13.cn",
    "xiaoshuo.kp53.cn",
    "b.qchannel03.cn",
    "bili2233.cn",
    "item.isvjd.com",
]


@pytest.mark.parametrize("text", STRANGERS)
def test_a_strangers_host_gives_no_link(text: str) -> None:
    assert recognise(text) == []


@pytest.mark.parametrize("host", LOOK_ALIKES)
@pytest.mark.parametrize(
    "text", ["{}", "https://{}/100012043978.html", "//{}/", "HTTPS://{}./x", "看 {}:443/1.html 吧"]
)
def test_a_host_matches_on_label_boundaries_only(host: str, text: str) -> None:
    assert recognise(text.format(host)) == []
    assert recognise(text.format(host.upper())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://item.taobao.com/item.htm?xid=1&id=522036083286", "522036083286"),
        ("https://item.taobao.com/item.htm?q=a%26id%3D1&id=522036083286", "522036083286"),
        ("https://item.taobao.com/item.htm?x=1&amp;id=522036083286", "522036083286"),
        ("https://item.taobao.com/item.htm?id=52203%3608328%36", "522036083286"),
        ("https://item.taobao.com\\item.htm?id=522036083286", "522036083286"),
        ("https://item.taobao.com/item.htm?id=000522036083286", "000522036083286"),
        ("https://item.taobao.com/item.htm#id=522036083286", None),
        ("https://item.taobao.com/item.htm", None),
    ],
)
def test_the_item_id_is_the_querys(text: str, expected: str | None) -> None:
    assert first(text) == ("taobao", "item" if expected else "other", expected)


WRAPPER = "https://union-click.jd.com/sem.php?unionId=1&to="


def wrapped(url: str, times: int, *, encoded: bool = True) -> str:
    for _ in range(times):
        url = WRAPPER + (quote(url, safe="") if encoded else url)
    return url


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_wrappers_are_opened_three_deep_and_no_deeper(depth: int, encoded: bool) -> None:
    text = wrapped("https://item.jd.com/100012043978.html", depth, encoded=encoded)
    opened = depth <= 3
    assert first(text) == ("jd", "click", "100012043978" if opened else None)
    if opened:
        assert recognise(text)[0].via == ("union-click.jd.com",) * depth


@pytest.mark.parametrize(
    ("target", "item_id"),
    [
        ("https://evil.com@item.jd.com/100012043978.html", "100012043978"),
        ("https://item.jd.com@evil.com/100012043978.html", None),
        ("https://item.jd.com.evil.com/100012043978.html", None),
        ("https://evil.com/?to=https://item.jd.com/100012043978.html", None),
        ("//item.jd.com/100012043978.html", "100012043978"),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_wrappers_target_is_held_to_the_same_rules(target: str, item_id: str | None) -> None:
    assert first(WRAPPER + quote(target, safe="")) == ("jd", "click", item_id)


def test_a_wrapper_that_leads_to_another_marketplace_is_that_marketplaces() -> None:
    url = "https://mos.m.taobao.com/union/accurate-return?targetUrl="
    assert first(url + quote("https://item.jd.com/5.html", safe="")) == ("jd", "click", "5")
    assert first(url + quote("https://evil.com/?id=5", safe="")) == ("taobao", "click", None)


def test_a_wrapper_that_leads_to_itself_ends() -> None:
    text = WRAPPER
    for _ in range(40):
        text += quote(WRAPPER, safe="")
    assert first(text) == ("jd", "click", None)
    assert first(WRAPPER * 1000) == ("jd", "click", None)


def test_a_strangers_wrapper_is_not_opened() -> None:
    inner = quote(wrapped("https://item.jd.com/100012043978.html", 1), safe="")
    assert recognise(f"https://evil.com/sem.php?to={inner}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TAOBAO://item.taobao.com/item.htm?id=522036083286", ("taobao", "522036083286")),
        ('OPENAPP.jdMobile://virtual?params={"skuId":"0012"}', ("jd", "0012")),
        ("openapp.jdmobile://virtual?params=%7B%22skuId%22%3A%220012%22%7D", ("jd", "0012")),
        ('openapp.jdmobile://virtual?params={"skuId":true}', ("jd", None)),
        ('openapp.jdmobile://virtual?params={"skuId":', ("jd", None)),
        ("openapp.jdmobile://virtual?params=[1]", ("jd", None)),
    ],
)
def test_a_deep_link_is_its_schemes(text: str, expected: tuple[str, str | None]) -> None:
    assert first(text) == (expected[0], "deeplink", expected[1])


# Digits, words, code and prices between characters that also stand around tokens.
NO_TOKENS = [
    "￥12345678901￥",
    "￥199￥",
    "¥199.00 元",
    "100￥-200￥",
    "€1,299.00€",
    "$1,000$",
    "$20240501$",
    "$2024-05-01$",
    "(2022-03-01)",
    "(13800138000)",
    "(important)",
    "(Important)",
    "(README)",
    "【限时优惠】",
    "《三体》",
    "(abcDEF12345)",
    "/abcDEF12345/",
    "/usr/local/bin/",
    "${HOME}/bin",
    "$PATH$",
    "echo $HOME/$USER",
    "$LD_LIBRARY_PATH:$PATH",
    "$(date)",
    "$EDITOR$1",
    "$GITHUB_TOKEN$",
    "$variable1$",
    "$someVariable$",
    "&nbspnbspnb&",
    "#include#",
    "@someone1234@",
    "abcDEF12345",
    "￥abcDEF12345",
    "￥abc DEF12345￥",
]


@pytest.mark.parametrize("text", NO_TOKENS)
def test_what_only_stands_like_a_token_is_none(text: str) -> None:
    assert recognise(text) == []


@pytest.mark.parametrize(
    ("text", "marketplace"),
    [
        ("￥abcDEF12345￥", "taobao"),
        ("¥ABCDEFGHIJK¥", "taobao"),
        ("$AbCdEf12345$", "taobao"),
        ("《abcDEF12345》", "taobao"),
        ("€abcDEF12345€", "taobao"),
        ("￥abcDEF1234￥", None),
        ("￥abcDEF123456￥", None),
        ("！Q0GeIEFlVmAmtGhW！", None),
        ("京东￥abcDEF12345￥", "jd"),
        ("淘宝￥abcDEF123456￥", "taobao"),
        ("淘♂寳￥abcDEF123456￥", "taobao"),
        ("Http:/T$fAJocUp4S7n$到ta0寶", "taobao"),
        ("闲鱼￥abcDEF12345￥", None),
    ],
)
def test_a_token_is_named_by_words_or_by_taobaos_exact_shape(
    text: str, marketplace: str | None
) -> None:
    assert recognise(text) == [Link(marketplace, "token", None, None, {}, ())]


def test_links_come_first_in_order_and_tokens_after_them() -> None:
    found = recognise(
        "淘宝￥abcDEF12345￥ https://item.jd.com/2.html "
        "和 https://item.jd.com/1.html 京东￥xyzXYZ987￥"
    )
    assert [(link.form, link.item_id) for link in found] == [
        ("item", "2"),
        ("item", "1"),
        ("token", None),
        ("token", None),
    ]


PARTS = [
    *("item", "jd", "com", "evil", "tb", "cn", "3", "x", "JD", "xn--", ".", ".", ".", "@", ":"),
    *("443", "%2e", "%40", "%2f", "%3a", "%E3%80%82", "%EF%BD%8A", "%c2%ad"),
    *("-", "_", "~", "&", "=", ";", "!", "+", "*"),
    *("．", "。", "ｊｄ", "ⓙ", "é", "中", "\u00ad", "\u200b"),
    *("item.jd.com", "evil.com", "m.tb.cn", "taobao.com"),
]
AUTHORITY = st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join)
SITES = Sites(book())


@settings(max_examples=1500)
@given(
    st.sampled_from(["https://", "http://", "HTTPS:\\\\", "https:/", "http:"]),
    AUTHORITY,
    st.sampled_from(["/1.html", "\\1.html", "/?x=1", "?x=1", "/x#y"]),
)
@example("https://", "item.jd.com%40evil.com", "/1.html")
def test_the_host_that_a_browser_opens_decides(scheme: str, authority: str, rest: str) -> None:
    text = scheme + authority + rest
    try:
        host = can_ada.parse(text).hostname.removesuffix(".")
    except ValueError:
        host = ""
    site = SITES.site(host)
    links = recognise(text)
    assert [link.marketplace for link in links] == ([site.code] if site else [])
    assert all(is_marketplace_host(host) for _ in links)


@settings(max_examples=500)
@given(AUTHORITY)
def test_a_canonical_address_is_recognised_as_the_same(authority: str) -> None:
    for link in recognise(f"https://{authority}/100012043978.html"):
        assert link.url is not None
        read_again = recognise(link.url)
        assert [found[:3] for found in read_again] == [link[:3]]


PIECES = st.sampled_from(
    [
        *SPELLINGS[:12],
        WRAPPER,
        "taobao://",
        "openapp.jdmobile://virtual?params={",
        "tbopen://m.taobao.com/tbopen/index.html?h5Url=",
        "https://t.vip.com/redirect.php?url=eyJ",
        "https%3A%2F%2F",
        "%",
        "%25",
        '{"url":"',
        "￥abcDEF12345￥",
        "淘宝",
        "\ud800",
        "\x00",
        " ",
        "\n",
    ]
)


@settings(max_examples=1000)
@given(st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join))
def test_nothing_raises_and_every_answer_is_well_formed(text: str) -> None:
    codes = {marketplace.code for marketplace in book().marketplaces}
    for link in recognise(text):
        assert link.form in FORMS
        assert (link.marketplace in codes) or (link.form == "token" and link.marketplace is None)
        assert (link.url is None) == (link.form == "token")
        assert len(link.via) <= 3


@settings(max_examples=500)
@given(st.text() | st.binary().map(lambda junk: junk.decode("latin-1")))
def test_no_text_raises(text: str) -> None:
    assert isinstance(recognise(text), list)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails what takes longer. Far above linear time here, far below quadratic."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def again(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def after(start: str, piece: str, end: str = "") -> Callable[[int], str]:
    return lambda size: start + again(piece)(size) + end


CHINESE = "".join(random.Random(3).choices([chr(point) for point in range(0x4E00, 0x9FFF)], k=1000))
NASTY = {
    "dots": again("."),
    "slashes": again("/"),
    "backslashes": again("\\"),
    "colons": again(":"),
    "at signs": again("@"),
    "percent signs": again("%"),
    "letters": again("a"),
    "a host of letters": after("", "a", "."),
    "a scheme of letters": after("", "a+", "://"),
    "schemes": again("a://"),
    "glued schemes": again("http://"),
    "glued addresses": again("https://item.jd.com/1.html"),
    "addresses": again("https://item.jd.com/1.html "),
    "strangers": again("https://a.com "),
    "users": after("https://", "a@", "item.jd.com/1.html"),
    "users with passwords": after("https://", "a:b@"),
    "a port": after("item.jd.com:", "1"),
    "lines": again("a\n"),
    "lines in a host": after("https://", "a\n"),
    "tabs after a scheme": after("https:", "\t/"),
    "mails": again("a.a@"),
    "a mail of labels": after("", "a.a.", "@"),
    "open brackets": again("("),
    "brackets after links": again("https://u.jd.com/a)))))))))))b) "),
    "many escapes of one percent sign": after("http%", "25", "3a%2f%2fitem.jd.com"),
    "encoded links": again("http%3a%2f%2fitem.jd.com%2f1.html "),
    "wrappers": again("https://union-click.jd.com/jdc?to="),
    "escapes in a wrapper": after(WRAPPER, "%25"),
    "wrapped deep links": after(
        "tbopen://m.taobao.com/tbopen/index.html?h5Url=",
        "tbopen%3A%2F%2Fm.taobao.com%2Ftbopen%2Findex.html%3Fh5Url%3D",
    ),
    "nested JSON": after('openapp.jdmobile://virtual?params={"a":', "["),
    "nested links in JSON": after("openapp.jdmobile://virtual?params=", '{"url":"'),
    "a number in JSON": after('openapp.jdmobile://virtual?params={"skuId":', "9", "}"),
    "base64": after("https://t.vip.com/redirect.php?url=eyJ", "A"),
    "empty parameters": after("https://item.taobao.com/item.htm?", "&amp;"),
    "ids": after("https://item.taobao.com/item.htm?", "id=x&"),
    "Chinese parameters": after("https://item.jd.com/1.html?", "中="),
    "a Chinese query": after("https://item.jd.com/1.html?", CHINESE),
    "path segments": after("https://item.taobao.com", "/item"),
    "path slashes": after("https://item.taobao.com", "/", "item.htm?id=1"),
    "dot segments": after("https://item.taobao.com/", "../", "item.htm?id=1"),
    "digits": after("https://item.jd.com/", "1", ".htm"),
    "question marks": after("https://item.jd.com/", "?"),
    "marks before a slash": after("https://u.jd.com/", "*_~", "/"),
    "Chinese": again(CHINESE),
    "full-width letters": after("ｈｔｔｐｓ：／／", "ａ", "．com"),
    "ideographic stops": again("。"),
    "combining marks": after("https://a", "\u0301", ".com"),
    "soft hyphens": after("https://", "\u00ad", "jd.com"),
    "half surrogates": after("https://item.jd.com/1.html?", "\ud800"),
    "control characters": again("\x00"),
    "marks": again("￥"),
    "pictures": again("💰"),
    "words": again("淘宝"),
}


@pytest.mark.parametrize("shape", NASTY.values(), ids=NASTY.keys())
def test_a_megabyte_of_any_shape_is_read_in_linear_time(shape: Callable[[int], str]) -> None:
    text = shape(1_000_000)
    with within(20):
        assert isinstance(recognise(text), list)


@pytest.mark.parametrize(
    "piece", ["￥abcDEF12345￥", "(abcDEF12345)", "淘宝$abcDEF1234$", "http%3a%2f%2f"]
)
def test_a_quarter_megabyte_of_tokens_is_read_in_linear_time(piece: str) -> None:
    with within(20):
        assert isinstance(recognise(again(piece)(250_000)), list)
