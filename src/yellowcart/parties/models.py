"""Who there is: people who sign in, organisations they belong to, and creators."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    OPERATIONS = "operations", "运营"
    LEGAL = "legal", "法务"
    FINANCE = "finance", "财务"
    SUPPLY = "supply", "供应链"
    PROVIDER_MANAGER = "provider_manager", "服务商经理"
    AUDITOR = "auditor", "审计"
    CREATOR = "creator", "达人"
    MERCHANT = "merchant", "商家"
    PROVIDER = "provider", "服务商"


class Organisation(models.Model):
    class Kind(models.TextChoices):
        PLATFORM = "platform", "平台"
        MERCHANT = "merchant", "商家"
        PROVIDER = "provider", "服务商"

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)


class Creator(models.Model):
    """Who sells in live rooms and short videos."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=64, blank=True)
    """The creator group that clauses may name; empty: none."""


class Person(AbstractUser):
    """Who signs in. A member of a creator's, merchant's or provider's sees only what is theirs."""

    role = models.CharField(max_length=32, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    creator = models.ForeignKey(
        Creator, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_creators_member_has_a_creator",
                condition=~Q(role="creator") | Q(creator__isnull=False),
            ),
        ]
