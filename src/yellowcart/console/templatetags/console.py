"""Words, instants and amounts in the pages."""

from datetime import datetime, tzinfo
from typing import Any

from django import template
from django.urls import reverse

from yellowcart.agreements.held import current
from yellowcart.console.language import said as said_in
from yellowcart.console.unread import unread as unread_by
from yellowcart.console.words import distance as distance_in_words
from yellowcart.console.words import word as word_of
from yellowcart.kit.instant import format_instant, parse_instant
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, may

register = template.Library()


@register.simple_tag
def said(zh: str, en: str, **values: object) -> str:
    """`{% said "共 {n} 条" "{n} entries" n=count %}`"""
    return said_in(zh, en, **values)


@register.filter
def word(code: object, kind: str) -> str:
    """`{{ entry.status|word:"status" }}`"""
    return word_of(kind, code)


@register.filter
def instant(at: datetime | None, exactly: str = "") -> str:
    """In the platform's time zone: to the minute, or as far as it goes if it is not whole.

    What a template does not find comes as an empty text."""
    if not at:
        return ""
    local = at.astimezone(_zone())
    if exactly:
        return format_instant(at, _zone())
    if local.microsecond:
        return f"{local:%Y-%m-%d %H:%M:%S.%f}"
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


@register.filter
def moment_of(at: datetime | None) -> str:
    """To the second: when somebody did something."""
    return f"{at.astimezone(_zone()):%Y-%m-%d %H:%M:%S}" if at else ""


@register.filter
def span(milliseconds: int) -> str:
    """So many milliseconds, as people say them: to the millisecond below a minute."""
    seconds, rest = divmod(milliseconds, 1000)
    if seconds < 60:
        return said_in("{0}.{1:03} 秒", "{0}.{1:03} s").format(seconds, rest)
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return said_in("{0} 分 {1:02} 秒", "{0} min {1:02} s").format(minutes, seconds)
    return said_in("{0} 小时 {1:02} 分", "{0} h {1:02} min").format(*divmod(minutes, 60))


@register.filter
def yuan(fen: int | None) -> str:
    """Whole fen as yuan."""
    if fen is None:
        return ""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02}"


@register.filter
def number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


@register.filter
def name_of(row: Any) -> str:
    """Of a surface, a partner or a marketplace: in the reader's language."""
    if hasattr(row, "name_zh"):
        return said_in(row.name_zh, row.name_en)
    name = row.name
    return said_in(name.zh, name.en)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    return mapping.get(key, key)


@register.filter
def count(counts: Any, key: Any) -> int:
    """How many of that kind: where none was counted, none."""
    return int(counts.get(key, 0))


def _zone() -> tzinfo:
    return current().terms.zone


@register.filter
def unlocalise(value: float) -> str:
    """A number for a drawing: with a point, whatever the reader's language."""
    return f"{value:.1f}"


@register.filter
def as_list(value: Any) -> list[Any]:
    return [value]


@register.filter
def in_order(clauses: Any) -> list[Any]:
    """Clauses as the agreement has them."""
    return sorted(clauses, key=lambda one: getattr(one, "position", 0))


@register.filter
def worded(wording: Any) -> str:
    return said_in(wording.zh, wording.en)


@register.filter
def split(words: str) -> list[str]:
    return words.split()


@register.filter
def about(record: Any) -> str:
    """What a record is about, by the code that people know it by."""
    said_of = record.after or record.before or {}
    if record.subject == "cutover.transition" and "at" in said_of:
        return instant(parse_instant(said_of["at"]))
    if isinstance(said_of.get("entries"), list):
        return said_in("{n} 个条目", "entries: {n}", n=len(said_of["entries"]))
    found = (said_of.get(name) for name in ("code", "cart", "username", "prefix", "url"))
    title = said_in(str(said_of.get("title_zh") or ""), str(said_of.get("title_en") or ""))
    return next((str(one) for one in found if one), title)


@register.filter
def distance(seconds: int | float) -> str:
    """A span in words: "7 天", "1 hour"."""
    return distance_in_words(int(seconds))


@register.filter
def from_now(at: datetime, now: datetime) -> str:
    """How far ahead an instant is, to the two largest units."""
    return distance_in_words(max(0, int((at - now).total_seconds())), most=2)


@register.simple_tag
def inbox_of(person: Person) -> str:
    """Where somebody reads what they were told."""
    return reverse("inbox" if may(person, Verb.READ_ALL) else "my-inbox")


@register.simple_tag(takes_context=True)
def unread(context: Any) -> int:
    return unread_by(context["request"])
