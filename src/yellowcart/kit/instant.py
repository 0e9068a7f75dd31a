"""Instants: aware datetimes, exact to the microsecond. ISO 8601 outside, UTC inside."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yellowcart.kit.errors import BadInput

ISO_8601 = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,6})?)?)?"
    r"(?:[Zz]|[+-]\d{2}:?\d{2}(?::\d{2})?)?",
    re.ASCII,
)
EXPECTED = "an instant such as 2022-03-01T00:00:00+08:00"


class NaiveInstant(BadInput):
    """A wall-clock time that does not say whose wall."""

    code = "naive-instant"


def parse_instant(text: str, time_zone: tzinfo | None = None) -> datetime:
    """The instant that an ISO 8601 text names, at the offset the text gives.

    A text without an offset, or a date alone (its midnight), is read in `time_zone`;
    without a `time_zone` it is refused. So are times that this zone's clocks show twice
    or never, and fractions finer than a microsecond, which would fall on an unknown
    side of a boundary.
    """
    text = text.strip()
    if not ISO_8601.fullmatch(text):
        raise BadInput("not an instant", value=text, expected=EXPECTED)
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError as error:
        raise BadInput(f"not an instant ({error})", value=text, expected=EXPECTED) from None
    if at.tzinfo is None:
        if time_zone is None:
            raise NaiveInstant("no offset from UTC", value=text, expected=EXPECTED)
        at = at.replace(tzinfo=time_zone)
        if at.utcoffset() != at.replace(fold=1).utcoffset():
            raise BadInput(
                f"the clocks of {time_zone} show this time twice or never",
                value=text,
                expected="an instant with its offset from UTC",
            )
    as_utc(at)
    return at


def as_utc(at: datetime) -> datetime:
    """The same instant in UTC; naive datetimes are refused.

    Python compares two datetimes of one zone by their wall clocks, which go back once a
    year where there is summer time. In UTC the comparison is right.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise NaiveInstant("no offset from UTC", value=at.isoformat(), expected=EXPECTED)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise BadInput(
            "outside the calendar", value=at.isoformat(), expected="years 1 to 9999 in UTC"
        ) from None


def format_instant(at: datetime, time_zone: tzinfo = UTC) -> str:
    """ISO 8601 with the offset of `time_zone`; microseconds only when there are some."""
    try:
        return as_utc(at).astimezone(time_zone).isoformat()
    except OverflowError:
        return as_utc(at).isoformat()


def parse_time_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "no such time zone", value=name, expected="an IANA name such as Asia/Shanghai"
        ) from None
