"""Events that happened, endpoints that are told, and what became of telling them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    AGREEMENT_IN_FORCE = "agreement.in_force", _("an agreement's version is in force")
    ENTRY_HUNG = "entry.hung", _("an entry hangs")
    ENTRY_REFUSED = "entry.refused", _("an entry was refused after its review")
    ENTRY_WITHDRAWN = "entry.withdrawn", _("an entry was taken down")
    NOTICE_SENT = "notice.sent", _("a notice went out")
    TRANSITION_APPROVED = "transition.approved", _("a transition was approved")
    TRANSITION_SWEPT = "transition.swept", _("a transition was swept")
    TRANSITION_PROVED = "transition.proved", _("a transition was proved")


class Event(models.Model):
    """Something that happened: written by the very transaction in which it did."""

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=64, choices=Kind.choices)
    subject = models.CharField(max_length=200)
    """What it happened to: an entry's number, an agreement's code."""
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_is_of_a_known_kind", condition=Q(kind__in=[*Kind.values])
            ),
        ]
        indexes: ClassVar = [models.Index(name="events_by_instant", fields=["at", "id"])]


class Endpoint(models.Model):
    """An address that is told of events of some kinds."""

    url = models.CharField(max_length=2000)
    description = models.CharField(max_length=200, blank=True)
    kinds = ArrayField(models.CharField(max_length=64))
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="endpoints"
    )
    """Whose system it is; None: the platform's own. It is told of everything of its kinds."""
    secret = models.CharField(max_length=100)
    """It signs, so it must be kept; people see it once."""
    former_secret = models.CharField(max_length=100, blank=True)
    former_until = models.DateTimeField(null=True)
    """Until then messages are signed by the former secret too."""
    added_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.CharField(max_length=200, blank=True)
    rests_until = models.DateTimeField(null=True)
    """It did not answer at all; until then nothing is sent there."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="endpoint_is_told_of_known_kinds",
                condition=Q(kinds__len__gt=0, kinds__contained_by=[*Kind.values]),
            ),
            models.CheckConstraint(
                name="endpoint_has_a_former_secret_until_some_instant",
                condition=Q(former_secret="", former_until__isnull=True)
                | ~Q(former_secret="") & Q(former_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event to one endpoint."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    tries = models.PositiveIntegerField(default=0)
    """Since it was last asked for: by the event, or by a replay."""
    next_at = models.DateTimeField(null=True)
    """While it is pending: when it is tried next. While it is tried: when that has been too long,
    and whoever tries it must be dead."""

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="event_goes_to_an_endpoint_once", fields=["event", "endpoint"]
            ),
            models.CheckConstraint(
                name="delivery_is_tried_again_while_pending",
                condition=Q(state="pending", next_at__isnull=False)
                | Q(state__in=["delivered", "failed"], next_at__isnull=True),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(name="deliveries_due", fields=["next_at"], condition=Q(state="pending")),
        ]


class Attempt(models.Model):
    """One try to deliver: the log of deliveries."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveIntegerField(null=True)
    """The HTTP status of the answer; null: there was none."""
    error = models.CharField(max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField()
