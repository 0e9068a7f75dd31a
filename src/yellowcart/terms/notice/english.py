"""The notice in English."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.terms.changes.change import Class
from yellowcart.terms.model import Hung
from yellowcart.terms.notice.facts import Facts, Item, Line, Section
from yellowcart.terms.speech import (
    on_the_clocks,
    say_instant,
    say_kinds,
    say_list,
    say_partner,
    say_the_surface,
    say_zone,
)

if TYPE_CHECKING:
    from yellowcart.terms.register import Terms

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
HUNG = {
    Hung.WITHDRAW: "those already hung there come down at that time",
    Hung.SESSION: "those already hung there stay to the end of their live session",
    Hung.KEEP: "those already hung there may stay",
}
ADVICE = "To protect consumers, please see to settlement and to after-sales orders ahead of time."


def unchanged(facts: Facts, terms: "Terms") -> str:
    before, after = (say_instant(at, terms) for at in (facts.diff.before, facts.diff.after))
    zone = say_zone(facts.diff.after, terms, "en")
    return (
        f"Between {before} and {after} ({zone}) nothing changes in where links can be published,"
        " so there is nothing to announce."
    )


def write(facts: Facts, terms: "Terms") -> str:
    parts = [
        f"Notice: where links of {_partners(facts.partners, terms)} can be published",
        "To all merchants and creators:",
        f"Because of {_reason(facts, terms)}, where links can be published changes as follows.",
    ]
    parts += [_section(section, terms) for section in facts.sections]
    if facts.closes:
        parts.append(ADVICE)
    return "\n\n".join(parts)


def _reason(facts: Facts, terms: "Terms") -> str:
    reasons = []
    if facts.by_agreement:
        partners = _partners(facts.by_agreement, terms)
        one = len(facts.by_agreement) == 1
        change = "a change to the co-operation agreement" if one else ""
        reasons.append(f"{change or 'changes to the co-operation agreements'} with {partners}")
    if facts.by_house_rule:
        reasons.append("a change to the platform's own rules")
    return " and ".join(reasons)


def _section(section: Section, terms: "Terms") -> str:
    effect = f"Takes effect: {say_instant(section.at, terms)} ({say_zone(section.at, terms, 'en')})"
    items = [
        f"{number}. {_item(item, terms)}" for number, item in enumerate(section.items, start=1)
    ]
    return "\n".join((effect, f"From {say_date(section.at, terms)}:", *items))


def say_date(at: datetime, terms: "Terms") -> str:
    there = on_the_clocks(at, terms)
    return f"{there.time().isoformat()} on {there.day} {MONTHS[there.month - 1]} {there.year}"


def _item(item: Item, terms: "Terms") -> str:
    sentences = [_line(line, terms) for line in item.lines]
    for kinds, surfaces in item.still:
        what = "They" if item.is_all_about(kinds) else _capital(say_kinds(kinds, "en"))
        sentences.append(f"{what} can still be published in {_surfaces(surfaces, terms)}.")
    return f"{say_partner(item.partner, terms, 'en')}: {' '.join(sentences)}"


def _line(line: Line, terms: "Terms") -> str:
    what = _capital(f"{say_kinds(line.kinds, 'en')}{_of(line.of)}")
    may = ("can again be" if line.again else "can be") if line.opens else "can no longer be"
    text = f"{what} {may} published in {_surfaces(line.surfaces, terms)}"
    if line.spared:
        text += f", except {say_list([f'those{_of(of)}' for of in line.spared], 'en')}"
    if line.hung is not None:
        text += f"; {HUNG[line.hung]}"
    if line.others_unaffected:
        text += "; others are not affected"
    return f"{text}."


def _of(of: Class) -> str:
    category, group = of
    text = f" in category “{category}”" if category is not None else ""
    return text + (f" of creators in group “{group}”" if group is not None else "")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _partners(codes: Sequence[str], terms: "Terms") -> str:
    return say_list([say_partner(code, terms, "en") for code in codes], "en")


def _surfaces(codes: Sequence[str], terms: "Terms") -> str:
    return say_list([say_the_surface(code, terms) for code in codes], "en")
