"""Taking over a form: agreements that were made, and known, before they came here."""

from django.db import IntegrityError, transaction

from yellowcart.agreements import form, models
from yellowcart.agreements.actions.decide import OVERLAP
from yellowcart.agreements.actions.rows import fill, fill_rule, the_agreement
from yellowcart.agreements.errors import AgreementsOverlap, CodeTaken, ListChanged
from yellowcart.agreements.locks import lock_terms
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion, Status
from yellowcart.kit.instant import format_instant
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.terms import Agreement, HouseRule, Partner, Surface, Terms, write_terms


@transaction.atomic
def import_terms(*, by: Person | None, terms: Terms) -> None:
    """Takes over the versions of a form that are not on file yet, with the instants it gives.

    Versions on file stay as they are; one that the form words otherwise is refused with
    `CodeTaken`, and so is one that became known in the future. Lists may grow; what the form
    says otherwise of them is refused with `ListChanged`. All of it is taken over or nothing.
    """
    require(by, Verb.DRAFT_AGREEMENT)
    lock_terms()
    _take_over_lists(terms)
    taken = [*map(_take_over, terms.agreements), *map(_take_over_rule, terms.house_rules)]
    try:
        with transaction.atomic():
            for code in {value.code for value in terms.agreements}:
                _count_highest(code)
    except IntegrityError as error:
        if OVERLAP not in str(error):
            raise
        raise AgreementsOverlap("two agreements of one partner are in force at once") from None
    platform = models.Platform.objects.get(id=1)
    audit.record(
        by,
        "terms.imported",
        platform,
        None,
        {"versions": sum(taken), "form": write_terms(terms)},
    )


def _take_over_lists(terms: Terms) -> None:
    platform, _ = models.Platform.objects.get_or_create(
        id=1, defaults={"time_zone": terms.time_zone}
    )
    if platform.time_zone != terms.time_zone:
        raise ListChanged(f"the time zone is {platform.time_zone}, not {terms.time_zone}")
    for surface in terms.surfaces:
        _take_over_surface(surface)
    for partner in terms.partners:
        _take_over_partner(partner)


def _take_over_surface(value: Surface) -> None:
    names = {"name_zh": value.name.zh, "name_en": value.name.en}
    row, _ = models.Surface.objects.get_or_create(code=value.code, defaults=names)
    if form.surface_value(row) != value:
        raise ListChanged(f"the surface {value.code} is on file as {row.name_zh}, {row.name_en}")


def _take_over_partner(value: Partner) -> None:
    names = {"name_zh": value.name.zh, "name_en": value.name.en}
    row, made = models.Partner.objects.get_or_create(code=value.code, defaults=names)
    if made:
        for code in value.marketplaces:
            if models.Marketplace.objects.filter(code=code).exists():
                raise ListChanged(f"another partner brings {code} already")
            models.Marketplace.objects.create(partner=row, code=code)
    if form.partner_value(row) != value:
        raise ListChanged(f"the partner {value.code} is on file with another name or marketplaces")


def _take_over(value: Agreement) -> bool:
    agreement = the_agreement(value)
    row = agreement.versions.filter(number=value.version).first()
    if row is not None:
        if row.status != Status.IN_FORCE or form.agreement_value(row) != value:
            raise CodeTaken(f"{value.code} version {value.version} is on file, and says otherwise")
        return False
    at = database_now()
    if value.known > at:
        raise CodeTaken(
            f"{value.code} version {value.version} becomes known at {format_instant(value.known)}, "
            "in the future; draft it instead"
        )
    row = AgreementVersion(
        agreement=agreement,
        partner=agreement.partner,
        number=value.version,
        status=Status.DRAFT,
        drafted_at=at,
        known=value.known,
    )
    fill(row, value)
    row.status, row.imported = Status.IN_FORCE, True
    row.save()
    return True


def _take_over_rule(value: HouseRule) -> bool:
    rule, _ = models.HouseRule.objects.get_or_create(code=value.code)
    row = rule.versions.filter(number=value.version).first()
    if row is not None:
        if row.status != Status.IN_FORCE or form.house_rule_value(row) != value:
            raise CodeTaken(f"{value.code} version {value.version} is on file, and says otherwise")
        return False
    fill_rule(
        HouseRuleVersion(
            rule=rule,
            number=value.version,
            status=Status.IN_FORCE,
            imported=True,
            drafted_at=database_now(),
            known=value.known,
        ),
        value,
    )
    return True


def _count_highest(code: str) -> None:
    in_force = AgreementVersion.objects.filter(agreement__code=code, status=Status.IN_FORCE)
    highest = in_force.order_by("-number").first()
    assert highest is not None
    in_force.exclude(pk=highest.pk).filter(counts=True).update(counts=False)
    in_force.filter(pk=highest.pk, counts=False).update(counts=True)
