"""What somebody types of a notice: its texts, whom it is for, when it comes again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypedDict

from django.http import QueryDict

from yellowcart.kit.errors import BadInput
from yellowcart.notices.audience import DEFAULT
from yellowcart.notices.models import REMINDERS, Notice

TEXTS = ("title_zh", "title_en", "text_zh", "text_en")
LISTS = ("creators", "organisations", "people")
TICKED = ("touched", "roles")
UNITS = {"days": 24 * 60 * 60, "hours": 60 * 60, "minutes": 60}
USUAL = (14 * UNITS["days"], *REMINDERS)
LONGEST_NUMBER = 6


class Texts(TypedDict):
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str


class Distance(NamedTuple):
    """A reminder that is chosen, or could be."""

    seconds: int
    due_at: datetime
    chosen: bool
    over: bool
    """It would have come out by now."""


@dataclass
class NoticeForm:
    """The whole form, as it was typed."""

    title_zh: str = ""
    title_en: str = ""
    text_zh: str = ""
    text_en: str = ""
    touched: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    creators: str = ""
    organisations: str = ""
    people: str = ""
    reminders: list[int] = field(default_factory=list)
    more: str = ""
    unit: str = "days"

    @classmethod
    def typed(cls, posted: QueryDict) -> "NoticeForm":
        ticked = [one for one in posted.getlist("reminders") if one.isascii() and one.isdigit()]
        typed: dict[str, Any] = {name: posted.get(name, "") for name in (*TEXTS, *LISTS)}
        typed |= {name: posted.getlist(name) for name in TICKED}
        return cls(
            **typed,
            reminders=[int(one[: LONGEST_NUMBER + 3]) for one in ticked],
            more=posted.get("more", "").strip(),
            unit=posted.get("unit", "days"),
        )

    @classmethod
    def of(cls, notice: Notice) -> "NoticeForm":
        audience: dict[str, Any] = notice.audience
        said: dict[str, Any] = {name: getattr(notice, name) for name in TEXTS}
        said |= {name: list(audience.get(name, ())) for name in TICKED}
        said |= {name: "\n".join(audience.get(name, ())) for name in LISTS}
        return cls(**said, reminders=list(notice.reminders))

    @classmethod
    def usual(cls) -> "NoticeForm":
        """As a transition's notice begins."""
        return cls(touched=list(DEFAULT["touched"]), reminders=list(REMINDERS))

    @property
    def texts(self) -> Texts:
        return Texts(
            title_zh=self.title_zh, title_en=self.title_en,
            text_zh=self.text_zh, text_en=self.text_en,
        )  # fmt: skip

    @property
    def plain(self) -> dict[str, str]:
        """The texts as an action keeps them."""
        texts = {name: getattr(self, name) for name in TEXTS}
        return {name: text.replace("\r\n", "\n").strip() for name, text in texts.items()}

    @property
    def audience(self) -> dict[str, list[str]]:
        listed = {name: _codes(getattr(self, name)) for name in LISTS}
        return {"touched": self.touched, "roles": self.roles, **listed}

    @property
    def distances(self) -> list[int]:
        """`BadInput` for what is no number."""
        if not self.more:
            return self.reminders
        number = self.more
        if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
            raise BadInput("not a number", field="reminders", value=number, expected="1 or more")
        if self.unit not in UNITS:
            raise BadInput("no such choice", field="reminders", value=self.unit)
        return [*self.reminders, int(number) * UNITS[self.unit]]


def distances(chosen: Iterable[int], of: datetime, at: datetime) -> list[Distance]:
    """The usual reminders and those chosen, the farthest first."""
    chosen = set(chosen)
    found = []
    for seconds in sorted({*USUAL, *chosen}, reverse=True):
        due_at = of - timedelta(seconds=seconds)
        found.append(Distance(seconds, due_at, seconds in chosen, due_at <= at))
    return found


def _codes(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\n,，、;；]", text) if part.strip()]
