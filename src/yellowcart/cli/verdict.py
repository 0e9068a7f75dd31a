"""One decision, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from yellowcart.cli.output import printable
from yellowcart.cli.screen import screen
from yellowcart.kit.instant import format_instant
from yellowcart.terms.model import KINDS
from yellowcart.terms.speech import say_kinds, say_partner, say_surface
from yellowcart.terms.wording import Wording

if TYPE_CHECKING:
    from yellowcart.terms import Decision, Terms

VERDICTS = {"allow": Wording("可以挂", "allowed"), "deny": Wording("不可挂", "denied")}
COLOURS = {"allow": "green", "deny": "red"}
REASONS = {
    "granted": Wording("协议允许", "an agreement grants it"),
    "no_agreement": Wording("没有生效的协议", "no agreement is in force"),
    "not_granted": Wording("没有条款允许", "no clause grants it"),
    "forbidden": Wording("明令禁止", "it is forbidden"),
    "unknown_partner": Wording("不属于任何合作方", "no partner brings it"),
    "unrecognised": Wording("未能识别", "it was not recognised"),
}
PARTNER = Wording("合作方", "partner")
SURFACE = Wording("位置", "surface")
KIND = Wording("类型", "kind")
AT = Wording("时刻", "at")
BASIS = Wording("依据", "rests on")
HOUSE_RULE = Wording("平台规则 {clause}", "house rule {clause}")
AGREEMENT = Wording("协议 {agreement} 第 {version} 版", "agreement {agreement}, version {version}")
CLAUSE = Wording("，第 {clause} 条", ", clause {clause}")
UNTIL = Wording("有效到", "until")


def show_decision(decision: Decision, terms: Terms, language: str) -> None:
    verdict = Text(VERDICTS[decision.verdict].say(language), f"bold {COLOURS[decision.verdict]}")
    colon = Wording("：", ": ").say(language)
    page = screen()
    page.print(verdict + Text(colon + REASONS[decision.reason].say(language)))
    grid = Table.grid(padding=(0, 2))
    for label, value in _facts(decision, terms, language):
        if value is not None:
            grid.add_row("  " + label.say(language), printable(value))
    page.print(grid)


def _facts(
    decision: Decision, terms: Terms, language: str
) -> tuple[tuple[Wording, str | None], ...]:
    until = decision.valid_until
    shown_until = None if until is None else format_instant(until, terms.zone)
    return (
        (PARTNER, decision.partner and say_partner(decision.partner, terms, language)),
        (SURFACE, say_surface(decision.surface, terms, language)),
        (KIND, kind_name(decision.kind, language)),
        (AT, format_instant(decision.at, terms.zone)),
        (BASIS, basis(decision.agreement, decision.version, decision.clause, language)),
        (UNTIL, shown_until),
    )


def kind_name(kind: str | None, language: str) -> str | None:
    """A kind that is neither goods nor services is shown as it was given."""
    return say_kinds([kind], language) if kind in KINDS else kind


def basis(
    agreement: str | None, version: int | None, clause: str | None, language: str
) -> str | None:
    if agreement is None:
        return clause and HOUSE_RULE.say(language).format(clause=clause)
    text = AGREEMENT.say(language).format(agreement=agreement, version=version)
    return text + (CLAUSE.say(language).format(clause=clause) if clause else "")
