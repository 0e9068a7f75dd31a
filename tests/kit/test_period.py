from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yellowcart.kit.instant import NaiveInstant
from yellowcart.kit.period import EmptyPeriod, Period, earlier

T = datetime(2022, 2, 28, 16, tzinfo=UTC)
TICK = timedelta(microseconds=1)
YEAR = timedelta(days=365)


def hours(start: int, until: int | None) -> Period:
    return Period(T + timedelta(hours=start), None if until is None else T + timedelta(hours=until))


periods = st.builds(
    lambda start, length: hours(start, None if length is None else start + length),
    st.integers(0, 8),
    st.none() | st.integers(1, 8),
)


def test_a_period_holds_its_start_and_not_its_end() -> None:
    period = Period(T - YEAR, T)
    assert not period.holds(T - YEAR - TICK)
    assert period.holds(T - YEAR)
    assert period.holds(T - TICK)
    assert not period.holds(T)


def test_an_open_ended_period_never_ends() -> None:
    period = Period(T)
    assert not period.holds(T - TICK)
    assert period.holds(datetime.max.replace(tzinfo=UTC))


def test_it_is_the_same_period_in_every_zone() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    period = Period(T.astimezone(shanghai), (T + YEAR).astimezone(shanghai))
    assert period == Period(T, T + YEAR)
    assert hash(period) == hash(Period(T, T + YEAR))
    assert period.start.tzinfo is UTC


def test_the_hour_that_clocks_show_twice_is_two_hours() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    first = datetime(1991, 9, 15, 1, 30, tzinfo=shanghai)
    again = first.replace(fold=1)
    assert Period(first, again).holds(first)
    assert not Period(first, again).holds(again)


@pytest.mark.parametrize("until", [T, T - TICK])
def test_an_empty_period_is_refused(until: datetime) -> None:
    with pytest.raises(EmptyPeriod, match="ends at its start or before"):
        Period(T, until)


def test_naive_ends_are_refused() -> None:
    with pytest.raises(NaiveInstant):
        Period(T.replace(tzinfo=None))
    with pytest.raises(NaiveInstant):
        Period(T, (T + YEAR).replace(tzinfo=None))


def test_a_period_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Period(T).start = T + TICK  # type: ignore[misc]


def test_periods_that_meet_do_not_overlap() -> None:
    before, after = Period(T - YEAR, T), Period(T)
    assert not before.overlaps(after)
    assert before.intersect(after) is None
    assert Period(T - YEAR, T + TICK).intersect(after) == Period(T, T + TICK)


def test_a_period_is_within_another_when_it_never_leaves_it() -> None:
    assert hours(1, 2).within(hours(1, 2))
    assert hours(1, 2).within(hours(0, None))
    assert not hours(1, None).within(hours(0, 5))
    assert not hours(0, 2).within(hours(1, 3))
    assert not hours(1, 4).within(hours(1, 3))


def test_the_earlier_of_two_ends() -> None:
    assert earlier(T, T + TICK) == T
    assert earlier(None, T) == earlier(T, None) == T
    assert earlier(None, None) is None


@given(periods, periods)
def test_an_intersection_holds_exactly_what_both_hold(one: Period, other: Period) -> None:
    shared = one.intersect(other)
    assert one.overlaps(other) == other.overlaps(one) == (shared is not None)
    for hour in range(-1, 20):
        for at in (T + timedelta(hours=hour) - TICK, T + timedelta(hours=hour)):
            assert (one.holds(at) and other.holds(at)) == (shared is not None and shared.holds(at))
    assert one.within(other) == (shared == one)
