"""What a legal clerk types, read as an agreement or a house rule; what cannot be is said."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.http import QueryDict

from yellowcart.kit.code import LONGEST, parse_code
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import parse_instant
from yellowcart.kit.period import Period
from yellowcart.terms import Agreement, Clause, Conditions, Effect, HouseRule, Hung

MOST_CLAUSES = 200
LISTS = ("categories", "except_categories", "creator_groups", "except_creator_groups")


@dataclass
class ClauseRow:
    """One row of the form, as it was typed."""

    number: int
    id: str = ""
    effect: str = "grant"
    surfaces: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=lambda: ["goods", "services"])
    categories: str = ""
    except_categories: str = ""
    creator_groups: str = ""
    except_creator_groups: str = ""
    start: str = ""
    until: str = ""
    hung: str = "withdraw"

    @property
    def is_blank(self) -> bool:
        return not (self.id.strip() or self.surfaces)


@dataclass
class AgreementForm:
    """The whole form, as it was typed."""

    code: str = ""
    partner: str = ""
    start: str = ""
    until: str = ""
    renews: str = ""
    notice_days: str = ""
    clauses: list[ClauseRow] = field(default_factory=list)

    @classmethod
    def typed(cls, posted: QueryDict) -> "AgreementForm":
        count = posted.get("clauses", "")
        numbers = range(min(int(count), MOST_CLAUSES) if count.isdecimal() else 0)
        return cls(
            **{name: posted.get(name, "").strip() for name in (
                "code", "partner", "start", "until", "renews", "notice_days",
            )},
            clauses=[_row(posted, number) for number in numbers],
        )  # fmt: skip

    @classmethod
    def of(cls, value: Agreement, zone: tzinfo) -> "AgreementForm":
        return cls(
            value.code, value.partner, shown(value.period.start, zone),
            shown(value.period.until, zone), value.renews or "",
            "" if value.notice_days is None else str(value.notice_days),
            [_of_clause(number, clause, zone) for number, clause in enumerate(value.clauses)],
        )  # fmt: skip

    def with_blanks(self, more: int = 2) -> "AgreementForm":
        """With empty rows to type further clauses into."""
        self.clauses = [row for row in self.clauses if not row.is_blank]
        first = len(self.clauses)
        self.clauses += [ClauseRow(first + number) for number in range(more)]
        for number, row in enumerate(self.clauses):
            row.number = number
        return self

    def value(self, known: datetime, zone: tzinfo) -> Agreement:
        """The agreement; `BadInput`, which names the field, for what is none."""
        notice = None
        if self.notice_days:
            if not self.notice_days.isascii() or not self.notice_days.isdigit():
                raise BadInput("not a number", field="notice_days", expected="whole days")
            notice = int(self.notice_days)
            if notice > 3650:
                raise BadInput("too many", field="notice_days", expected="at most ten years")
        start = _instant("start", self.start, zone)
        if start is None:
            raise BadInput("missing", field="start", expected="the instant at which it begins")
        names = [row.id for row in self.clauses if not row.is_blank]
        for name in names:
            if names.count(name) > 1:
                raise BadInput("given twice", field="id", value=name, expected="each clause once")
        return Agreement(
            code=parse_code(self.code),
            partner=self.partner,
            known=known,
            period=Period(start, _instant("until", self.until, zone)),
            clauses=tuple(_clause(row, zone) for row in self.clauses if not row.is_blank),
            renews=self.renews or None,
            notice_days=notice,
        )


@dataclass
class RuleForm:
    """A house rule, as it was typed: whom it binds, and what it forbids."""

    code: str = ""
    partners: list[str] = field(default_factory=list)
    row: ClauseRow = field(default_factory=lambda: ClauseRow(0))

    @classmethod
    def typed(cls, posted: QueryDict) -> "RuleForm":
        return cls(posted.get("code", "").strip(), posted.getlist("partners"), _row(posted, 0))

    @classmethod
    def of(cls, value: HouseRule, zone: tzinfo) -> "RuleForm":
        clause = Clause(value.code, Effect.FORBID, value.conditions, value.start, value.until)
        return cls(value.code, list(value.partners), _of_clause(0, clause, zone))

    def value(self, zone: tzinfo) -> HouseRule:
        return HouseRule(
            code=parse_code(self.code),
            partners=tuple(self.partners),
            conditions=_conditions(self.row),
            start=_instant("start", self.row.start, zone),
            until=_instant("until", self.row.until, zone),
        )


def shown(at: datetime | None, zone: tzinfo) -> str:
    """An instant as the form takes it, in the platform's time zone."""
    if at is None:
        return ""
    return at.astimezone(zone).replace(tzinfo=None).isoformat(" ")


def _row(posted: QueryDict, number: int) -> ClauseRow:
    texts: dict[str, Any] = {
        name: posted.get(f"{name}-{number}", "").strip()
        for name in ("id", *LISTS, "start", "until")
    }
    return ClauseRow(
        number=number,
        effect=posted.get(f"effect-{number}", "grant"),
        surfaces=posted.getlist(f"surfaces-{number}"),
        kinds=posted.getlist(f"kinds-{number}"),
        hung=posted.get(f"hung-{number}", "withdraw"),
        **texts,
    )


def _of_clause(number: int, clause: Clause, zone: tzinfo) -> ClauseRow:
    of = clause.conditions
    return ClauseRow(
        number=number,
        id=clause.id,
        effect=clause.effect,
        surfaces=list(of.surfaces),
        kinds=list(of.kinds),
        categories=", ".join(of.categories),
        except_categories=", ".join(of.except_categories),
        creator_groups=", ".join(of.creator_groups),
        except_creator_groups=", ".join(of.except_creator_groups),
        start=shown(clause.start, zone),
        until=shown(clause.until, zone),
        hung=clause.hung,
    )


def _clause(row: ClauseRow, zone: tzinfo) -> Clause:
    try:
        effect, hung = Effect(row.effect), Hung(row.hung)
    except ValueError:
        raise BadInput(
            "no such choice", source=f"clause {row.id}", field="effect", value=row.effect
        ) from None
    try:
        return Clause(
            id=_clause_id(row.id),
            effect=effect,
            conditions=_conditions(row),
            start=_instant("start", row.start, zone),
            until=_instant("until", row.until, zone),
            hung=hung,
        )
    except BadInput as error:
        error.source = f"clause {row.id or row.number + 1}"
        raise


def _conditions(row: ClauseRow) -> Conditions:
    return Conditions(
        surfaces=tuple(row.surfaces),
        kinds=tuple(row.kinds),
        **{name: _codes(name, getattr(row, name)) for name in LISTS},
    )


def _codes(field: str, text: str) -> tuple[str, ...]:
    found = (part.strip() for part in text.replace("，", ",").replace("、", ",").split(","))
    return tuple(_short(field, part) for part in found if part)


def _clause_id(text: str) -> str:
    if not text:
        raise BadInput("missing", field="id", expected="a code")
    return _short("id", text)


def _short(field: str, text: str) -> str:
    if len(text) > LONGEST:
        raise BadInput("too long", field=field, value=text, expected=f"at most {LONGEST} letters")
    if not text.isprintable():
        raise BadInput("not a text", field=field, value=text, expected="letters on one line")
    return text


def _instant(field: str, text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        return parse_instant(text, zone)
    except BadInput as error:
        error.field = field
        raise
