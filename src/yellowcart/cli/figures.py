"""The figures of a sweep, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yellowcart.cli.screen import screen, show_table
from yellowcart.kit.instant import format_instant
from yellowcart.kit.money import format_yuan
from yellowcart.terms.speech import say_partner, say_surface
from yellowcart.terms.wording import Wording

if TYPE_CHECKING:
    from yellowcart.sweep import Summary
    from yellowcart.sweep.summary import PlaceCount
    from yellowcart.terms import Terms

TITLE = Wording("{at} 起的变化", "What changes at {at}")
HEADERS = (
    Wording("合作方", "Partner"),
    Wording("位置", "Surface"),
    Wording("链接", "Links"),
    Wording("此前在挂", "Hung"),
    Wording("下架", "Fall"),
    Wording("保留", "Stay"),
    Wording("30 天 GMV（元）", "GMV, 30 days (yuan)"),
    Wording("其中下架", "Of what falls"),
)
NO_PARTNER = Wording("无合作方", "no partner")
OTHER_SURFACE = Wording("清单外的位置", "a surface not listed")
ALL = Wording("合计", "All")
REST = Wording(
    "此前在挂 {hung:,} 条：下架 {withdrawn:,}，保留 {kept:,}。"
    "此前已不可挂 {denied:,} 条，其中未识别 {unrecognised:,}。"
    "涉及达人 {creators_touched:,} / {creators:,}。无法读取 {rejected:,} 行。",
    "Of {hung:,} that hung, {withdrawn:,} fall and {kept:,} stay. {denied:,} were denied before, "
    "{unrecognised:,} of them unrecognised. {creators_touched:,} of {creators:,} creators are "
    "touched. {rejected:,} rows could not be read.",
)


def show_summary(summary: Summary, terms: Terms, language: str) -> None:
    """A table by partner and surface, and below it what else the figures say."""
    at = format_instant(summary.at, terms.zone)
    rows = [_row(place, terms, language) for place in _in_order(summary, terms)]
    rows.append([ALL.say(language), "", *_figures(summary)])
    show_table(
        [header.say(language) for header in HEADERS],
        rows,
        title=TITLE.say(language).format(at=at),
        right=range(2, len(HEADERS)),
    )
    rest = REST.say(language).format(
        hung=summary.withdrawn + summary.kept,
        withdrawn=summary.withdrawn,
        kept=summary.kept,
        denied=sum(summary.denied_before.values()),
        unrecognised=summary.unrecognised,
        creators_touched=summary.creators_touched,
        creators=summary.creators,
        rejected=summary.rejected,
    )
    screen().print(rest, soft_wrap=True)


def _in_order(summary: Summary, terms: Terms) -> list[PlaceCount]:
    """By partner and surface, as the agreements list them; what is in no list comes last."""
    partners = {partner.code: number for number, partner in enumerate(terms.partners)}
    surfaces = {surface.code: number for number, surface in enumerate(terms.surfaces)}

    def order(place: PlaceCount) -> tuple[int, int]:
        return (
            partners.get(place.partner or "", len(partners)),
            surfaces.get(place.surface or "", len(surfaces)),
        )

    return sorted(summary.by_partner_surface, key=order)


def _row(place: PlaceCount, terms: Terms, language: str) -> list[str]:
    return [
        say_partner(place.partner, terms, language) if place.partner else NO_PARTNER.say(language),
        say_surface(place.surface, terms, language)
        if place.surface
        else OTHER_SURFACE.say(language),
        *_figures(place),
    ]


def _figures(of: PlaceCount | Summary) -> list[str]:
    counts = (of.entries, of.withdrawn + of.kept, of.withdrawn, of.kept)
    money = (of.gmv_30d_fen, of.gmv_30d_fen_withdrawn)
    return [*(f"{count:,}" for count in counts), *map(format_yuan, money)]
