"""The texts of a notice, drafted from what the agreements change."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from yellowcart.notices.models import Issue, Notice
from yellowcart.terms import Diff, Terms, Wording, notice
from yellowcart.terms.speech import (
    say_instant,
    say_kinds,
    say_partner,
    say_surface,
    say_zone,
)

LONGEST_TITLE = 200
CUT = "…"
PREFIXES = {
    str(Issue.Kind.FIRST): Wording("", ""),
    str(Issue.Kind.REMINDER): Wording("提醒：", "Reminder: "),
    str(Issue.Kind.CORRECTION): Wording("更正：", "Correction: "),
}


class Texts(NamedTuple):
    """A title and a text in both languages."""

    title: Wording
    text: Wording


def drafted(diff: Diff) -> Texts:
    """What the public should read about a diff; its first line is the title."""
    if not diff.changes:
        return _nothing(diff)
    (title_zh, text_zh), (title_en, text_en) = (
        notice(diff, language).split("\n\n", 1) for language in ("zh", "en")
    )
    return Texts(_title(Wording(title_zh, title_en)), Wording(text_zh, text_en))


def titled(kind: str, title: Wording) -> Wording:
    """The title of an issue, which says first what kind of issue it is."""
    prefix = PREFIXES[kind]
    return _title(Wording(prefix.zh + title.zh, prefix.en + title.en))


def corrected(texts: Texts, differs: dict[str, Any], terms: Terms) -> Wording:
    """The text of a correction: what was said and is not so, what is so instead, and then the
    whole of what now holds."""
    leads = Wording(
        "此前发出的通知有变化，请以本通知为准。",
        "The notice sent before has changed; this one holds in its place.",
    )
    parts = [leads]
    if differs["before"]:
        parts.append(_told(Wording("不再如此：", "No longer so:"), differs["before"], terms))
    if differs["now"]:
        parts.append(_told(Wording("现在是：", "Now so:"), differs["now"], terms))
    parts.append(texts.text)
    return Wording("\n\n".join(one.zh for one in parts), "\n\n".join(one.en for one in parts))


def written(notice: Notice) -> Texts:
    """What a notice says at present."""
    return Texts(Wording(notice.title_zh, notice.title_en), Wording(notice.text_zh, notice.text_en))


def write(into: Notice | Issue, texts: Texts) -> None:
    into.title_zh, into.title_en = texts.title.zh, texts.title.en
    into.text_zh, into.text_en = texts.text.zh, texts.text.en


def _nothing(diff: Diff) -> Texts:
    terms, at = diff.table.terms, diff.after
    instant = say_instant(at, terms)
    zones = [say_zone(at, terms, language) for language in ("zh", "en")]
    return Texts(
        Wording(
            f"{instant} 起链接的发布范围不作调整",
            f"Where links can be published does not change at {instant}",
        ),
        Wording(
            f"{instant}（{zones[0]}）起链接的发布范围没有变化，此前通知的调整不再进行。",
            f"At {instant} ({zones[1]}) nothing changes in where links can be published; what was"
            " announced for then does not take place.",
        ),
    )


def _told(heading: Wording, rows: Sequence[dict[str, Any]], terms: Terms) -> Wording:
    lines = [say_row(row, terms) for row in rows]
    return Wording(
        "\n".join((heading.zh, *(f"· {one.zh}" for one in lines))),
        "\n".join((heading.en, *(f"· {one.en}" for one in lines))),
    )


def say_row(row: dict[str, Any], terms: Terms) -> Wording:
    """One kept row of what changes, in words."""
    zh, en = (
        (
            say_partner(row["partner"], terms, language),
            say_surface(row["surface"], terms, language),
            say_kinds([row["kind"]], language),
        )
        for language in ("zh", "en")
    )
    opens = row["after"] == "allow"
    narrowed = [row[key] for key in ("category", "creator_group") if row.get(key)]
    only = Wording("", "")
    if narrowed:
        codes = ", ".join(f"“{one}”" for one in narrowed)
        only = Wording(f"（仅{codes}）", f" (only {codes})")
    return Wording(
        f"{zh[0]}，{zh[1]}，{zh[2]}{only.zh}：{'可以发布' if opens else '不能再发布'}",
        f"{en[0]}, {en[1]}, {en[2]}{only.en}:"
        f" {'can be published' if opens else 'can no longer be published'}",
    )


def _title(title: Wording) -> Wording:
    return Wording(*(_cut(one) for one in (title.zh, title.en)))


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + CUT
