"""Files in the agreements form: what is read from them, and how they are written."""

import pickle
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terms.random_terms import random_terms
from tests.terms.samples import AGREEMENT, CLAUSE, FORM, HOUSE_RULE, LISTS
from yellowcart.kit.period import Period
from yellowcart.terms import (
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Surface,
    Terms,
    Wording,
    parse_terms,
    read_terms,
    write_terms,
)

SPRING = datetime(2021, 2, 28, 16, tzinfo=UTC)
YEAR_LATER = datetime(2022, 2, 28, 16, tzinfo=UTC)


def test_the_form_says_its_terms() -> None:
    assert parse_terms(FORM) == Terms(
        surfaces=(
            Surface("live_cart", Wording("直播间购物车", "live-room cart")),
            Surface("video_cart", Wording("短视频购物车", "short-video cart")),
        ),
        partners=(
            Partner("taobao-alliance", Wording("淘宝联盟", "Taobao Alliance"), ("taobao", "tmall")),
            Partner("jd-alliance", Wording("京东联盟", "JD Alliance"), ("jd",)),
        ),
        agreements=(
            Agreement(
                code="taobao-2021",
                partner="taobao-alliance",
                version=1,
                known=datetime(2021, 2, 20, 2, tzinfo=UTC),
                period=Period(SPRING, YEAR_LATER),
                renews="taobao-2020",
                notice_days=7,
                clauses=(
                    Clause("2.1", Effect.GRANT, Conditions(surfaces=("live_cart", "video_cart"))),
                ),
            ),
        ),
        house_rules=(HouseRule("no-tobacco", conditions=Conditions(categories=("tobacco",))),),
        time_zone="Asia/Shanghai",
    )


def test_every_condition_is_read() -> None:
    clause = (
        CLAUSE
        + """
from = 2021-06-01T00:00:00+08:00
until = 2021-07-01T00:00:00+08:00
categories = ["phones"]
except_categories = ["used"]
creator_groups = ["stars"]
except_creator_groups = ["minors"]
hung = "session"
"""
    )
    [agreement] = parse_terms(LISTS + AGREEMENT + clause).agreements
    assert agreement.clauses == (
        Clause(
            "2.1",
            Effect.GRANT,
            Conditions(
                ("live_cart", "video_cart"),
                categories=("phones",),
                except_categories=("used",),
                creator_groups=("stars",),
                except_creator_groups=("minors",),
            ),
            start=datetime(2021, 5, 31, 16, tzinfo=UTC),
            until=datetime(2021, 6, 30, 16, tzinfo=UTC),
            hung=Hung.SESSION,
        ),
    )


def test_every_key_of_a_house_rule_is_read() -> None:
    rule = HOUSE_RULE.replace('"*"', '"jd-alliance"') + (
        "version = 2\nknown = 2021-01-01T00:00:00Z\n"
        "from = 2021-06-01T00:00:00Z\nuntil = 2021-07-01T00:00:00Z\n"
        'surfaces = ["live_cart"]\nkinds = ["services"]\n'
    )
    assert parse_terms(LISTS + rule).house_rules == (
        HouseRule(
            "no-tobacco",
            ("jd-alliance",),
            Conditions(("live_cart",), ("services",), ("tobacco",)),
            version=2,
            known=datetime(2021, 1, 1, tzinfo=UTC),
            start=datetime(2021, 6, 1, tzinfo=UTC),
            until=datetime(2021, 7, 1, tzinfo=UTC),
        ),
    )


def test_what_may_be_left_out() -> None:
    terms = parse_terms(FORM.replace('kinds = ["goods", "services"]\n', ""))
    [clause] = terms.agreements[0].clauses
    assert clause.conditions.kinds == ("goods", "services")
    assert clause.hung is Hung.WITHDRAW
    open_ended = FORM.replace("until = 2022-03-01T00:00:00+08:00\n", "")
    assert parse_terms(open_ended).agreements[0].period.until is None
    assert parse_terms("") == Terms()
    assert Terms().time_zone == "Asia/Shanghai"


def test_a_file_is_read_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "agreements.toml"
    file.write_bytes(FORM.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_terms(file) == read_terms(str(file)) == parse_terms(FORM)


def test_the_partner_of_a_marketplace() -> None:
    terms = parse_terms(FORM)
    assert terms.partner_of("tmall") == "taobao-alliance"
    assert terms.partner_of("vip") is None
    assert terms.partner_of(None) is None


def test_written_terms_read_the_same() -> None:
    text = write_terms(parse_terms(FORM))
    assert parse_terms(text) == parse_terms(FORM)
    assert "until = 2022-03-01T00:00:00+08:00" in text
    assert "hung" not in text


def test_terms_survive_pickling_with_a_table_in_use() -> None:
    terms = parse_terms(FORM)
    terms.table().decide("jd-alliance", "live_cart", "goods", SPRING)
    assert pickle.loads(pickle.dumps(terms)) == terms


CODES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Cf", "Cn", "Co"]), min_size=1
).filter(lambda code: code != "*" and code.isprintable())
INSTANTS = st.datetimes(
    datetime(1800, 1, 1),  # noqa: DTZ001 - hypothesis puts the zone on
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WORDINGS = st.builds(Wording, st.text(), st.text())
SOME_CODES = st.lists(CODES, max_size=3).map(tuple)
CONDITIONS = st.builds(
    Conditions,
    surfaces=st.lists(CODES | st.just("*"), min_size=1, max_size=3).map(tuple),
    kinds=st.sampled_from([("goods", "services"), ("*",), ("services",)]),
    categories=SOME_CODES,
    except_categories=SOME_CODES,
    creator_groups=SOME_CODES,
    except_creator_groups=SOME_CODES,
)


@st.composite
def spans(draw: st.DrawFn) -> tuple[datetime | None, datetime | None]:
    start = draw(st.none() | INSTANTS)
    until = draw(st.none() | INSTANTS)
    if start and until and until <= start:
        until = start + timedelta(microseconds=1)
    return start, until


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    start, until = draw(spans())
    effect, hung = draw(st.sampled_from(Effect)), draw(st.sampled_from(Hung))
    return Clause(draw(CODES), effect, draw(CONDITIONS), start, until, hung)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    start, until = draw(spans())
    return Agreement(
        code=draw(CODES),
        partner=draw(CODES),
        known=draw(INSTANTS),
        period=Period(start or datetime(1700, 1, 1, tzinfo=UTC), until),
        version=draw(st.integers(1, 1 << 40)),
        clauses=tuple(draw(st.lists(clauses(), max_size=3, unique_by=lambda one: one.id))),
        renews=draw(st.none() | CODES),
        notice_days=draw(st.none() | st.integers(0, 90)),
    )


@st.composite
def house_rules(draw: st.DrawFn) -> HouseRule:
    start, until = draw(spans())
    return HouseRule(
        code=draw(CODES),
        partners=tuple(draw(st.lists(CODES, min_size=1, max_size=2))),
        conditions=draw(CONDITIONS),
        version=draw(st.integers(1, 9)),
        known=draw(st.none() | INSTANTS),
        start=start,
        until=until,
    )


def by_version(one: Agreement | HouseRule) -> tuple[str, int]:
    return one.code, one.version


def by_code(one: Surface | Partner) -> str:
    return one.code


@given(
    st.builds(
        Terms,
        surfaces=st.lists(st.builds(Surface, CODES, WORDINGS), max_size=2, unique_by=by_code).map(
            tuple
        ),
        partners=st.lists(st.builds(Partner, CODES, WORDINGS), max_size=2, unique_by=by_code).map(
            tuple
        ),
        agreements=st.lists(agreements(), max_size=2, unique_by=by_version).map(tuple),
        house_rules=st.lists(house_rules(), max_size=2, unique_by=by_version).map(tuple),
        time_zone=st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]),
    )
)
def test_whatever_is_written_is_read_back(terms: Terms) -> None:
    assert parse_terms(write_terms(terms)) == terms


@pytest.mark.parametrize("seed", range(20))
def test_random_terms_are_read_back(seed: int) -> None:
    terms = random_terms(random.Random(seed))
    assert parse_terms(write_terms(terms)) == terms
