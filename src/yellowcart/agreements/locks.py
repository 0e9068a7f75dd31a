"""Locks, in the order in which they are taken: the agreement, its version, the terms."""

from django.db import connection

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


TERMS = 0x79_63_74_65  # "ycte": any number that nobody else takes


def hold_terms() -> None:
    """Nothing comes into force until the transaction ends: what it decides by stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [TERMS])


def lock_terms() -> None:
    """Waits for whoever holds the terms, so that what is decided from now on is by the new ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TERMS])
