"""What is done of a transition: the rehearsal, each withdrawal, the proof."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from yellowcart.cutover.models.transition import Transition
from yellowcart.publishing.models import Entry

PERSON = settings.AUTH_USER_MODEL


class Rehearsal(models.Model):
    """The real sweep over what hangs, writing nothing but this report. It is kept."""

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="rehearsals")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    failed = models.TextField(blank=True)
    """Why there is no report, where it failed."""
    changes = models.JSONField(null=True)
    """What opens and closes, by the terms it was rehearsed on."""
    summary = models.JSONField(null=True)
    """The figures: what `summary.json` of a sweep holds."""
    report = models.TextField(blank=True)
    """The page that `yellowcart sweep` writes."""
    withdrawals = models.BinaryField(null=True)
    """The entries that come down, as Parquet."""

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rehearsal_is_whole_when_done",
                condition=Q(done_at=None, summary=None, withdrawals=None, report="", failed="")
                | Q(done_at__isnull=False, summary=None, withdrawals=None, report="")
                & ~Q(failed="")
                | Q(
                    done_at__isnull=False, changes__isnull=False, summary__isnull=False,
                    withdrawals__isnull=False, failed="",
                )
                & ~Q(report=""),
            ),
        ]  # fmt: skip


class Withdrawal(models.Model):
    """An entry that a transition took down: once, whatever happened to the workers."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="withdrawal"
    )
    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="withdrawals")
    at = models.DateTimeField()
    reason = models.CharField(max_length=16)
    agreement = models.CharField(max_length=64, blank=True)
    """With version and clause: what ended, or what forbids it; a house rule has no agreement."""
    version = models.PositiveIntegerField(null=True)
    clause = models.CharField(max_length=64, blank=True)
    hung = models.CharField(max_length=8, blank=True)
    """What the grant that ended said of entries already hung."""
    suggested_text = models.TextField(blank=True)
    """A link to hang in its place, or ..."""
    suggested_product = models.CharField(max_length=64, blank=True)
    """... a product of the platform's own."""
    suggested_title = models.CharField(max_length=200, blank=True)
    suggested_at = models.DateTimeField(null=True)
    suggested_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="withdrawal_is_for_a_reason",
                condition=Q(reason__in=["no_agreement", "not_granted", "forbidden"]),
            ),
            models.CheckConstraint(
                name="withdrawal_suggests_one_thing",
                condition=Q(suggested_text="", suggested_product="", suggested_at=None)
                | Q(suggested_at__isnull=False)
                & (
                    Q(suggested_text="") & ~Q(suggested_product="")
                    | ~Q(suggested_text="") & Q(suggested_product="")
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="withdrawals_by_instant", fields=["transition", "at"]),
        ]


class Proof(models.Model):
    """What an independent count found after the sweep, signed."""

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="proofs")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    hanging = models.PositiveIntegerField()
    """Entries that hang on a cell that closed, and should not: 0, or it proves nothing."""
    content = models.JSONField()
    """All that was counted, as it was signed."""
    public_key = models.CharField(max_length=64)
    """With `signature`: Ed25519, in Base64."""
    signature = models.CharField(max_length=128)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
