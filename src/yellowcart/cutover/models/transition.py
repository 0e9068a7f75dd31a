"""A transition: an instant at which something opens or closes, and how far it has come."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yellowcart.agreements.changing import Source

PERSON = settings.AUTH_USER_MODEL
MILLION = 1_000_000


class Step(models.TextChoices):
    """How far a transition has come. Each step is taken from the one before it."""

    FOUND = "found", _("found")
    REHEARSED = "rehearsed", _("rehearsed")
    ANNOUNCED = "announced", _("announced")
    APPROVED = "approved", _("approved")
    """By a second person. From its instant on it is swept."""
    SWEPT = "swept", _("swept")
    PROVED = "proved", _("proved")
    CLOSED = "closed", _("closed")


class Standing(models.TextChoices):
    """Whether it will come at all."""

    IN_FORCE = "in_force", _("in force")
    """By versions in force."""
    UNDER_REVIEW = "under_review", _("under review")
    """Only if a version that was submitted is approved."""
    GONE = "gone", _("gone")
    """Not any more: amended away before its instant, or never approved."""


class Transition(models.Model):
    """What one source, the agreements or the house rules, changes at one instant.

    It is found in the terms. Permission follows them whatever the step: the steps are what
    people do so that nobody is surprised and nothing is missed.
    """

    at = models.DateTimeField()
    source = models.CharField(max_length=16, choices=Source.choices)
    standing = models.CharField(max_length=16, choices=Standing.choices)
    waits_for = models.CharField(max_length=100, blank=True)
    """While under review: the version that would bring it, such as "jd-2021 3"."""
    step = models.CharField(max_length=16, choices=Step.choices, default=Step.FOUND)
    changes = models.JSONField()
    """What opens and closes, as `changing.rows_of` has it, when the terms were last looked at."""
    found_at = models.DateTimeField()
    longest_wait = models.DurationField(default=timedelta(hours=12))
    """How long after the instant an entry may wait for the end of the live session it hangs in."""
    told_ppm = models.PositiveIntegerField(default=0)
    """The share of the creators touched that must have been told, in parts per million."""
    told_days = models.PositiveIntegerField(default=0)
    """So many days before the instant."""
    rehearsed_at = models.DateTimeField(null=True)
    rehearsed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True)
    announced_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    sweeping_since = models.DateTimeField(null=True)
    """When the first entry was withdrawn."""
    swept_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)
    proved_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    """When the terms last came to differ from what had been rehearsed, announced or swept."""
    differs = models.JSONField(null=True)
    """How: {"before": the rows that are no longer there, "now": those that are instead}."""

    class Meta:
        ordering: ClassVar = ["at", "source"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="transition_is_found_once", fields=["at", "source"]),
            models.CheckConstraint(
                name="transition_has_known_states",
                condition=Q(
                    source__in=[*Source.values],
                    standing__in=[*Standing.values],
                    step__in=[*Step.values],
                ),
            ),
            models.CheckConstraint(
                name="transition_is_approved_by_a_second_person",
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("rehearsed_by")) & ~Q(approved_by=F("announced_by")),
            ),
            models.CheckConstraint(
                name="transition_passed_every_step",
                condition=Q(step="found", rehearsed_at=None, announced_at=None, approved_at=None)
                | Q(step="rehearsed", rehearsed_at__isnull=False, announced_at=None)
                | Q(
                    step="announced", rehearsed_at__isnull=False, announced_at__isnull=False,
                    approved_at=None,
                )
                | Q(
                    step__in=["approved", "swept", "proved", "closed"],
                    rehearsed_at__isnull=False, rehearsed_by__isnull=False,
                    announced_at__isnull=False, announced_by__isnull=False,
                    approved_at__isnull=False, approved_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="transition_is_done_in_order",
                condition=Q(step__in=["found", "rehearsed", "announced", "approved"])
                & Q(swept_at=None, proved_at=None, closed_at=None)
                | Q(step="swept", swept_at__isnull=False, proved_at=None, closed_at=None)
                | Q(
                    step="proved", swept_at__isnull=False, proved_at__isnull=False, closed_at=None
                )
                | Q(
                    step="closed", swept_at__isnull=False, proved_at__isnull=False,
                    closed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="transition_is_swept_after_its_instant",
                condition=Q(swept_at=None) | Q(swept_at__gte=F("at")),
            ),
            models.CheckConstraint(
                name="transition_asks_for_a_share", condition=Q(told_ppm__lte=MILLION)
            ),
            models.CheckConstraint(
                name="transition_says_what_it_waits_for",
                condition=Q(standing="under_review") & ~Q(waits_for="")
                | ~Q(standing="under_review") & Q(waits_for=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.source}"
