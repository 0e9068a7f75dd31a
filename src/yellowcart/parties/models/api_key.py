"""Keys for programs."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class ApiKey(models.Model):
    """Lets a program do what its person may, within its scopes. Only a hash of it is kept."""

    prefix = models.CharField(max_length=16, unique=True)
    """What people know it by; the first part of the key itself."""
    hash = models.BinaryField(max_length=32)
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="keys")
    purpose = models.CharField(max_length=200)
    scopes = ArrayField(models.CharField(max_length=32))
    requests_a_minute = models.PositiveIntegerField(default=6000)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    """To the minute."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="api_key_has_a_known_scope",
                condition=Q(scopes__contained_by=["decide", "read", "write"], scopes__len__gt=0),
            ),
            models.CheckConstraint(
                name="api_key_may_ask_something", condition=Q(requests_a_minute__gt=0)
            ),
            models.CheckConstraint(
                name="api_key_expires_after_it_is_issued",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("issued_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.prefix
