"""A notice, and each time it goes out."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yellowcart.agreements.changing import Source

PERSON = settings.AUTH_USER_MODEL
DAY, HOUR = 24 * 60 * 60, 60 * 60
REMINDERS = (7 * DAY, 3 * DAY, DAY, HOUR)
"""Seconds before the instant, unless somebody chooses others."""


def default_reminders() -> list[int]:
    return [*REMINDERS]


class Notice(models.Model):
    """What those concerned are told: of a transition, by its instant and source, or of anything.

    A draft until it is sent. The texts are then as they went out; what they were drafted from,
    or last confirmed against, is `changes`.
    """

    at = models.DateTimeField(null=True)
    """The transition's instant; null: a free notice."""
    source = models.CharField(max_length=16, choices=Source.choices, blank=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text_zh = models.TextField()
    text_en = models.TextField()
    changes = models.JSONField(null=True)
    """The changes that the texts state, as `changing.rows_of` has them; null: a free notice."""
    audience = models.JSONField(default=dict)
    """Who is told: {"touched": ["creators", "merchants", "providers"], "roles": [...],
    "creators": [codes], "organisations": [codes], "people": [user names]}."""
    reminders = ArrayField(models.PositiveIntegerField(), default=default_reminders)
    """Seconds before the instant at which it is sent again."""
    drafted_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    sent_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    late_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    """Who let it go out although the notice period could not be kept any more."""
    late_why = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    """Called off: nothing more of it goes out."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_is_of_a_transition_or_free",
                condition=Q(at=None, source="", changes=None)
                | Q(at__isnull=False, source__in=[*Source.values], changes__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_is_late_for_a_reason",
                condition=Q(late_by=None, late_why="") | Q(late_by__isnull=False) & ~Q(late_why=""),
            ),
            models.CheckConstraint(
                name="notice_says_something_in_both_languages",
                condition=~Q(title_zh="") & ~Q(title_en="") & ~Q(text_zh="") & ~Q(text_en=""),
            ),
        ]
        indexes: ClassVar = [models.Index(name="notices_of_a_transition", fields=["at", "source"])]

    def __str__(self) -> str:
        return self.title_zh


class Issue(models.Model):
    """One time that a notice goes out: first, as a reminder, or again since something changed."""

    class Kind(models.TextChoices):
        FIRST = "first", _("first")
        REMINDER = "reminder", _("reminder")
        CORRECTION = "correction", _("correction")

    # No index of its own: issues are found by the one that numbers them.
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, related_name="issues", db_index=False
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    distance = models.PositiveIntegerField(null=True)
    """Of a reminder: how many seconds before the instant."""
    due_at = models.DateTimeField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text_zh = models.TextField()
    text_en = models.TextField()
    changes = models.JSONField(null=True)
    differs = models.JSONField(null=True)
    """Of a correction: {"before": rows no longer true, "now": rows true instead}."""
    started_at = models.DateTimeField(null=True)
    recipients = models.PositiveIntegerField(null=True)
    """How many it is for, as last counted while it goes out."""
    done_at = models.DateTimeField(null=True)
    """When everybody had it in their inbox."""
    dropped_at = models.DateTimeField(null=True)
    """It goes out no further: called off, or overtaken by a correction or a nearer reminder."""

    class Meta:
        ordering: ClassVar = ["notice", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="issue_is_numbered_once", fields=["notice", "number"]),
            models.UniqueConstraint(
                name="issue_reminds_once_at_a_distance",
                fields=["notice", "distance"],
                condition=Q(kind="reminder"),
            ),
            models.UniqueConstraint(
                name="issue_is_first_once", fields=["notice"], condition=Q(kind="first")
            ),
            models.CheckConstraint(
                name="issue_is_of_a_known_kind",
                condition=Q(kind="reminder", distance__isnull=False)
                | Q(kind__in=["first", "correction"], distance=None),
            ),
            models.CheckConstraint(
                name="issue_is_done_or_dropped",
                condition=Q(done_at=None)
                | Q(started_at__isnull=False, recipients__isnull=False, dropped_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="issues_due", fields=["due_at"], condition=Q(done_at=None, dropped_at=None)
            ),
        ]
