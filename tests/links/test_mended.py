"""Disguises and shapes of input that were once read wrongly or slowly."""

from collections.abc import Callable

import pytest

from tests.links.test_attacks import CHINESE, WRAPPER, after, again, first, within
from yellowcart.links import recognise

ITEM = ("jd", "item", "100012043978")


@pytest.mark.parametrize(
    "shape",
    [
        after("https://item.jd.com/", ")", "a)"),
        after("https://", "a.", "com"),
        after("https://", "a.", "jd.com/1.html"),
        after("", "1."),
        again("a-."),
        after("https://", CHINESE, ".com/"),
        after("https://", "xn--fiq.", "com"),
        again('a://{"'),
        again("a://{ "),
        again('a://{"a":{"a":'),
    ],
)
def test_a_megabyte_that_once_took_its_square_is_read_in_linear_time(
    shape: Callable[[int], str],
) -> None:
    with within(20):
        recognise(shape(1_000_000))


@pytest.mark.parametrize(
    "text",
    [
        "ht\ttps://item.jd.com/100012043978.html",
        "h\nttps://item.jd.com/100012043978.html",
        "https://it\tem.jd.com/100012043978.html",
        "https://item.\tjd.com/100012043978.html",
        "https://item.j\nd.com/1000120\r\n43978.html",
        "https://item.jd.com/1000120\t43978.html",
        "https://evil.com／@item.jd.com/100012043978.html",
        "https://evil.com，@item.jd.com/100012043978.html",
        'https://a"b@item.jd.com/100012043978.html',
        "https://a<b@item.jd.com/100012043978.html",
        "https://evil.com:【】@item.jd.com/100012043978.html",
    ],
)
def test_what_a_browser_strips_or_skips_hides_no_item(text: str) -> None:
    assert first(text) == ITEM


@pytest.mark.parametrize(
    "text",
    [
        "https://item.jd.com../100012043978.html",
        "https%3A%2F%2Fitem.jd.com@evil.com",
        "https://evil.com/好?u=https://item.jd.com/100012043978.html",
    ],
)
def test_a_strangers_page_is_no_link(text: str) -> None:
    assert recognise(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://item.taobao.com/item.htm?x=?id=1&id=522036083286",
        "https://item.taobao.com/item.htm?%69d=522036083286",
    ],
)
def test_the_parameter_that_a_server_reads_gives_the_id(text: str) -> None:
    assert first(text) == ("taobao", "item", "522036083286")


@pytest.mark.parametrize("text", ["《HarryPotter》", "$MyVariable1$", "$camelCase12$"])
def test_a_word_between_brackets_and_a_variable_are_no_tokens(text: str) -> None:
    assert recognise(text) == []


def test_an_encoded_target_without_a_scheme_gives_its_id() -> None:
    assert first(WRAPPER + "item.jd.com%2F100012043978.html") == ("jd", "click", "100012043978")


def test_a_target_with_a_user_name_is_the_strangers_behind_it() -> None:
    assert first("tbopen://m.taobao.com/x?h5Url=https%3A%2F%2Fitem.jd.com@evil.com") == (
        "taobao",
        "deeplink",
        None,
    )
