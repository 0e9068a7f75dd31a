"""Carts, the sessions of live rooms, and how much a cart may hold."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yellowcart.agreements.models import Surface
from yellowcart.parties.models import Creator

NOT_EMPTY = r"^\S(.*\S)?$"


class Cart(models.Model):
    """The things for sale on one live room, one short video or one product page."""

    code = models.CharField(max_length=64, unique=True)
    """The platform's own id of the room, the video or the page."""
    creator = models.ForeignKey(Creator, on_delete=models.PROTECT, related_name="carts")
    surface = models.ForeignKey(Surface, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    arranged_at = models.DateTimeField(null=True)
    """When somebody last changed what hangs in it, or the order."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="cart_has_a_code", condition=Q(code__regex=NOT_EMPTY)),
        ]

    def __str__(self) -> str:
        return self.title or self.code


class LiveSession(models.Model):
    """One time that a live room is on air. The sessions of a room do not overlap."""

    cart = models.ForeignKey(Cart, on_delete=models.PROTECT, related_name="sessions")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
            ),
        ]


class CartLimit(models.Model):
    """How many entries a cart of a surface holds at most."""

    surface = models.ForeignKey(Surface, on_delete=models.PROTECT, related_name="+")
    creator_group = models.CharField(max_length=64, blank=True)
    """Of creators of this group; empty: of all whose group has no limit of its own."""
    most_entries = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="cart_limit_stands_once", fields=["surface", "creator_group"]
            ),
            models.CheckConstraint(name="cart_limit_lets_one_in", condition=Q(most_entries__gt=0)),
        ]
