"""The terms by which a transition comes."""

from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion, Status
from yellowcart.agreements.queries import terms_on_file, terms_with
from yellowcart.cutover.errors import NotInForce
from yellowcart.cutover.models import Standing, Transition
from yellowcart.parties.clock import database_now
from yellowcart.terms import Terms


def terms_of(one: Transition) -> Terms:
    """What is in force; with the version under review, where the transition waits for one."""
    if one.standing != Standing.UNDER_REVIEW:
        return terms_on_file()
    versions: list[AgreementVersion | HouseRuleVersion] = [
        *AgreementVersion.objects.filter(status=Status.SUBMITTED),
        *HouseRuleVersion.objects.filter(status=Status.SUBMITTED),
    ]
    waited = next((version for version in versions if str(version) == one.waits_for), None)
    if waited is None:
        raise NotInForce(f"{one.waits_for} is not under review any more")
    return terms_with(waited, database_now())
