"""The decision: what is allowed, what wins, and what the answer names."""

import random
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.terms_sample import many_clauses, questions
from tests.terms.samples import (
    AGREEMENT,
    CLAUSE,
    CUT_OVER,
    FORM,
    HOUSE_RULE,
    JUST_AFTER,
    JUST_BEFORE,
    LISTS,
    MICROSECOND,
)
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import NaiveInstant
from yellowcart.kit.period import Period
from yellowcart.terms import (
    Agreement,
    Answer,
    Clause,
    Conditions,
    Decision,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Piece,
    Reason,
    Surface,
    Terms,
    Verdict,
    Wording,
    parse_terms,
)

FROM = datetime(2021, 2, 28, 16, tzinfo=UTC)
DAY = timedelta(days=1)
QUESTION = ("taobao-alliance", "live_cart", "goods")


def terms_of(
    *agreements: Agreement,
    house_rules: Iterable[HouseRule] = (),
    surfaces: Iterable[str] = ("live_cart", "video_cart"),
) -> Terms:
    return Terms(
        surfaces=tuple(Surface(code, Wording(code, code)) for code in surfaces),
        partners=tuple(Partner(code, Wording(code, code)) for code in ("alliance", "other")),
        agreements=agreements,
        house_rules=tuple(house_rules),
    )


def agreement(
    code: str,
    *clauses: Clause,
    start: datetime = FROM,
    until: datetime | None = CUT_OVER,
    partner: str = "alliance",
) -> Agreement:
    return Agreement(code, partner, FROM - 30 * DAY, Period(start, until), clauses=clauses)


def grant(
    id: str = "1",
    start: datetime | None = None,
    until: datetime | None = None,
    hung: Hung = Hung.WITHDRAW,
    **conditions: tuple[str, ...],
) -> Clause:
    return Clause(id, Effect.GRANT, Conditions(**conditions), start, until, hung)


def forbid(
    id: str = "9",
    start: datetime | None = None,
    until: datetime | None = None,
    **conditions: tuple[str, ...],
) -> Clause:
    return Clause(id, Effect.FORBID, Conditions(**conditions), start, until)


def basis(decision: Decision) -> tuple[str, str | None, int | None, str | None]:
    return decision.reason, decision.agreement, decision.version, decision.clause


def ask(
    terms: Terms,
    at: datetime = FROM,
    surface: Any = "live_cart",
    kind: Any = "goods",
    partner: Any = "alliance",
    **of: Any,
) -> Decision:
    return terms.table().decide(partner, surface, kind, at, **of)


@pytest.mark.parametrize("surface", ["live_cart", "video_cart"])
@pytest.mark.parametrize("kind", ["goods", "services"])
def test_links_fall_at_the_microsecond_at_which_the_agreement_ends(surface: str, kind: str) -> None:
    table = parse_terms(FORM).table()
    question = ("taobao-alliance", surface, kind)
    allowed = ("taobao-2021", 1, "2.1", CUT_OVER, Hung.WITHDRAW)
    assert table.decide(*question, JUST_BEFORE) == (
        *("allow", "granted", *question, JUST_BEFORE),
        *allowed,
    )
    for at in (CUT_OVER, JUST_AFTER):
        ended = ("deny", "no_agreement", *question, at, None, None, None, None, None)
        assert table.decide(*question, at) == ended


def test_links_may_hang_from_the_microsecond_at_which_the_agreement_begins() -> None:
    table = parse_terms(FORM).table()
    before = table.decide(*QUESTION, FROM - MICROSECOND)
    assert (before.verdict, before.reason, before.valid_until) == ("deny", "no_agreement", FROM)
    assert table.decide(*QUESTION, FROM).verdict == "allow"


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


def test_an_answer_that_changes_its_clause_is_another_answer() -> None:
    terms = terms_of(
        agreement("a", grant("1", until=FROM + DAY, hung=Hung.KEEP), grant("2", hung=Hung.SESSION))
    )
    first, second = ask(terms), ask(terms, FROM + DAY)
    assert (first.clause, first.valid_until, first.hung) == ("1", FROM + DAY, "keep")
    assert (second.clause, second.valid_until, second.hung) == ("2", CUT_OVER, "session")


def test_agreements_that_meet_leave_no_gap() -> None:
    renewed = agreement("b", grant(), start=CUT_OVER, until=None)
    table = terms_of(agreement("a", grant()), renewed).table()
    question = ("alliance", "live_cart", "goods")
    found = [table.decide(*question, at) for at in (JUST_BEFORE, CUT_OVER, JUST_AFTER)]
    assert [one.agreement for one in found] == ["a", "b", "b"]
    assert [one.valid_until for one in found] == [CUT_OVER, None, None]


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


def test_a_clause_is_in_force_no_longer_than_its_agreement() -> None:
    reaching = grant("1", start=FROM - DAY, until=CUT_OVER + DAY)
    never = [
        grant("2", start=CUT_OVER),
        grant("3", until=FROM),
        grant("4", start=CUT_OVER + DAY, until=CUT_OVER + 2 * DAY),
    ]
    table = terms_of(agreement("a", *never, reaching)).table()
    question = ("alliance", "live_cart", "goods")
    allowed = Answer(Verdict.ALLOW, Reason.GRANTED, "a", 1, "1", CUT_OVER, Hung.WITHDRAW)
    assert table.timeline(*question) == (
        Piece(None, Answer(Verdict.DENY, Reason.NO_AGREEMENT, valid_until=FROM)),
        Piece(FROM, allowed),
        Piece(CUT_OVER, Answer(Verdict.DENY, Reason.NO_AGREEMENT)),
    )


def test_an_agreement_from_the_first_instant_of_the_calendar() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    terms = terms_of(agreement("a", grant(), start=first, until=None))
    assert ask(terms, first).verdict == "allow"
    assert ask(terms, datetime.max.replace(tzinfo=UTC)).valid_until is None


@pytest.mark.parametrize("zone", [ZoneInfo("Asia/Shanghai"), timezone(timedelta(hours=-5))])
def test_the_same_instant_in_any_zone_has_the_same_answer(zone: tzinfo) -> None:
    table = parse_terms(FORM).table()
    for at in (JUST_BEFORE, CUT_OVER):
        local = at.astimezone(zone)
        found = table.decide(*QUESTION, local)
        assert found == table.decide(*QUESTION, at)
        assert found.at.tzinfo is zone


def test_an_instant_in_the_hour_that_clocks_repeat() -> None:
    zone = ZoneInfo("America/New_York")
    end = datetime(2021, 11, 7, 1, 30, fold=1, tzinfo=zone)  # the second 01:30 of that night
    terms = terms_of(agreement("a", grant(), until=end.astimezone(UTC)))
    assert ask(terms, end.replace(fold=0)).verdict == "allow"
    assert ask(terms, end).verdict == "deny"


def test_an_instant_must_be_aware() -> None:
    table = parse_terms(FORM).table()
    for partner in ("taobao-alliance", None, "nobody"):
        with pytest.raises(NaiveInstant):
            table.decide(partner, "live_cart", "goods", datetime(2022, 3, 1))  # noqa: DTZ001
    no_instants: tuple[Any, ...] = (None, "2022-03-01", date(2022, 3, 1), 7)
    for at in no_instants:
        with pytest.raises(BadInput, match="not an instant"):
            table.decide(*QUESTION, at)


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


def test_an_amendment_is_one_version_whole() -> None:
    amended = AGREEMENT.replace("version = 1", "version = 2").replace("2021-02-20", "2021-08-01")
    text = LISTS + AGREEMENT + CLAUSE + amended
    found = parse_terms(text).table().decide(*QUESTION, FROM)
    assert basis(found) == ("not_granted", "taobao-2021", 2, None)
