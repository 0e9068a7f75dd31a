"""Answers to writes, kept so that a request sent twice is done once."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """What a write was answered, by the `Idempotency-Key` with which its caller sent it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    """SHA-256 of the method, the address and the body."""
    status = models.PositiveIntegerField()
    content_type = models.CharField(max_length=64)
    body = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="answer_is_kept_once", fields=["person", "key"]),
        ]
