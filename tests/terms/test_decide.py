"""The decision: what is allowed, what wins, and what the answer names."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.terms.handmade import DAY, FROM, QUESTION, agreement, ask, basis, forbid, grant, terms_of
from tests.terms.samples import AGREEMENT, CLAUSE, CUT_OVER, FORM, JUST_BEFORE, LISTS
from yellowcart.terms import Decision, HouseRule, Reason, Verdict, parse_terms


def test_a_house_rule_wins_over_a_grant_and_is_named_without_an_agreement() -> None:
    table = parse_terms(FORM).table()
    assert table.decide(*QUESTION, FROM, "tobacco") == Decision(
        Verdict.DENY, Reason.FORBIDDEN, *QUESTION, FROM, None, 1, "no-tobacco", None, None
    )
    assert table.decide(*QUESTION, FROM, "books").verdict == "allow"
    assert table.decide(*QUESTION, FROM).verdict == "allow"


def test_a_forbidding_clause_wins_over_the_grants_of_every_agreement() -> None:
    terms = terms_of(
        agreement("a", grant()),
        agreement("b", grant(), forbid(until=FROM + DAY)),
    )
    found = ask(terms)
    assert basis(found) == ("forbidden", "b", 1, "9")
    assert (found.hung, found.valid_until) == (None, FROM + DAY)
    after = ask(terms, FROM + DAY)
    assert basis(after) == ("granted", "a", 1, "1")
    assert after.valid_until == CUT_OVER


def test_house_rules_are_named_in_the_order_of_the_file_before_clauses() -> None:
    rules = [HouseRule("z"), HouseRule("a"), HouseRule("other", partners=("other",))]
    terms = terms_of(agreement("a", forbid()), house_rules=rules)
    assert basis(ask(terms)) == ("forbidden", None, 1, "z")
    terms = terms_of(agreement("a", forbid()), house_rules=[rules[2]])
    assert basis(ask(terms)) == ("forbidden", "a", 1, "9")


def test_agreements_are_named_by_when_they_begin_then_by_code() -> None:
    first = agreement("z", grant(), start=FROM - DAY)
    terms = terms_of(agreement("b", grant("7"), grant("8")), agreement("a", grant()), first)
    assert basis(ask(terms)) == ("granted", "z", 1, "1")
    terms = terms_of(agreement("b", grant("7"), grant("8")), agreement("c", grant()))
    assert basis(ask(terms)) == ("granted", "b", 1, "7")


def test_what_no_clause_names_is_not_granted_and_names_the_first_agreement_in_force() -> None:
    terms = terms_of(
        agreement("b", start=FROM + DAY), agreement("a", grant(surfaces=("video_cart",)))
    )
    found = ask(terms, FROM + DAY)
    assert basis(found) == ("not_granted", "a", 1, None)
    assert basis(ask(terms, partner="other")) == ("no_agreement", None, None, None)


def test_every_surface_is_every_listed_one() -> None:
    terms = terms_of(
        agreement("a", grant("1", surfaces=("*",)), grant("2", surfaces=("note", "*")))
    )
    assert ask(terms, surface="live_cart").clause == "1"
    assert ask(terms, surface="note").clause == "2"
    for unlisted in ("shop_window", "*", "", None, 7, ["live_cart"]):
        for category in (None, "books"):
            found = ask(terms, surface=unlisted, category=category)
            assert basis(found) == ("not_granted", "a", 1, None)


@pytest.mark.parametrize("kind", ["lottery", "*", None, 7, {}])
def test_a_kind_that_does_not_exist_is_not_granted(kind: Any) -> None:
    terms = terms_of(agreement("a", grant(kinds=("*",))), house_rules=[HouseRule("x", ("other",))])
    assert basis(ask(terms, kind=kind)) == ("not_granted", "a", 1, None)
    assert ask(terms, kind="services").verdict == "allow"


def test_partners_that_are_none() -> None:
    terms = terms_of(
        agreement("a", grant(), partner="undeclared"), house_rules=[HouseRule("everything")]
    )
    for partner in ("undeclared", "nobody", "*", "", 7, ["alliance"]):
        found = ask(terms, partner=partner)
        assert basis(found) == ("unknown_partner", None, None, None)
        assert (found.verdict, found.valid_until, found.partner) == ("deny", None, partner)
        assert ask(terms, surface=[], partner=partner, category="a").reason == found.reason
    found = ask(terms, partner=None)
    assert basis(found) == ("unrecognised", None, None, None)
    assert (found.verdict, found.valid_until, found.partner) == ("deny", None, None)


@pytest.mark.parametrize(
    ("conditions", "category", "group", "applies"),
    [
        ({"categories": ("a", "b")}, "b", None, True),
        ({"categories": ("a", "b")}, "c", None, False),
        ({"categories": ("a", "b")}, None, None, False),
        ({"except_categories": ("a",)}, "a", None, False),
        ({"except_categories": ("a",)}, "b", None, True),
        ({"except_categories": ("a",)}, None, None, True),
        ({"creator_groups": ("s",)}, None, "s", True),
        ({"creator_groups": ("s",)}, None, "t", False),
        ({"creator_groups": ("s",)}, "a", None, False),
        ({"except_creator_groups": ("s",)}, None, "s", False),
        ({"except_creator_groups": ("s",)}, None, None, True),
        ({"categories": ("a",), "creator_groups": ("s",)}, "a", "s", True),
        ({"categories": ("a",), "creator_groups": ("s",)}, "a", None, False),
        ({"categories": ("a",), "except_categories": ("a",)}, "a", None, False),
        ({"categories": ("a",), "except_creator_groups": ("s",)}, "a", "s", False),
        ({"categories": ("a",)}, 7, None, False),
        ({"except_categories": ("a",)}, ["a"], {}, True),
    ],
)
def test_categories_and_creator_groups(
    conditions: dict[str, Any], category: Any, group: Any, applies: bool
) -> None:
    terms = terms_of(agreement("a", grant(**conditions)))
    found = ask(terms, category=category, creator_group=group)
    assert found.verdict == ("allow" if applies else "deny")
    terms = terms_of(agreement("a", grant(), forbid(**conditions)))
    found = ask(terms, category=category, creator_group=group)
    assert found.verdict == ("deny" if applies else "allow")


def test_a_category_in_a_list_and_one_in_its_exceptions_are_told_apart() -> None:
    terms = terms_of(
        agreement("a", grant("1", categories=("a", "b"), except_categories=("b",)), grant("2"))
    )
    assert ask(terms, category="a").clause == "1"
    assert ask(terms, category="b").clause == "2"


def test_a_decision_as_json() -> None:
    decision = parse_terms(FORM).table().decide(*QUESTION, JUST_BEFORE)
    assert decision.to_json(ZoneInfo("Asia/Shanghai")) == {
        "verdict": "allow",
        "reason": "granted",
        "partner": "taobao-alliance",
        "surface": "live_cart",
        "kind": "goods",
        "at": "2022-02-28T23:59:59.999999+08:00",
        "agreement": "taobao-2021",
        "version": 1,
        "clause": "2.1",
        "valid_until": "2022-03-01T00:00:00+08:00",
    }
    never = parse_terms(FORM).table().decide(None, "live_cart", "goods", CUT_OVER).to_json()
    assert (never["at"], never["valid_until"]) == ("2022-02-28T16:00:00+00:00", None)


def test_an_amendment_is_one_version_whole() -> None:
    amended = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-20", "2021-08-01")
    text = LISTS + AGREEMENT + CLAUSE + amended
    found = parse_terms(text).table().decide(*QUESTION, FROM)
    assert basis(found) == ("not_granted", "taobao-2021", 2, None)
