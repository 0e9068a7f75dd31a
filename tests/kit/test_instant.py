from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import (
    NaiveInstant,
    as_utc,
    format_instant,
    parse_instant,
    parse_time_zone,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
CUT_OVER = datetime(2022, 2, 28, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2022-03-01T00:00:00+08:00",
        "2022-03-01 00:00:00+0800",
        "2022-03-01T00:00+08:00",
        "2022-02-28T16:00:00Z",
        "2022-02-28t16:00:00.000000z",
        " 2022-02-28T16:00:00,0Z\n",
        "2022-03-01T00:05:43+08:05:43",
    ],
)
def test_an_instant_with_an_offset_needs_no_zone(text: str) -> None:
    assert parse_instant(text) == CUT_OVER


@pytest.mark.parametrize("text", ["2022-03-01", "2022-03-01T00:00", "2022-03-01 00:00:00.0"])
def test_a_wall_clock_time_is_read_in_the_zone_given_or_refused(text: str) -> None:
    assert parse_instant(text, SHANGHAI) == CUT_OVER
    with pytest.raises(NaiveInstant, match="no offset from UTC"):
        parse_instant(text)


def test_the_microsecond_is_kept_and_nothing_finer_is_dropped() -> None:
    before = parse_instant("2022-02-28T23:59:59.999999+08:00")
    assert before == CUT_OVER - timedelta(microseconds=1)
    with pytest.raises(BadInput, match="not an instant"):
        parse_instant("2022-02-28T23:59:59.9999999+08:00")


@pytest.mark.parametrize(
    "text",
    ["", "now", "2022-3-1", "2022-02-30T00:00Z", "2022-03-01T25:00Z", "2022-03-01x00:00Z",
     "20220301T000000Z", "2022-W09-2", "2022-03-01T00:00+8", "2022-03-01Z", "２０２２-03-01T00:00Z",
     "0001-01-01T00:00+08:00", "9999-12-31T23:00-08:00"],
)  # fmt: skip
def test_what_is_no_instant_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_instant(text, SHANGHAI)
    assert caught.value.expected is not None
    assert caught.value.value is not None


@pytest.mark.parametrize(
    "text",
    [
        "1991-09-15T01:30",  # an hour of Shanghai's summer time, repeated at its last end
        "1991-04-14T02:30",  # an hour that Shanghai's clocks skipped that spring
    ],
)
def test_a_time_that_clocks_show_twice_or_never_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="twice or never"):
        parse_instant(text, SHANGHAI)
    assert parse_instant(text + "+09:00", SHANGHAI).utcoffset() == timedelta(hours=9)


def test_as_utc_refuses_what_is_naive() -> None:
    assert as_utc(CUT_OVER.astimezone(SHANGHAI)).tzinfo is UTC
    with pytest.raises(NaiveInstant):
        as_utc(datetime(2022, 3, 1))  # noqa: DTZ001 - the point of the test


def test_as_utc_refuses_a_zone_without_an_offset() -> None:
    class Nowhere(tzinfo):
        def utcoffset(self, at: datetime | None) -> None:
            return None

        dst = tzname = utcoffset

    with pytest.raises(NaiveInstant):
        as_utc(datetime(2022, 3, 1, tzinfo=Nowhere()))


def test_an_instant_is_shown_in_the_zone_asked_for() -> None:
    assert format_instant(CUT_OVER, SHANGHAI) == "2022-03-01T00:00:00+08:00"
    assert format_instant(CUT_OVER - timedelta(microseconds=1), SHANGHAI) == (
        "2022-02-28T23:59:59.999999+08:00"
    )
    assert format_instant(CUT_OVER) == "2022-02-28T16:00:00+00:00"


def test_the_last_instant_of_the_calendar_is_shown_in_utc() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert format_instant(last, SHANGHAI) == "9999-12-31T23:59:59.999999+00:00"


def test_a_time_zone_is_known_by_its_name() -> None:
    assert parse_time_zone("Asia/Shanghai") == SHANGHAI


@pytest.mark.parametrize("name", ["Asia/Beijing-2", "Asia", "../etc/passwd", "", "\x00"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="no such time zone"):
        parse_time_zone(name)
