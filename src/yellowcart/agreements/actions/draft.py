"""Drafting: a new agreement, an amendment, a renewal, an early end; and submitting it."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from yellowcart.agreements import form, models
from yellowcart.agreements.actions.rows import fill, fill_rule, shown, the_agreement
from yellowcart.agreements.errors import (
    CodeTaken,
    DraftedAlready,
    EndsTooLate,
    UnknownAgreement,
    WrongStep,
)
from yellowcart.agreements.locks import lock_agreement, lock_version
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion, Status
from yellowcart.kit.instant import format_instant
from yellowcart.kit.period import Period
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.terms import Agreement, Clause, HouseRule

OPEN = (Status.DRAFT, Status.SUBMITTED)


@transaction.atomic
def draft_agreement(*, by: Person | None, value: Agreement) -> AgreementVersion:
    """Drafts a new agreement, or anew what was rejected or dropped before it came into force.

    `known` and `version` of `value` are ignored.
    """
    require(by, Verb.DRAFT_AGREEMENT)
    agreement = lock_agreement(value.code)
    if agreement is not None and agreement.versions.filter(status=Status.IN_FORCE).exists():
        raise CodeTaken(f"there is an agreement {value.code}; amend it, or take another code")
    return _drafted(by, the_agreement(value), 1, value)


@transaction.atomic
def amend(*, by: Person | None, value: Agreement) -> AgreementVersion:
    """Drafts the next version of an agreement, which replaces the one before whole."""
    require(by, Verb.DRAFT_AGREEMENT)
    agreement = lock_agreement(value.code)
    if agreement is None:
        raise UnknownAgreement(f"there is no agreement {value.code}")
    the_agreement(value)
    latest = _latest(agreement)
    return _drafted(by, agreement, latest.number + 1, value)


@transaction.atomic
def renew(*, by: Person | None, value: Agreement) -> AgreementVersion:
    """Drafts an agreement that goes on from another: `value.renews`, of the same partner."""
    require(by, Verb.DRAFT_AGREEMENT)
    before = models.Agreement.objects.filter(
        code=value.renews, partner__code=value.partner, versions__status=Status.IN_FORCE
    )
    if not value.renews or not before.exists():
        raise UnknownAgreement(f"no agreement {value.renews} with {value.partner} is in force")
    return draft_agreement(by=by, value=value)


@transaction.atomic
def terminate_early(*, by: Person | None, code: str, until: datetime) -> AgreementVersion:
    """Drafts a version of an agreement that ends at `until`, before its own end."""
    require(by, Verb.DRAFT_AGREEMENT)
    agreement = lock_agreement(code)
    if agreement is None:
        raise UnknownAgreement(f"there is no agreement {code}")
    value = form.agreement_value(_latest(agreement))
    if value.period.until is not None and value.period.until <= until:
        raise EndsTooLate(f"{code} ends at {format_instant(value.period.until)} already")
    period = Period(value.period.start, until)
    clauses = tuple(
        clipped for clause in value.clauses if (clipped := _clipped(clause, until)) is not None
    )
    ended = replace(value, period=period, clauses=clauses)
    return _drafted(by, agreement, value.version + 1, ended)


@transaction.atomic
def draft_house_rule(*, by: Person | None, value: HouseRule) -> HouseRuleVersion:
    """Drafts the next version of a house rule, the first if there is none."""
    require(by, Verb.DRAFT_AGREEMENT)
    models.HouseRule.objects.get_or_create(code=value.code)
    rule = models.HouseRule.objects.select_for_update().get(code=value.code)
    numbers = rule.versions.exclude(status=Status.DROPPED).values_list("status", "number")
    if any(status in OPEN for status, _ in numbers):
        raise DraftedAlready(f"a version of {value.code} waits for its decision")
    number = 1 + max(rule.versions.values_list("number", flat=True), default=0)
    row = HouseRuleVersion(
        rule=rule, number=number, drafted_by=by, drafted_at=database_now(), partners=[]
    )
    fill_rule(row, value)
    audit.record(by, "house_rule.drafted", row, None, shown(row))
    return row


@transaction.atomic
def edit_draft(
    *,
    by: Person | None,
    version: AgreementVersion | HouseRuleVersion,
    value: Agreement | HouseRule,
) -> None:
    """Replaces what a draft says. Who edits it has drafted it, and cannot decide it."""
    require(by, Verb.DRAFT_AGREEMENT)
    row = lock_version(version)
    _at_step(row, Status.DRAFT)
    before = shown(row)
    row.drafted_by = by
    if isinstance(row, AgreementVersion):
        assert isinstance(value, Agreement)
        the_agreement(replace(value, code=row.agreement.code))
        fill(row, value)
    else:
        assert isinstance(value, HouseRule)
        fill_rule(row, value)
    audit.record(by, f"{_noun(row)}.edited", row, before, shown(row))


@transaction.atomic
def submit(*, by: Person, version: AgreementVersion | HouseRuleVersion) -> None:
    """Hands a draft to a second person."""
    require(by, Verb.DRAFT_AGREEMENT)
    row = lock_version(version)
    _at_step(row, Status.DRAFT)
    before = shown(row)
    row.status, row.submitted_by, row.submitted_at = Status.SUBMITTED, by, database_now()
    row.save()
    audit.record(by, f"{_noun(row)}.submitted", row, before, shown(row))


@transaction.atomic
def drop(*, by: Person, version: AgreementVersion | HouseRuleVersion) -> None:
    """Takes back a version that is not decided yet."""
    require(by, Verb.DRAFT_AGREEMENT)
    row = lock_version(version)
    _at_step(row, *OPEN)
    before = shown(row)
    row.status = Status.DROPPED
    row.save()
    audit.record(by, f"{_noun(row)}.dropped", row, before, shown(row))


def _drafted(
    by: Person | None, agreement: models.Agreement, number: int, value: Agreement
) -> AgreementVersion:
    if agreement.versions.filter(status__in=OPEN).exists():
        raise DraftedAlready(f"a version of {agreement.code} waits for its decision")
    taken = agreement.versions.values_list("number", flat=True)
    row = AgreementVersion(
        agreement=agreement,
        partner=agreement.partner,
        number=max([number - 1, *taken]) + 1,
        drafted_by=by,
        drafted_at=database_now(),
    )
    fill(row, value)
    audit.record(by, "agreement.drafted", row, None, shown(row))
    return row


def _latest(agreement: models.Agreement) -> AgreementVersion:
    found = agreement.versions.filter(counts=True).first()
    if found is None:
        raise UnknownAgreement(f"no version of {agreement.code} is in force")
    return found


def _clipped(clause: Clause, until: datetime) -> Clause | None:
    """The clause as far as it comes before `until`; None where nothing of it does."""
    if clause.start is not None and clause.start >= until:
        return None
    if clause.until is not None and clause.until > until:
        return replace(clause, until=None)
    return clause


def _at_step(row: models.Version, *steps: Status) -> None:
    if row.status not in steps:
        raise WrongStep(f"{row} is {row.status}, not {' or '.join(steps)}")


def _noun(row: models.Version) -> str:
    return "agreement" if isinstance(row, AgreementVersion) else "house_rule"
