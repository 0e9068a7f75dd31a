"""What opens and closes, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from yellowcart.cli.screen import screen, show_table
from yellowcart.cli.verdict import COLOURS, REASONS
from yellowcart.terms.speech import say_kinds, say_partner, say_surface
from yellowcart.terms.wording import Wording

if TYPE_CHECKING:
    from yellowcart.terms import Change, Terms

HEADERS = (
    Wording("合作方", "Partner"),
    Wording("位置", "Surface"),
    Wording("类型", "Kind"),
    Wording("变化", "Change"),
    Wording("原因", "Reason"),
    Wording("依据", "Rests on"),
)
OPENS = Wording("开放", "opens")
CLOSES = Wording("关闭", "closes")
CATEGORY = Wording("类目 {code}", "category {code}")
CREATOR_GROUP = Wording("达人分组 {code}", "creator group {code}")
HOUSE_RULE = Wording("平台规则 {code}", "house rule {code}")
NOTHING = Wording("{title}：没有变化。", "{title}: Nothing changes.")


def show_changes(changes: Iterable[Change], terms: Terms, language: str, title: str) -> None:
    """A table with a row for all kinds of links that change alike."""
    rows = [
        _row(change, [change.kind, *(other.kind for other in others)], terms, language)
        for _, (change, *others) in groupby(changes, key=_all_but_the_kind)
    ]
    if rows:
        show_table([header.say(language) for header in HEADERS], rows, title=title)
    else:
        screen().print(NOTHING.say(language).format(title=title))


def _all_but_the_kind(change: Change) -> Change:
    return replace(change, kind="")


def _row(change: Change, kinds: Sequence[str], terms: Terms, language: str) -> list[str | Text]:
    return [
        say_partner(change.partner, terms, language),
        say_surface(change.surface, terms, language),
        _links(change, kinds, language),
        Text((OPENS if change.opens else CLOSES).say(language), COLOURS[change.after]),
        REASONS[change.reason].say(language),
        _basis(change, language),
    ]


def _links(change: Change, kinds: Sequence[str], language: str) -> str:
    parts = [say_kinds(kinds, language)]
    if change.category is not None:
        parts.append(CATEGORY.say(language).format(code=change.category))
    if change.creator_group is not None:
        parts.append(CREATOR_GROUP.say(language).format(code=change.creator_group))
    return Wording("，", ", ").say(language).join(parts)


def _basis(change: Change, language: str) -> str:
    if change.agreement is None:
        return HOUSE_RULE.say(language).format(code=change.clause) if change.clause else ""
    return f"{change.agreement} {change.clause or ''}".rstrip()
