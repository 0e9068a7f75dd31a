"""What opens and closes: diff and transitions."""

import random
from itertools import product

import pytest

from tests.terms.papers import AGREEMENT, GRANT, on, papers
from tests.terms.random_terms import (
    CATEGORIES,
    CREATOR_GROUPS,
    DAYS,
    MICROSECOND,
    random_instant,
    random_terms,
)
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import NaiveInstant
from yellowcart.terms.changes import diff, transitions
from yellowcart.terms.changes.change import Class

START, END = on("2021-03-01"), on("2022-03-01")
NO_TOBACCO = """\
[[house_rule]]
code = "no-tobacco"
effect = "forbid"
partners = ["*"]
surfaces = ["live_cart"]
kinds = ["goods"]
categories = ["tobacco", "vapes"]
known = 2021-05-01T00:00:00+08:00
from = 2021-06-01T00:00:00+08:00
until = 2021-09-01T00:00:00+08:00
"""


def test_a_grant_that_ends_names_the_clause_that_ended() -> None:
    rows = diff(papers(AGREEMENT, GRANT).table(), END - MICROSECOND, END).to_json()
    assert rows == [
        {
            "partner": "jd-alliance",
            "surface": surface,
            "kind": kind,
            "before": "allow",
            "after": "deny",
            "reason": "no_agreement",
            "agreement": "jd-2021",
            "clause": "1",
        }
        for surface, kind in product(("live_cart", "video_cart"), ("goods", "services"))
    ]


def test_an_opening_names_the_clause_that_grants() -> None:
    found = diff(papers(AGREEMENT, GRANT).table(), on("2020-01-01"), on("2021-05-01"))
    first = found.changes[0]
    assert (first.before, first.after, first.reason) == ("deny", "allow", "granted")
    assert (first.agreement, first.clause, first.since) == ("jd-2021", "1", START)
    assert first.opens
    assert first.hung is None


def test_a_closing_by_a_house_rule_names_the_rule_and_no_agreement() -> None:
    rule = NO_TOBACCO.replace('categories = ["tobacco", "vapes"]\n', "")
    table = papers(AGREEMENT, GRANT, rule).table()
    (row,) = diff(table, on("2021-05-31"), on("2021-06-01")).changes
    assert (row.reason, row.agreement, row.clause) == ("forbidden", None, "no-tobacco")
    assert (row.by_house_rule, row.hung) == (True, "withdraw")
    (lifted,) = diff(table, on("2021-08-31"), on("2021-09-01")).changes
    assert (lifted.reason, lifted.agreement, lifted.by_house_rule) == ("granted", "jd-2021", True)


def test_a_category_that_moves_otherwise_has_its_own_row() -> None:
    table = papers(AGREEMENT, GRANT, NO_TOBACCO).table()
    rows = diff(table, on("2021-05-31"), on("2021-06-01")).to_json()
    assert [row["category"] for row in rows] == ["tobacco", "vapes"]
    assert {row["surface"] for row in rows} == {"live_cart"}
    assert all("creator_group" not in row for row in rows)


def test_a_category_that_makes_the_same_change_at_another_instant_has_its_own_row() -> None:
    rule = NO_TOBACCO.replace("until = 2021-09-01T00:00:00+08:00\n", "")
    table = papers(AGREEMENT, GRANT, rule).table()
    found = diff(table, on("2021-05-31"), END).changes
    goods = [row for row in found if (row.surface, row.kind) == ("live_cart", "goods")]
    assert [(row.category, row.since) for row in goods] == [
        (None, END),
        ("tobacco", on("2021-06-01")),
        ("vapes", on("2021-06-01")),
    ]


def test_a_group_that_stays_open_is_spared() -> None:
    rule = NO_TOBACCO.replace(
        'categories = ["tobacco", "vapes"]', 'except_creator_groups = ["stars"]'
    )
    table = papers(AGREEMENT, GRANT, rule).table()
    (row,) = diff(table, on("2021-05-31"), on("2021-06-01")).changes
    assert row.spared == ((None, "stars"),)


def test_a_pair_has_a_row_where_the_two_together_move_otherwise() -> None:
    rule = NO_TOBACCO.replace(
        'categories = ["tobacco", "vapes"]',
        'categories = ["tobacco"]\ncreator_groups = ["minors"]',
    )
    table = papers(AGREEMENT, GRANT, rule).table()
    (row,) = diff(table, on("2021-05-31"), on("2021-06-01")).to_json()
    assert (row["category"], row["creator_group"]) == ("tobacco", "minors")


def test_what_closed_and_opened_again_in_between_is_no_difference() -> None:
    rule = NO_TOBACCO.replace('categories = ["tobacco", "vapes"]\n', "")
    table = papers(AGREEMENT, GRANT, rule).table()
    assert diff(table, on("2021-05-01"), on("2021-10-01")).changes == ()


def test_an_end_while_forbidden_rests_on_the_grant_that_was_last_open() -> None:
    rule = NO_TOBACCO.replace('categories = ["tobacco", "vapes"]\n', "").replace(
        "until = 2021-09-01", "until = 2022-09-01"
    )
    table = papers(AGREEMENT, GRANT, rule).table()
    row = diff(table, on("2021-05-01"), on("2023-01-01")).changes[0]
    assert (row.reason, row.agreement, row.clause) == ("no_agreement", "jd-2021", "1")
    assert (row.since, row.by_house_rule) == (on("2021-06-01"), True)


@pytest.mark.parametrize("hung", ["withdraw", "session", "keep"])
@pytest.mark.parametrize(
    ("forbids", "agreement"),
    [
        ('[[agreement.clause]]\nid = "2"\nsurfaces = ["*"]\nhung = "withdraw"', "jd-2021"),
        ('[[house_rule]]\ncode = "2"\npartners = ["*"]', None),
    ],
)
def test_a_forbid_that_closes_leaves_what_hung_to_the_grant_it_overrides(
    hung: str, forbids: str, agreement: str | None
) -> None:
    forbid = f'{forbids}\neffect = "forbid"\nfrom = 2021-06-01T00:00:00+08:00\n'
    table = papers(AGREEMENT, f'{GRANT}hung = "{hung}"\n', forbid).table()
    changes = diff(table, on("2021-05-31"), on("2021-06-01")).changes
    told = {(one.reason, one.agreement, one.clause, one.hung) for one in changes}
    assert told == {("forbidden", agreement, "2", hung)}


def test_a_diff_backwards_or_of_naive_instants_is_refused() -> None:
    table = papers(AGREEMENT, GRANT).table()
    with pytest.raises(BadInput) as refused:
        diff(table, END, START)
    assert str(refused.value) == (
        "after: after is earlier than before, got '2021-03-01T00:00:00+08:00'; "
        "expected an instant not before 2022-03-01T00:00:00+08:00"
    )
    with pytest.raises(NaiveInstant):
        diff(table, START.replace(tzinfo=None), END)
    assert diff(table, END, END).changes == ()


def test_transitions_hold_the_first_instant_of_their_window_and_not_its_last() -> None:
    table = papers(AGREEMENT, GRANT).table()
    assert [one.at for one in transitions(table)] == [START, END]
    assert [one.at for one in transitions(table, START, END)] == [START]
    assert [one.at for one in transitions(table, START + MICROSECOND)] == [END]
    assert [one.at for one in transitions(table, None, START)] == []
    with pytest.raises(NaiveInstant):
        transitions(table, START.replace(tzinfo=None))


def test_a_transition_prints_its_instant_on_the_platforms_clocks() -> None:
    (begin, _) = transitions(papers(AGREEMENT, GRANT).table())
    assert begin.to_json()["at"] == "2021-03-01T00:00:00+08:00"
    assert begin.to_json()["changes"] == [row.to_json() for row in begin.changes]


@pytest.mark.parametrize("seed", range(40))
def test_a_diff_says_what_two_questions_say(seed: int) -> None:
    draw = random.Random(seed)
    terms = random_terms(draw)
    table = terms.table(draw.choice((None, random_instant(draw))))
    before, after = sorted((random_instant(draw), random_instant(draw)))
    plain = [
        (*cell, then.verdict, now.verdict, now.reason)
        for cell in table.cells()
        for then, now in [(table.decide(*cell, before), table.decide(*cell, after))]
        if then.verdict != now.verdict
    ]
    found = diff(table, before, after).changes
    assert plain == [
        (row.partner, row.surface, row.kind, row.before, row.after, row.reason)
        for row in found
        if row.category is None and row.creator_group is None
    ]
    for row in found:
        cell, of = (row.partner, row.surface, row.kind), (row.category, row.creator_group)
        assert table.decide(*cell, before, *of).verdict == row.before
        assert table.decide(*cell, after, *of).verdict == row.after
        assert before < row.since <= after


@pytest.mark.parametrize("seed", range(40))
def test_transitions_leave_out_no_change_of_any_category_or_creator_group(seed: int) -> None:
    table = random_terms(random.Random(seed)).table()
    told = {
        (one.at, row.partner, row.surface, row.kind, row.category, row.creator_group): row.after
        for one in transitions(table)
        for row in one.changes
    }
    classes: list[Class] = [(None, None), *((code, None) for code in CATEGORIES)]
    classes += [(None, group) for group in CREATOR_GROUPS]
    for cell, of, day in product(table.cells(), classes, DAYS):
        after = table.decide(*cell, day, *of).verdict
        changes = table.decide(*cell, day - MICROSECOND, *of).verdict != after
        own, plain = told.get((day, *cell, *of)), told.get((day, *cell, None, None))
        assert own == (after if changes and (of == (None, None) or plain != after) else None)
