"""Between rows and the engine's values: neither says anything that the other does not."""

from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from yellowcart.agreements import models
from yellowcart.kit.period import Period
from yellowcart.terms import (
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Surface,
    Wording,
)


def surface_value(row: models.Surface) -> Surface:
    return Surface(row.code, Wording(row.name_zh, row.name_en))


def partner_value(row: models.Partner) -> Partner:
    marketplaces = sorted(row.marketplaces.all(), key=lambda one: one.pk)
    name = Wording(row.name_zh, row.name_en)
    return Partner(row.code, name, tuple(one.code for one in marketplaces))


def agreement_value(row: models.AgreementVersion) -> Agreement:
    """The version as the engine takes it; a draft counts as known since it was drafted."""
    return Agreement(
        code=row.agreement.code,
        partner=row.partner.code,
        known=row.known or row.drafted_at,
        period=Period(row.period.lower, row.period.upper),
        version=row.number,
        clauses=tuple(
            clause_value(clause)
            for clause in sorted(row.clauses.all(), key=lambda one: one.position)
        ),
        renews=row.renews or None,
        notice_days=row.notice_days,
    )


def clause_value(row: models.Clause) -> Clause:
    return Clause(
        id=row.name,
        effect=Effect(row.effect),
        conditions=_conditions(row),
        start=row.start,
        until=row.until,
        hung=Hung(row.hung),
    )


def house_rule_value(row: models.HouseRuleVersion) -> HouseRule:
    return HouseRule(
        code=row.rule.code,
        partners=tuple(row.partners),
        conditions=_conditions(row),
        version=row.number,
        known=row.known,
        start=row.start,
        until=row.until,
    )


def _conditions(row: models.Provision) -> Conditions:
    return Conditions(
        surfaces=tuple(row.surfaces),
        kinds=tuple(row.kinds),
        categories=tuple(row.categories),
        except_categories=tuple(row.except_categories),
        creator_groups=tuple(row.creator_groups),
        except_creator_groups=tuple(row.except_creator_groups),
    )


def period_row(period: Period) -> DateTimeTZRange:
    return DateTimeTZRange(period.start, period.until, "[)")


def clause_rows(version: models.AgreementVersion, clauses: Iterable[Clause]) -> list[models.Clause]:
    return [
        models.Clause(
            version=version,
            position=position,
            name=clause.id,
            effect=clause.effect,
            hung=clause.hung,
            start=clause.start,
            until=clause.until,
            **conditions_row(clause.conditions),
        )
        for position, clause in enumerate(clauses)
    ]


def conditions_row(conditions: Conditions) -> dict[str, list[str]]:
    return {
        "surfaces": list(conditions.surfaces),
        "kinds": list(conditions.kinds),
        "categories": list(conditions.categories),
        "except_categories": list(conditions.except_categories),
        "creator_groups": list(conditions.creator_groups),
        "except_creator_groups": list(conditions.except_creator_groups),
    }
