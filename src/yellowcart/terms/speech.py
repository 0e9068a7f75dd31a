"""How people say instants, lists, partners, surfaces and kinds, in Chinese and in English."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from yellowcart.terms.wording import Wording

if TYPE_CHECKING:
    from yellowcart.terms.register import Terms

GOODS = Wording("商品链接", "goods links")
SERVICES = Wording("服务链接", "service links")
BOTH = Wording("商品链接和服务链接", "goods and service links")
ZONES = {
    "Asia/Shanghai": Wording("北京时间", "China Standard Time"),
    "Asia/Hong_Kong": Wording("香港时间", "Hong Kong Time"),
    "Asia/Tokyo": Wording("日本标准时间", "Japan Standard Time"),
    "Asia/Singapore": Wording("新加坡时间", "Singapore Time"),
}
AND = Wording("和", " and ")
COMMA = Wording("、", ", ")


def on_the_clocks(at: datetime, terms: "Terms") -> datetime:
    """The instant in the platform's time zone; in UTC where the zone's calendar ends."""
    try:
        return at.astimezone(terms.zone)
    except OverflowError:
        return at.astimezone(UTC)


def say_instant(at: datetime, terms: "Terms") -> str:
    """The instant on the platform's clocks: "2022-03-01 00:00:00", finer where it is finer."""
    return on_the_clocks(at, terms).replace(tzinfo=None).isoformat(" ")


def say_zone(at: datetime, terms: "Terms", language: str) -> str:
    """Whose clocks those are: "China Standard Time, UTC+8"."""
    there = on_the_clocks(at, terms)
    if there.tzinfo is UTC:
        return "UTC"
    offset = there.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    utc = f"UTC{'-' if offset < timedelta() else '+'}{hours}"
    if minutes:
        utc += f":{minutes:02}"
    named = ZONES.get(terms.time_zone)
    return (
        utc if named is None else Wording(f"{named.zh}，{utc}", f"{named.en}, {utc}").say(language)
    )


def say_list(words: Sequence[str], language: str) -> str:
    """All of them, with "and" before the last: "a, b and c"."""
    head = COMMA.say(language).join(words[:-1])
    return AND.say(language).join(part for part in (head, words[-1]) if part)


def say_partner(code: str | None, terms: "Terms", language: str) -> str:
    """The partner's name, or its code in quotes where none of that code is on file."""
    found = (partner.name for partner in terms.partners if partner.code == code)
    return next(found, quoted(code)).say(language)


def say_surface(code: str | None, terms: "Terms", language: str) -> str:
    """The surface's name, or its code in quotes where none of that code is on file."""
    found = (surface.name for surface in terms.surfaces if surface.code == code)
    return next(found, quoted(code)).say(language)


def say_the_surface(code: str | None, terms: "Terms") -> str:
    """The same in English with its article, which a bare code does without."""
    name = say_surface(code, terms, "en")
    return name if name.startswith("“") else f"the {name}"


def say_kinds(codes: Sequence[str], language: str) -> str:
    """ "goods and service links", "goods links", or the code of a kind that is neither."""
    if set(codes) == {"goods", "services"}:
        return BOTH.say(language)
    names = {"goods": GOODS, "services": SERVICES}
    return say_list([names[code].say(language) for code in codes], language)


def quoted(code: str | None) -> Wording:
    return Wording(f"“{code}”", f"“{code}”")
