"""When an answer begins and ends: to the microsecond, in any zone, without a gap."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.terms.handmade import DAY, FROM, QUESTION, agreement, ask, grant, terms_of
from tests.terms.samples import CUT_OVER, FORM, JUST_AFTER, JUST_BEFORE, MICROSECOND
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import NaiveInstant
from yellowcart.terms import Answer, Hung, Piece, Reason, Verdict, parse_terms


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
