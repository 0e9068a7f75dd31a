"""Does what docs/adding-a-marketplace.md says, with the very tables that stand in it."""

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from yellowcart.kit.errors import BadInput
from yellowcart.links import Recogniser, recognise
from yellowcart.links.book import read_book

SHIPPED = Path(str(resources.files("yellowcart.links").joinpath("marketplaces.toml")))
GUIDE = Path(__file__).parents[2] / "docs" / "adding-a-marketplace.md"
TABLES = "\n".join(re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL))


def extended(folder: Path, tables: str) -> Path:
    copy = folder / "my-marketplaces.toml"
    copy.write_text(SHIPPED.read_text("utf-8") + "\n" + tables, "utf-8")
    return copy


@pytest.fixture
def recogniser(tmp_path: Path) -> Recogniser:
    return Recogniser(read_book(extended(tmp_path, TABLES)))


def guide() -> dict[str, Any]:
    (marketplace,) = tomllib.loads(TABLES)["marketplace"]
    return dict(marketplace)


@pytest.mark.parametrize("shape", guide()["shape"] + guide()["app"], ids=lambda s: s["example"])
def test_every_example_of_the_guide_is_recognised(
    recogniser: Recogniser, shape: dict[str, Any]
) -> None:
    (link,) = recogniser.recognise(shape["example"])
    assert link.marketplace == "yunhe"
    assert link.form == shape.get("form", "deeplink")
    assert link.item_id == shape.get("gives")
    assert recognise(shape["example"]) == []


def test_the_guides_words_hold(recogniser: Recogniser) -> None:
    def first(text: str) -> tuple[str | None, str, str | None]:
        return recogniser.recognise(text)[0][:3]

    item = "https://item.yunhe-mall.example/0090210.html"
    assert recogniser.recognise(f"看看 {item}?from=share")[0].url == item
    assert recogniser.recognise("https://M.yunhe-mall.example/goods?gid=0090210")[0].url == item
    click = guide()["shape"][2]["example"]
    assert recogniser.recognise(click)[0].affiliate == {"unionId": "77"}
    assert first("https://www.yunhe-mall.example/about") == ("yunhe", "other", None)
    assert first("复制￥abcDEF1234567￥打开云河") == ("yunhe", "token", None)
    assert first("YUNHE://detail?goodsId=5") == ("yunhe", "deeplink", "5")


@pytest.mark.parametrize(
    "text",
    [
        "https://item.notyunhe-mall.example/0090210.html",
        "https://www.yh.example/Ab3xY",
        "https://price.yunhe-mall.example/0090210.html",
        "https://open.yunhe-mall.example/0090210.html",
    ],
)
def test_what_the_guide_says_is_not_its_is_not(recogniser: Recogniser, text: str) -> None:
    assert recogniser.recognise(text) == []


def test_the_other_marketplaces_stay_as_they_were(recogniser: Recogniser) -> None:
    for marketplace in read_book(SHIPPED).marketplaces:
        examples = [shape.example for shape in marketplace.shapes]
        examples += [app.example for app in marketplace.apps]
        for example in examples:
            assert recogniser.recognise(example) == recognise(example)


@pytest.mark.parametrize(
    ("written", "wrong", "named"),
    [
        ('form = "short"', 'form = "shorter"', "shorter"),
        ("unwrap = [", "unwraps = [", "unwraps"),
        ('item_url = "', 'item_urls = "', "item_url"),
        ('domains = ["yunhe-mall.example"]', 'domains = ["jd.com"]', "jd.com"),
    ],
)
def test_the_loader_names_what_is_wrong(
    tmp_path: Path, written: str, wrong: str, named: str
) -> None:
    assert written in TABLES
    copy = extended(tmp_path, TABLES.replace(written, wrong, 1))
    with pytest.raises(BadInput, match=re.escape(named)) as refusal:
        read_book(copy)
    assert copy.name in str(refusal.value)
