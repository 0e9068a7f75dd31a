"""The record of every write: a chain in which each link holds the hash of the one before."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class AuditHead(models.Model):
    """The newest record: one row, locked by whoever adds the next.

    It is kept apart so that records cut off at the end of the chain are missed.
    """

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_audit_head", condition=Q(id=1)),
        ]


class AuditRecord(models.Model):
    """One write: who, when, what, before and after. The database lets nobody change one."""

    number = models.BigIntegerField(primary_key=True)
    """Counts from 1 without gaps."""
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey("parties.Person", null=True, on_delete=models.PROTECT)
    """None: Yellowcart itself, as when it loads the demo or a schedule comes due."""
    what = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    subject_key = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "subject_key"], name="audit_subject")]
