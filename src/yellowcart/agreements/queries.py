"""The terms on file, as the engine takes them, and what a version would change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from yellowcart.agreements import form
from yellowcart.agreements.models import (
    AgreementVersion,
    HouseRuleVersion,
    Partner,
    Platform,
    Revision,
    Status,
    Surface,
)
from yellowcart.links import book
from yellowcart.terms import (
    Agreement,
    Change,
    Finding,
    HouseRule,
    Table,
    Terms,
    Verdict,
    lint,
    transitions,
)
from yellowcart.terms.register import DEFAULT_TIME_ZONE


def terms_on_file() -> Terms:
    """Everything in force: each version that was approved or imported, those replaced too."""
    return _terms()


def terms_with(version: AgreementVersion | HouseRuleVersion, at: datetime) -> Terms:
    """The terms as they would be had the version come into force, and become known, at `at`."""
    if isinstance(version, HouseRuleVersion):
        return _terms(rule=replace(form.house_rule_value(version), known=at))
    return _terms(agreement=replace(form.agreement_value(version), known=at))


def _terms(agreement: Agreement | None = None, rule: HouseRule | None = None) -> Terms:
    """All lists as of one instant; within a write's transaction, as that sees them."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        platform = Platform.objects.first()
        versions = (
            AgreementVersion.objects.filter(status=Status.IN_FORCE)
            .select_related("agreement", "partner")
            .prefetch_related("clauses")
            .order_by("pk")
        )
        rules = HouseRuleVersion.objects.filter(status=Status.IN_FORCE).select_related("rule")
        return Terms(
            surfaces=tuple(map(form.surface_value, Surface.objects.order_by("pk"))),
            partners=tuple(
                map(
                    form.partner_value,
                    Partner.objects.prefetch_related("marketplaces").order_by("pk"),
                )
            ),
            agreements=(*map(form.agreement_value, versions), *([agreement] if agreement else [])),
            house_rules=(
                *map(form.house_rule_value, rules.order_by("pk")),
                *([rule] if rule else []),
            ),
            time_zone=platform.time_zone if platform else DEFAULT_TIME_ZONE,
        )


def revision() -> int:
    """Another number whenever what `terms_on_file` answers has changed."""
    found = Revision.objects.values_list("number", flat=True).first()
    return found or 0


@dataclass(frozen=True)
class Turn:
    """A cell whose verdict is another as soon as the version is in force."""

    partner: str
    surface: str
    kind: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True)
class Coming:
    """What changes at an instant."""

    at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Preview:
    """What a version would change, to look at before it is submitted and before it is decided."""

    findings: list[Finding]
    """What lint says of the terms with the version, and does not say without it."""
    at_once: list[Turn]
    coming: list[Coming]
    """Later changes that would not come without the version."""
    no_longer: list[Coming]
    """Later changes that would come without it."""


def preview(version: AgreementVersion | HouseRuleVersion, at: datetime) -> Preview:
    """What would change were the version approved at `at`."""
    before, after = terms_on_file(), terms_with(version, at)
    marketplaces = [one.code for one in book().marketplaces]
    known = [_said(one) for one in lint(before, marketplaces)]
    was, will = _coming(before.table(), at), _coming(after.table(), at)
    return Preview(
        findings=[one for one in lint(after, marketplaces) if _said(one) not in known],
        at_once=list(_turns(before.table(), after.table(), at)),
        coming=[one for one in will if one not in was],
        no_longer=[one for one in was if one not in will],
    )


def _said(finding: Finding) -> tuple[str, str | None, str | None, str]:
    return finding.code, finding.agreement, finding.clause, finding.message.en


def _coming(table: Table, at: datetime) -> list[Coming]:
    return [Coming(one.at, one.changes) for one in transitions(table, at) if one.at > at]


def _turns(before: Table, after: Table, at: datetime) -> Iterator[Turn]:
    for partner, surface, kind in after.cells():
        was, will = (one.decide(partner, surface, kind, at).verdict for one in (before, after))
        if was is not will:
            yield Turn(partner, surface, kind, was, will)
