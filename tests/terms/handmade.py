"""Terms put together in code, clause by clause, and how the tests ask them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.terms.samples import CUT_OVER
from yellowcart.kit.period import Period
from yellowcart.terms import (
    Agreement,
    Clause,
    Conditions,
    Decision,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Surface,
    Terms,
    Wording,
)

FROM = datetime(2021, 2, 28, 16, tzinfo=UTC)
DAY = timedelta(days=1)
QUESTION = ("taobao-alliance", "live_cart", "goods")


def terms_of(
    *agreements: Agreement,
    house_rules: Iterable[HouseRule] = (),
    surfaces: Iterable[str] = ("live_cart", "video_cart"),
) -> Terms:
    return Terms(
        surfaces=tuple(Surface(code, Wording(code, code)) for code in surfaces),
        partners=tuple(Partner(code, Wording(code, code)) for code in ("alliance", "other")),
        agreements=agreements,
        house_rules=tuple(house_rules),
    )


def agreement(
    code: str,
    *clauses: Clause,
    start: datetime = FROM,
    until: datetime | None = CUT_OVER,
    partner: str = "alliance",
) -> Agreement:
    return Agreement(code, partner, FROM - 30 * DAY, Period(start, until), clauses=clauses)


def grant(
    id: str = "1",
    start: datetime | None = None,
    until: datetime | None = None,
    hung: Hung = Hung.WITHDRAW,
    **conditions: tuple[str, ...],
) -> Clause:
    return Clause(id, Effect.GRANT, Conditions(**conditions), start, until, hung)


def forbid(
    id: str = "9",
    start: datetime | None = None,
    until: datetime | None = None,
    **conditions: tuple[str, ...],
) -> Clause:
    return Clause(id, Effect.FORBID, Conditions(**conditions), start, until)


def basis(decision: Decision) -> tuple[str, str | None, int | None, str | None]:
    return decision.reason, decision.agreement, decision.version, decision.clause


def ask(
    terms: Terms,
    at: datetime = FROM,
    surface: Any = "live_cart",
    kind: Any = "goods",
    partner: Any = "alliance",
    **of: Any,
) -> Decision:
    return terms.table().decide(partner, surface, kind, at, **of)
