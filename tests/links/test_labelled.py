"""The labelled real links, and the examples that stand in the marketplaces' data."""

import json
from pathlib import Path

import pytest

from yellowcart.links import book, recognise
from yellowcart.links.book import App, Shape

LABELLED = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "links.jsonl").read_text("utf-8").splitlines()
]
EXAMPLES = [
    (marketplace.code, shape)
    for marketplace in book().marketplaces
    for shape in (*marketplace.shapes, *marketplace.apps)
]


def first(text: str) -> tuple[str | None, str | None, str | None]:
    links = recognise(text)
    if not links:
        return None, None, None
    return links[0].marketplace, links[0].form, links[0].item_id


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: row["text"][:60])
def test_a_labelled_link_is_what_its_label_says(row: dict[str, str | None]) -> None:
    assert first(str(row["text"])) == (row["marketplace"], row["form"], row["item_id"])


@pytest.mark.parametrize(("code", "shape"), EXAMPLES, ids=lambda value: getattr(value, "form", ""))
def test_a_shapes_example_is_recognised_by_it(code: str, shape: Shape | App) -> None:
    marketplace, form, item_id = first(shape.example)
    assert (marketplace, item_id) == (code, shape.gives)
    if isinstance(shape, App):
        assert form == "deeplink"
    elif shape.form != "target":
        assert form == shape.form
