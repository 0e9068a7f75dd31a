"""Writing versions and their clauses, and saying what they hold for the record."""

from datetime import datetime

from yellowcart.agreements import form, models
from yellowcart.agreements.errors import PartnerChanged, UnknownPartner
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion, Version
from yellowcart.kit.instant import format_instant
from yellowcart.terms import Agreement, HouseRule, Terms, write_terms


def the_agreement(value: Agreement) -> models.Agreement:
    """The agreement of that code, made if there is none."""
    partner = models.Partner.objects.filter(code=value.partner).first()
    if partner is None:
        raise UnknownPartner(f"there is no partner {value.partner}")
    agreement, _ = models.Agreement.objects.get_or_create(
        code=value.code, defaults={"partner": partner}
    )
    if agreement.partner_id != partner.pk:
        raise PartnerChanged(f"{value.code} is an agreement with {agreement.partner.code}")
    return agreement


def fill(row: AgreementVersion, value: Agreement) -> None:
    """Writes what a version says, its clauses too."""
    row.period = form.period_row(value.period)
    row.renews = value.renews or ""
    row.notice_days = value.notice_days
    row.save()
    row.clauses.all().delete()
    models.Clause.objects.bulk_create(form.clause_rows(row, value.clauses))


def fill_rule(row: HouseRuleVersion, value: HouseRule) -> None:
    row.partners = list(value.partners)
    for name, codes in form.conditions_row(value.conditions).items():
        setattr(row, name, codes)
    row.start, row.until = value.start, value.until
    row.save()


def shown(row: Version) -> dict[str, object]:
    """What the record says of a version: its step, its people and its text in the form."""
    if isinstance(row, AgreementVersion):
        row = AgreementVersion.objects.select_related("agreement", "partner").get(pk=row.pk)
        terms = Terms(agreements=(form.agreement_value(row),))
        code = row.agreement.code
    else:
        assert isinstance(row, HouseRuleVersion)
        terms = Terms(house_rules=(form.house_rule_value(row),))
        code = row.rule.code
    return {
        "code": code,
        "version": row.number,
        "status": str(row.status),
        "drafted_by": row.drafted_by_id,
        "submitted_by": row.submitted_by_id,
        "decided_by": row.decided_by_id,
        "known": _text(row.known),
        "objection": row.objection,
        "form": write_terms(terms),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
