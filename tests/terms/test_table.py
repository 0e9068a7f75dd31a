"""The table: what can be read from it, its bounds, and threads that share it."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.terms_sample import many_clauses, questions
from tests.terms.handmade import FROM, QUESTION, agreement, forbid, grant, terms_of
from tests.terms.samples import FORM, HOUSE_RULE, JUST_BEFORE, LISTS
from yellowcart.terms import Decision, parse_terms


def test_the_table_explains_what_it_decides() -> None:
    table = parse_terms(FORM).table()
    told = table.explain(*QUESTION, JUST_BEFORE, language="en")
    assert "clause 2.1 of taobao-2021 (version 1) grants this" in told
    assert "taobao-2021" in table.explain(*QUESTION, JUST_BEFORE)


def test_the_cells_are_what_is_declared_or_named() -> None:
    rule = HOUSE_RULE.replace('"*"', '"jd-alliance"') + 'surfaces = ["note"]\n'
    table = parse_terms(LISTS + rule).table()
    assert list(table.cells()) == [
        (partner, surface, kind)
        for partner, surfaces in (
            ("taobao-alliance", ("live_cart", "video_cart")),
            ("jd-alliance", ("live_cart", "video_cart", "note")),
        )
        for surface in surfaces
        for kind in ("goods", "services")
    ]


def test_the_classes_are_what_is_answered_otherwise() -> None:
    terms = terms_of(
        agreement(
            "a",
            grant("1", categories=("a", "b")),
            grant("2", categories=("c",), creator_groups=("s",)),
            grant("3", creator_groups=("t",), surfaces=("video_cart",)),
            forbid("4", creator_groups=("t",), categories=("c",)),
        )
    )
    table = terms.table()
    plain, of_a = (None, None), ("a", None)
    assert list(table.classes("alliance", "live_cart", "goods")) == [
        *(plain, of_a),
        *(("c", "s"), ("c", "t")),
    ]
    assert list(table.classes("other", "live_cart", "goods")) == [plain]
    assert list(table.classes("nobody", "live_cart", "goods")) == [plain]


def test_what_stands_behind_an_answer_can_be_read() -> None:
    table = parse_terms(FORM).table()
    [held] = table.terms.agreements
    assert table.agreement("taobao-2021") is held
    assert table.clause("taobao-2021", "2.1") is held.clauses[0]
    assert table.house_rule("no-tobacco") is table.terms.house_rules[0]
    assert table.agreements_of("taobao-alliance") == (held,)
    assert table.agreement("x") is None
    assert table.clause("x", "1") is None
    assert table.house_rule("x") is None


def test_many_creator_groups_and_categories_do_not_explode() -> None:
    groups = [f"group-{number}" for number in range(10_000)]
    categories = [f"category-{number}" for number in range(1_000)]
    clauses = [grant("0", except_categories=tuple(categories[:500]))]
    clauses += (forbid(group, creator_groups=(group,)) for group in groups)
    clauses += (grant(code, categories=(code,)) for code in categories[:500])
    table = terms_of(agreement("a", *clauses)).table()
    question = ("alliance", "live_cart", "goods", FROM)
    assert table.decide(*question).clause == "0"
    for group in groups:
        assert table.decide(*question, None, group).clause == group
    for number, category in enumerate(categories):
        expected = category if number < 500 else "0"
        assert table.decide(*question, category, "others").clause == expected
    assert table.decide(*question, categories[3], groups[5]).clause == groups[5]


def test_what_is_remembered_of_categories_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yellowcart.terms.table.MOST_NARROWED", 3)
    question = ("alliance", "live_cart", "goods", FROM)
    codes = [f"c{number}" for number in range(8)]
    table = terms_of(agreement("a", *(grant(code, categories=(code,)) for code in codes))).table()
    for _ in range(2):
        for code in codes:
            assert table.decide("alliance", "note", "goods", FROM, code).reason == "not_granted"
            assert (
                table.decide(*question, code).clause == table.decide(*question, code).clause == code
            )


def test_threads_share_a_table() -> None:
    terms = many_clauses(240, 1)
    asked = questions(terms, 2_000, 2, narrowed=True)
    expected = [many_clauses(240, 1).table().decide(*one) for one in asked[:200]]
    table = terms.table()

    def shuffled(seed: int) -> dict[int, Decision]:
        order = random.Random(seed).sample(range(200), 200)
        return {index: table.decide(*asked[index]) for index in order}

    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(shuffled, range(8)):
            assert [found[index] for index in range(200)] == expected
