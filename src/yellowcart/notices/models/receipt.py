"""Who a notice is for, what lies in whose inbox, and what went out by e-mail."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yellowcart.notices.models.notice import Issue, Notice
from yellowcart.parties.models import Creator, Organisation

PERSON = settings.AUTH_USER_MODEL


class Recipient(models.Model):
    """A creator, an organisation or a person of the platform whom a notice is for."""

    # Hundreds of thousands are written at once: no index but those that something is found by.
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, related_name="recipients", db_index=False
    )
    creator = models.ForeignKey(
        Creator, null=True, on_delete=models.PROTECT, related_name="received", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="received", db_index=False
    )
    person = models.ForeignKey(
        PERSON, null=True, on_delete=models.PROTECT, related_name="received", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="recipient_is_one_party",
                condition=Q(creator__isnull=False, organisation=None, person=None)
                | Q(creator=None, organisation__isnull=False, person=None)
                | Q(creator=None, organisation=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                name="creator_receives_a_notice_once",
                fields=["creator", "notice"],
                condition=Q(creator__isnull=False),
            ),
            models.UniqueConstraint(
                name="organisation_receives_a_notice_once",
                fields=["organisation", "notice"],
                condition=Q(organisation__isnull=False),
            ),
            models.UniqueConstraint(
                name="person_receives_a_notice_once",
                fields=["person", "notice"],
                condition=Q(person__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(name="recipients_of_a_notice", fields=["notice"])]


class Message(models.Model):
    """One issue in one recipient's inbox: there once, whatever crashed."""

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        PERSON, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="issue_reaches_a_recipient_once", fields=["issue", "recipient"]
            ),
            models.CheckConstraint(
                name="message_is_read_before_it_is_acknowledged",
                condition=Q(acknowledged_at=None) | Q(read_at__isnull=False),
            ),
        ]


class Mail(models.Model):
    """A message by e-mail, to one person's address."""

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        """Refused for good, or too often."""
        DROPPED = "dropped", _("dropped")
        """Not sent any more: the notice was called off, or a correction says otherwise."""

    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="mails", db_index=False
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.EmailField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    """While it is pending: when it is tried next. While it is tried: when that has been too long,
    and whoever tries it must be dead."""
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    """What the mail server, or the lack of one, said last."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="message_is_mailed_once", fields=["message", "person"]),
            models.CheckConstraint(
                name="mail_is_tried_again_while_pending",
                condition=Q(state="pending", next_at__isnull=False, sent_at=None)
                | Q(state="sent", next_at=None, sent_at__isnull=False)
                | Q(state__in=["failed", "dropped"], next_at=None, sent_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="mails_due", fields=["next_at"], condition=Q(state="pending")),
        ]
