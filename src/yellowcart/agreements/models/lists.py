"""The platform's own lists: surfaces, partners and their marketplaces."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Platform(models.Model):
    """One row: what holds for the whole platform."""

    time_zone = models.CharField(max_length=64)
    marketplace = models.CharField(max_length=64, blank=True)
    """The platform's own, whose products are its own; empty: it has none."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_platform", condition=Q(id=1))
        ]


class Revision(models.Model):
    """One row, given a new number by triggers whenever the terms on file change."""

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_revision", condition=Q(id=1))
        ]


class Surface(models.Model):
    code = models.CharField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name_zh


class Partner(models.Model):
    """An alliance, or the platform's own shops."""

    code = models.CharField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name_zh


class Marketplace(models.Model):
    """A marketplace whose links a partner brings; no other partner brings them too."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="marketplaces")
    code = models.CharField(max_length=64, unique=True)
