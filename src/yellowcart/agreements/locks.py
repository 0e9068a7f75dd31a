"""Row locks, in the order in which they are taken: the agreement, then its version."""

from yellowcart.agreements.models import (
    Agreement,
    AgreementVersion,
    HouseRule,
    HouseRuleVersion,
    Version,
)


def lock_agreement(code: str) -> Agreement | None:
    """Holds an agreement and its versions still until the transaction ends."""
    return Agreement.objects.select_for_update().filter(code=code).first()


def lock_version(version: Version) -> AgreementVersion | HouseRuleVersion:
    """Holds a version, and what it is a version of, still; answers it as it is now."""
    if isinstance(version, AgreementVersion):
        Agreement.objects.select_for_update().get(pk=version.agreement_id)
        return AgreementVersion.objects.select_related("agreement", "partner").get(pk=version.pk)
    assert isinstance(version, HouseRuleVersion)
    HouseRule.objects.select_for_update().get(pk=version.rule_id)
    return HouseRuleVersion.objects.select_related("rule").get(pk=version.pk)
