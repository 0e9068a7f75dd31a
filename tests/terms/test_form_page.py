"""The page on the form: its example is read, and no key of the form is missing from it."""

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from yellowcart.kit.errors import BadInput
from yellowcart.terms import form, parse_terms

PAGE = (Path(__file__).parents[2] / "docs/agreements-form.md").read_text(encoding="utf-8")
[EXAMPLE] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
[REFUSALS] = re.findall(r"```\n(agreements.*?)```", PAGE, re.DOTALL)


def test_the_example_is_read() -> None:
    terms = parse_terms(EXAMPLE)
    assert [one.code for one in terms.agreements] == ["taobao-2021"]
    assert [clause.id for clause in terms.agreements[0].clauses] == ["2.1", "2.2"]


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("[[surface]]", form.SURFACE),
        ("[[partner]]", form.PARTNER),
        ("[[agreement]]", set(form.AGREEMENT) - {"clause"}),
        ("[[agreement.clause]]", form.CLAUSE),
        ("[[house_rule]]", form.HOUSE_RULE),
    ],
)
def test_every_key_stands_in_its_table(title: str, keys: Collection[str]) -> None:
    section = PAGE.split(f"## `{title}`\n")[1].split("\n## ")[0]
    rows = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == set(keys)


@pytest.mark.parametrize(
    ("right", "wrong", "number"),
    [
        ("marketplaces = ", "marketplace = ", 0),
        ("2022-03-01T00:00:00+08:00", "2022-03-01", 1),
        (
            "notice_days = 7",
            'notice_days = 7\n[[agreement]]\ncode = "taobao-2021"\npartner = "x"\n'
            "version = 1\nknown = 2021-02-20T10:00:00+08:00\nfrom = 2021-03-01T00:00:00+08:00\n",
            2,
        ),
    ],
)
def test_refusals_read_as_the_page_has_them(right: str, wrong: str, number: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_terms(EXAMPLE.replace(right, wrong), name="agreements.toml")
    assert str(refused.value) == REFUSALS.splitlines()[number]
