"""Deciding: a second person approves or rejects."""

from django.db import IntegrityError, transaction

from yellowcart.agreements.actions.rows import shown
from yellowcart.agreements.errors import (
    AgreementsOverlap,
    NeedsSecondPerson,
    NoObjection,
    WrongStep,
)
from yellowcart.agreements.locks import lock_terms, lock_version
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion, Status
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.webhooks.events import emit

OVERLAP = "agreementversion_of_one_partner_never_overlap"


@transaction.atomic
def approve(*, by: Person, version: AgreementVersion | HouseRuleVersion) -> None:
    """Brings a submitted version into force: known from this instant, and never edited again."""
    row, before = _to_decide(by, version)
    lock_terms()
    row.known = row.decided_at = database_now()
    row.status = Status.IN_FORCE
    if isinstance(row, AgreementVersion):
        replaced = row.agreement.versions.filter(counts=True)
        replaced.update(counts=False)
        row.counts = True
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if OVERLAP not in str(error):
            raise
        raise AgreementsOverlap(f"{row} overlaps another agreement of its partner") from None
    after = shown(row)
    told = {name: after[name] for name in ("code", "version", "known", "form")}
    emit("agreement.in_force", str(after["code"]), {"document": _noun(row), **told})
    audit.record(by, f"{_noun(row)}.in_force", row, before, after)


@transaction.atomic
def reject(*, by: Person, version: AgreementVersion | HouseRuleVersion, objection: str) -> None:
    """Rejects a submitted version, saying why. Another may be drafted."""
    if not objection.strip():
        raise NoObjection("a rejection says why")
    row, before = _to_decide(by, version)
    row.status, row.objection = Status.REJECTED, objection.strip()
    row.save()
    audit.record(by, f"{_noun(row)}.rejected", row, before, shown(row))


def _to_decide(
    by: Person, version: AgreementVersion | HouseRuleVersion
) -> tuple[AgreementVersion | HouseRuleVersion, dict[str, object]]:
    require(by, Verb.DECIDE_AGREEMENT)
    row = lock_version(version)
    if row.status != Status.SUBMITTED:
        raise WrongStep(f"{row} is {row.status}, not submitted")
    if by.pk in (row.drafted_by_id, row.submitted_by_id):
        raise NeedsSecondPerson(f"{by.username} drafted or submitted {row}; another decides it")
    before = shown(row)
    row.decided_by, row.decided_at = by, database_now()
    return row, before


def _noun(row: AgreementVersion | HouseRuleVersion) -> str:
    return "agreement" if isinstance(row, AgreementVersion) else "house_rule"
