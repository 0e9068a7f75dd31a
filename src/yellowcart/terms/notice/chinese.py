"""The notice in Chinese."""

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
    say_surface,
    say_zone,
)

if TYPE_CHECKING:
    from yellowcart.terms.register import Terms

HUNG = {
    Hung.WITHDRAW: "已挂出的届时下架",
    Hung.SESSION: "已挂出的可保留至该场直播结束",
    Hung.KEEP: "已挂出的可以保留",
}
ADVICE = "为保护消费者权益，请提前安排好结算，并处理好售后订单。"


def unchanged(facts: Facts, terms: "Terms") -> str:
    before, after = (say_instant(at, terms) for at in (facts.diff.before, facts.diff.after))
    zone = say_zone(facts.diff.after, terms, "zh")
    return f"{before} 与 {after}（{zone}）相比，链接的发布范围没有变化，无须发布通知。"


def write(facts: Facts, terms: "Terms") -> str:
    parts = [f"关于调整{_partners(facts.partners, terms)}链接发布范围的通知", "各位商家、达人："]
    parts.append(f"因{_reason(facts, terms)}，链接的发布范围调整如下。")
    parts += [_section(section, terms) for section in facts.sections]
    if facts.closes:
        parts.append(ADVICE)
    parts.append("特此通知。")
    return "\n\n".join(parts)


def _reason(facts: Facts, terms: "Terms") -> str:
    reasons = []
    if facts.by_agreement:
        reasons.append(f"平台与{_partners(facts.by_agreement, terms)}的合作协议变更")
    if facts.by_house_rule:
        reasons.append("平台自身的规则调整")
    return "，以及".join(reasons)


def _section(section: Section, terms: "Terms") -> str:
    effect = f"生效时间：{say_instant(section.at, terms)}（{say_zone(section.at, terms, 'zh')}）"
    items = [
        f"{number}. {_item(item, terms)}" for number, item in enumerate(section.items, start=1)
    ]
    return "\n".join((effect, f"自{say_date(section.at, terms)}起：", *items))


def say_date(at: datetime, terms: "Terms") -> str:
    there = on_the_clocks(at, terms)
    return f"{there.year}年{there.month}月{there.day}日{there.time().isoformat()}"


def _item(item: Item, terms: "Terms") -> str:
    sentences = [_line(line, terms) for line in item.lines]
    for kinds, surfaces in item.still:
        what = "" if item.is_all_about(kinds) else say_kinds(kinds, "zh")
        sentences.append(f"{what}仍可在{_surfaces(surfaces, terms)}发布")
    return f"{say_partner(item.partner, terms, 'zh')}：{'；'.join(sentences)}。"


def _line(line: Line, terms: "Terms") -> str:
    what = f"{_of(line.of)}{say_kinds(line.kinds, 'zh')}"
    may = ("重新可以" if line.again else "可以") if line.opens else "不能再"
    text = f"{what}{may}在{_surfaces(line.surfaces, terms)}发布"
    if line.spared:
        text += f"（{'、'.join(_of(of).removesuffix('的') for of in line.spared)}除外）"
    if line.hung is not None:
        text += f"，{HUNG[line.hung]}"
    if line.others_unaffected:
        text += "，其他不受影响"
    return text


def _of(of: Class) -> str:
    category, group = of
    parts = [f"“{category}”类目"] if category is not None else []
    if group is not None:
        parts.append(f"“{group}”分组达人")
    return "的".join((*parts, "")) if parts else ""


def _partners(codes: Sequence[str], terms: "Terms") -> str:
    return say_list([say_partner(code, terms, "zh") for code in codes], "zh")


def _surfaces(codes: Sequence[str], terms: "Terms") -> str:
    return say_list([say_surface(code, terms, "zh") for code in codes], "zh")
