"""How far a transition has come, in marks and in a sentence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yellowcart.console.language import said
from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.cutover.queries import Hindrance, Next, Told, overdue
from yellowcart.cutover.queries.next_step import STEPS
from yellowcart.parties.models import Person


@dataclass(frozen=True)
class Mark:
    """One of the seven steps: taken, next, late, or still to come."""

    step: str
    state: str
    at: datetime | None
    by: Person | None


def marks(one: Transition, present: datetime) -> list[Mark]:
    reached, late = STEPS.index(Step(one.step)), overdue(one, present)
    found = []
    for number, step in enumerate(STEPS):
        state = "taken" if number <= reached else "next" if number == reached + 1 else "ahead"
        if number > reached and step == late:
            state = "late"
        if one.standing == Standing.GONE and state != "taken":
            state = "ahead"
        at: Any = getattr(one, f"{step}_at") if number <= reached else None
        found.append(Mark(str(step), state, at, getattr(one, f"{step}_by", None) if at else None))
    return found


LATE = {
    Step.ANNOUNCED: (
        "离切换不到 7 天，还没有通知达人和商家。",
        "Less than 7 days are left, and nobody has announced it.",
    ),
    Step.APPROVED: (
        "时刻已过，无人批准。", "The instant has passed and nobody approved it.",
    ),
    Step.SWEPT: (
        "时刻已过一小时以上，条目还没有全部下架。",
        "More than an hour has passed since the instant, and entries still hang.",
    ),
    Step.PROVED: (
        "下架已满一天，还没有出具证明。", "It was swept more than a day ago, and nobody proved it.",
    ),
    Step.CLOSED: (
        "证明出具已满 30 天，还没有办结。",
        "It was proved more than 30 days ago, and nobody closed it.",
    ),
}  # fmt: skip
STANDS = {
    Step.FOUND: (
        "已从协议中发现，还没有演练。", "Found in the terms. It has not been rehearsed yet.",
    ),
    Step.REHEARSED: ("已演练，还没有通知。", "Rehearsed. It has not been announced yet."),
    Step.ANNOUNCED: (
        "已通知，等待另一人批准。", "Announced. It waits for the approval of a second person.",
    ),
    Step.APPROVED: (
        "已批准，到时自动下架。", "Approved. The sweep begins by itself at the instant.",
    ),
    Step.SWEPT: ("已全部下架，还没有出具证明。", "Swept. It has not been proved yet."),
    Step.PROVED: ("已出具证明，可以办结。", "Proved. It can be closed."),
    Step.CLOSED: ("已办结。", "Closed."),
}  # fmt: skip


def sentence(one: Transition, present: datetime) -> str:
    """How the transition stands."""
    if one.standing == Standing.GONE:
        return said(
            "不再发生：协议在此之前改了。", "It comes no more: the terms changed before it."
        )
    if one.standing == Standing.UNDER_REVIEW:
        return said(
            "{version} 批准后才会发生。",
            "It comes only if {version} is approved.",
            version=said("{0} 第 {1} 版", "{0} version {1}").format(*one.waits_for.rsplit(" ", 1)),
        )
    late = overdue(one, present)
    if late is not None:
        return said(*LATE[Step(late)])
    if one.step == Step.APPROVED and present >= one.at:
        return said("时刻已过，正在下架。", "The instant has passed, and the sweep is under way.")
    return said(*STANDS[Step(one.step)])


def in_the_way(one: Transition, of: Next | None, told: Told | None) -> str:
    """Why the next step cannot be taken; empty: it can."""
    if of is None or of.hindrance is None:
        return ""
    if of.hindrance is Hindrance.NOT_ENOUGH_TOLD and told is not None:
        return said(
            "须有 {wanted} 位达人提前 {days} 天收到通知，现在是 {told} 位，不能批准。",
            "Creators told {days} days before: {told}; asked for: {wanted}. It cannot be approved.",
            wanted=f"{told.wanted:,}", told=f"{told.told:,}", days=one.told_days,
        )  # fmt: skip
    if of.hindrance is Hindrance.ROLE:
        return said(*THEIR_ROLE[of.step == Step.APPROVED])
    return said(*IN_THE_WAY[of.hindrance])


THEIR_ROLE = {
    True: ("批准由运营或法务进行。", "Operations or legal approve it."),
    False: ("这一步由运营进行。", "Operations take this step."),
}
IN_THE_WAY = {
    Hindrance.GONE: ("不再发生，没有下一步。", "It comes no more: there is no next step."),
    Hindrance.UNDER_REVIEW: (
        "引起它的版本还没有批准，现在只能演练。",
        "The version that would bring it is not approved yet: it can only be rehearsed.",
    ),
    Hindrance.RUNNING: (
        "演练正在进行，本页会自动刷新。", "A rehearsal is running; this page refreshes itself.",
    ),
    Hindrance.NO_NOTICE: (
        "还没有起草这次切换的通知。", "No notice of this transition has been drafted.",
    ),
    Hindrance.STALE: (
        "通知与协议现在的变化不符，不能发出，请先修改通知。",
        "The notice no longer says what the terms change, and cannot go out: edit it first.",
    ),
    Hindrance.SECOND_PERSON: (
        "您演练或通知了它，须由另一人批准。",
        "You rehearsed or announced it: another person approves it.",
    ),
    Hindrance.NOT_YET: (
        "到时由系统自动下架，不用操作。",
        "From the instant on the workers sweep by themselves: nothing is to be done.",
    ),
    Hindrance.SWEEPING: (
        "系统正在下架，不用操作，本页会自动刷新。",
        "The workers are sweeping; this page refreshes itself.",
    ),
    Hindrance.HANGING: (
        "上次证明时还有条目在展示或等待下播，须重新出具证明。",
        "The last proof found entries that hang, or wait for a live session: prove it again.",
    ),
}  # fmt: skip
