"""Marketplaces whose patterns the kernels leave to the exact recogniser."""

import pytest

from yellowcart.links.book import parse_book
from yellowcart.links.recognise import Recogniser

BOOK = """
[backstage]
labels = []
[json]
ids = []
urls = []
[tokens]
marks = ["￥"]
plain = []
bare = []
loud = []
shortest = 6
longest = 20
window = 80
disguises = {{}}
elsewhere = ["elsewhere"]
[[marketplace]]
code = "mart"
name = {{ zh = "集市", en = "Mart" }}
external = true
domains = ["mart.example"]
item_url = "https://mart.example/{{item_id}}"
[[marketplace.shape]]
form = "item"
hosts = ["*"]
path = "{path}"
example = "https://mart.example/"
source = "made up"
"""


@pytest.mark.parametrize(
    ("path", "url", "item_id"),
    [
        ("/{id:word}-x.html", "https://mart.example/a-b-x.html", "a-b"),
        ("/{w}.html/{id}", "https://mart.example/a.html.html/7", "7"),
        ("*{id}.html", "https://mart.example/abc12.html", "2"),
        ("*/p{id}.html", "https://mart.example/p1/p2.html", "2"),
        ("/a/{id}*", "https://mart.example/a/5/whatever", "5"),
    ],
)
def test_a_pattern_means_the_same_to_both(path: str, url: str, item_id: str) -> None:
    recogniser = Recogniser(parse_book(BOOK.format(path=path)))
    recogniser.warm()
    assert recogniser.reader is not None
    exact = recogniser.recognise_exactly(url)
    assert [link.item_id for link in exact] == [item_id]
    assert recogniser.reader.read(url) in (None, exact)
    assert recogniser.recognise(url) == exact
