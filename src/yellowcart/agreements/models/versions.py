"""Agreements and house rules, each in versions that two people stand for."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yellowcart.agreements.models.lists import Partner
from yellowcart.agreements.models.provisions import Provision, codes

PERSON = settings.AUTH_USER_MODEL


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_FORCE = "in_force", _("in force")
    """Approved, and never edited from then on. When its terms hold, their own instants say."""
    REJECTED = "rejected", _("rejected")
    DROPPED = "dropped", _("dropped")
    """Taken back by whoever drafted it."""


class Version(models.Model):
    """One version, from its draft to the decision of a second person."""

    number = models.PositiveIntegerField()
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    known = models.DateTimeField(null=True, blank=True)
    """When the platform came to know of it: its approval, or what an imported form says."""
    imported = models.BooleanField(default=False)
    """Taken from a form of what was agreed elsewhere: one person stands for the import."""
    drafted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objection = models.TextField(blank=True)
    """Why it was rejected."""

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_has_a_known_status", condition=Q(status__in=[*Status.values])
            ),
            models.CheckConstraint(
                name="%(class)s_is_decided_by_a_second_person",
                condition=Q(decided_by__isnull=True)
                | (
                    (Q(drafted_by__isnull=True) | ~Q(decided_by=F("drafted_by")))
                    & ~Q(decided_by=F("submitted_by"))
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_passed_every_step",
                condition=Q(imported=True, status="in_force")
                | Q(
                    imported=False, status__in=["draft", "dropped"],
                    decided_by__isnull=True, decided_at__isnull=True,
                )
                | Q(
                    imported=False, status="submitted",
                    submitted_by__isnull=False, submitted_at__isnull=False,
                    decided_by__isnull=True, decided_at__isnull=True,
                )
                | Q(
                    imported=False, status__in=["in_force", "rejected"],
                    submitted_by__isnull=False, submitted_at__isnull=False,
                    decided_by__isnull=False, decided_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_says_why_it_was_rejected",
                condition=Q(status="rejected") & ~Q(objection="")
                | ~Q(status="rejected") & Q(objection=""),
            ),
        ]  # fmt: skip


class Agreement(models.Model):
    code = models.CharField(max_length=64, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")

    def __str__(self) -> str:
        return self.code


class AgreementVersion(Version):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    """The agreement's; here too, since the database holds a partner's versions apart by it."""
    period = DateTimeRangeField()
    renews = models.CharField(max_length=64, blank=True)
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    counts = models.BooleanField(default=False)
    """The version that counts of its agreement, of all that are in force: the highest."""

    class Meta(Version.Meta):
        abstract = False
        constraints: ClassVar = [
            *Version.Meta.constraints,
            models.UniqueConstraint(
                name="agreementversion_is_numbered_once", fields=["agreement", "number"]
            ),
            models.UniqueConstraint(
                name="agreementversion_counts_alone", fields=["agreement"], condition=Q(counts=True)
            ),
            models.UniqueConstraint(
                name="agreementversion_is_drafted_alone",
                fields=["agreement"],
                condition=Q(status__in=["draft", "submitted"]),
            ),
            models.CheckConstraint(
                name="agreementversion_counts_in_force",
                condition=Q(counts=False) | Q(status="in_force"),
            ),
            models.CheckConstraint(
                name="agreementversion_is_known_in_force",
                condition=~Q(status="in_force") | Q(known__isnull=False),
            ),
            models.CheckConstraint(
                name="agreementversion_has_a_period",
                condition=Q(
                    period__isempty=False,
                    period__startswith__isnull=False,
                    period__lower_inc=True,
                    period__upper_inc=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.code} {self.number}"


class HouseRule(models.Model):
    code = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.code


class HouseRuleVersion(Version, Provision):
    """One version of a restriction of the platform's own. What it matches is forbidden."""

    rule = models.ForeignKey(HouseRule, on_delete=models.PROTECT, related_name="versions")
    partners = codes()

    class Meta(Version.Meta):
        abstract = False
        constraints: ClassVar = [
            *Version.Meta.constraints,
            *Provision.Meta.constraints,
            models.UniqueConstraint(
                name="houseruleversion_is_numbered_once", fields=["rule", "number"]
            ),
            models.UniqueConstraint(
                name="houseruleversion_is_drafted_alone",
                fields=["rule"],
                condition=Q(status__in=["draft", "submitted"]),
            ),
            models.CheckConstraint(
                name="houseruleversion_binds_somebody", condition=Q(partners__len__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule.code} {self.number}"
