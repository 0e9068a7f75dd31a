"""Two times: what was in force when, by what was known when."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from tests.terms.samples import AGREEMENT, CLAUSE, CUT_OVER, JUST_BEFORE, LISTS, MICROSECOND
from yellowcart.kit.instant import NaiveInstant
from yellowcart.terms import parse_terms
from yellowcart.terms.column import decide_column

SIGNED = datetime(2021, 2, 20, 2, tzinfo=UTC)
AMENDED = datetime(2022, 2, 24, 16, tzinfo=UTC)
RULED = datetime(2022, 1, 1, tzinfo=UTC)
AMENDMENT = (
    AGREEMENT.replace("version = 1", "version = 2")
    .replace("2021-02-20T10:00:00+08:00", "2022-02-25T00:00:00+08:00")
    .replace("until = 2022-03-01", "until = 2022-09-01")
)
RULES = """
[[house_rule]]
code = "no-services"
effect = "forbid"
partners = ["*"]
kinds = ["services"]
known = 2022-01-01T00:00:00Z
[[house_rule]]
code = "no-services"
version = 2
effect = "forbid"
partners = ["jd-alliance"]
kinds = ["services"]
known = 2022-02-25T00:00:00+08:00
[[house_rule]]
code = "always-known"
effect = "forbid"
partners = ["*"]
categories = ["tobacco"]
"""
TERMS = parse_terms(LISTS + AGREEMENT + CLAUSE + AMENDMENT + CLAUSE + RULES)


def ask(
    known_at: datetime | None, at: datetime, kind: str = "goods", category: str | None = None
) -> tuple[str, str | None, int | None, str | None, datetime | None]:
    table = TERMS.table(known_at)
    found = table.decide("taobao-alliance", "live_cart", kind, at, category)
    return found.reason, found.agreement, found.version, found.clause, found.valid_until


def test_before_the_amendment_was_known_the_agreement_ended_in_march() -> None:
    for known_at in (SIGNED, AMENDED - MICROSECOND):
        expected = ("granted", "taobao-2021", 1, "2.1", CUT_OVER)
        assert ask(known_at, JUST_BEFORE) == expected
        assert ask(known_at, CUT_OVER) == ("no_agreement", None, None, None, None)


def test_from_the_instant_at_which_it_is_known_the_amendment_counts() -> None:
    september = datetime(2022, 8, 31, 16, tzinfo=UTC)
    for known_at in (AMENDED, AMENDED + MICROSECOND, None):
        for at in (JUST_BEFORE, CUT_OVER):
            assert ask(known_at, at) == ("granted", "taobao-2021", 2, "2.1", september)


def test_before_anything_was_known_there_was_no_agreement() -> None:
    assert ask(SIGNED - MICROSECOND, JUST_BEFORE) == ("no_agreement", None, None, None, None)
    assert ask(SIGNED, JUST_BEFORE)[0] == "granted"


def test_house_rules_are_known_from_an_instant_too() -> None:
    assert ask(RULED - MICROSECOND, JUST_BEFORE, "services")[0] == "granted"
    ruled = ("forbidden", None, 1, "no-services", None)
    assert ask(RULED, JUST_BEFORE, "services") == ruled
    assert ask(AMENDED, JUST_BEFORE, "services")[0] == "granted"
    for known_at in (SIGNED - MICROSECOND, None):
        tobacco = ("forbidden", None, 1, "always-known", None)
        assert ask(known_at, JUST_BEFORE, category="tobacco") == tobacco


def test_a_house_rule_is_named_with_the_version_that_was_known() -> None:
    first = """
[[house_rule]]
code = "no-goods"
version = 1
known = 2022-01-01T00:00:00+08:00
effect = "forbid"
partners = ["*"]
"""
    second = first.replace("version = 1", "version = 2").replace("2022-01-01", "2022-02-01")
    terms = parse_terms(LISTS + AGREEMENT + CLAUSE + first + second)
    question = ("taobao-alliance", "live_cart", "goods")
    known = datetime(2022, 1, 31, 16, tzinfo=UTC)
    for known_at, version in ((known - MICROSECOND, 1), (known, 2), (None, 2)):
        table = terms.table(known_at)
        found = table.decide(*question, JUST_BEFORE)
        basis = (found.agreement, found.version, found.clause)
        assert basis == (None, version, "no-goods")
        assert found.to_json()["version"] == version
        partner, surface, kind = question
        column = decide_column(table, pa.array([partner]), surface, kind, JUST_BEFORE)
        [row] = column.table().to_pylist()
        assert (row["agreement"], row["version"], row["clause"]) == basis


def test_the_highest_version_counts_in_whatever_order_they_were_known_or_written() -> None:
    late_first = AGREEMENT.replace("2021-02-20", "2022-02-26")
    terms = parse_terms(LISTS + AMENDMENT + CLAUSE + late_first + CLAUSE)
    for known_at in (None, AMENDED, AMENDED + timedelta(days=30)):
        [held] = terms.table(known_at).agreements
        assert held.version == 2


def test_a_table_says_what_it_knows() -> None:
    table = TERMS.table(RULED)
    assert table.known_at == RULED
    assert table.terms is TERMS
    assert [one.version for one in table.agreements] == [1]
    assert [rule.code for rule in table.house_rules] == ["no-services", "always-known"]
    assert TERMS.table().known_at is None
    assert TERMS.known_instants == (SIGNED, RULED, AMENDED)


def test_a_table_is_compiled_once_for_each_state_of_knowledge() -> None:
    assert TERMS.table() is TERMS.table()
    later = TERMS.table(RULED + MICROSECOND)
    assert later.known_at == RULED + MICROSECOND
    assert later.agreement("taobao-2021") is TERMS.table(RULED).agreement("taobao-2021")


def test_tables_asked_about_long_ago_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yellowcart.terms.register.MOST_TABLES", 2)
    terms = parse_terms(LISTS + AGREEMENT + CLAUSE + AMENDMENT + CLAUSE + RULES)
    first = terms.table(SIGNED)
    terms.table(RULED)
    assert terms.table(SIGNED).kept is first.kept
    terms.table(AMENDED)
    terms.table(RULED)
    assert terms.table(SIGNED).kept is not first.kept


def test_what_was_known_at_a_naive_instant_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        TERMS.table(datetime(2022, 3, 1))  # noqa: DTZ001
