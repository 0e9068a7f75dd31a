"""What hangs in a cart, waits to be named, or hung there once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from yellowcart.agreements.models import Surface
from yellowcart.publishing.models.carts import Cart, LiveSession

PERSON = settings.AUTH_USER_MODEL


class Status(models.TextChoices):
    HUNG = "hung", _("hung")
    """In its cart. Whether it is served, the agreements say at every instant."""
    IN_REVIEW = "in_review", _("in review")
    """Not recognised: operations name its marketplace or refuse it."""
    REFUSED = "refused", _("refused")
    """Never hung: refused after a review."""
    TAKEN_DOWN = "taken_down", _("taken down")
    WITHDRAWN = "withdrawn", _("withdrawn")
    """Its grant ended, and a sweep tidied it away. It may be put back."""


class Kind(models.TextChoices):
    GOODS = "goods", _("goods")
    SERVICES = "services", _("services")


class Entry(models.Model):
    """One entry of a cart: an external link, or a product of the platform's own.

    An entry is never deleted, and one that has ended stays as it ended.
    """

    cart = models.ForeignKey(Cart, on_delete=models.PROTECT, related_name="entries")
    surface = models.ForeignKey(Surface, on_delete=models.PROTECT, related_name="+")
    """The cart's; here too, since what a transition takes down is found by it."""
    position = models.PositiveIntegerField(null=True)
    """Its place in the cart, lowest first; null once it has ended."""
    place = models.PositiveIntegerField(null=True)
    """Where it stood when it was withdrawn."""
    status = models.CharField(max_length=16, choices=Status.choices)
    text = models.TextField(blank=True)
    """The link as it was given, in whatever message; empty: a product of the platform's own."""
    product = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.GOODS)
    category = models.CharField(max_length=64, blank=True)
    marketplace = models.CharField(max_length=64, blank=True)
    """Empty: not recognised and not named yet."""
    form = models.CharField(max_length=16, blank=True)
    item_id = models.TextField(blank=True)
    url = models.TextField(blank=True)
    """The canonical address of the link; empty for a token and for an own product."""
    pinned = models.BooleanField(default=False)
    """The one that is being explained."""
    session = models.ForeignKey(
        LiveSession, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    """That which was on air when it was hung."""
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    hung_at = models.DateTimeField(null=True)
    agreement = models.CharField(max_length=64, blank=True)
    """With version, clause and `stays`: what granted it when it was hung."""
    version = models.PositiveIntegerField(null=True)
    clause = models.CharField(max_length=64, blank=True)
    stays = models.CharField(max_length=8, blank=True)
    """What that clause says of entries already hung when it ends: its `hung`."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.TextField(blank=True)
    gmv_30d_fen = models.BigIntegerField(default=0)
    """What it sold in the last thirty days, in fen."""
    commission_30d_fen = models.BigIntegerField(default=0)
    """The commission on that, in fen."""
    restores = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="restored_by"
    )
    """The withdrawn entry in whose place it was put: the same again, or a replacement."""

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            # Ended entries have no position, and nothing is in the way of nothing.
            models.UniqueConstraint(
                name="entries_of_a_cart_stand_in_order",
                fields=["cart", "position"],
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                name="one_entry_of_a_cart_is_pinned", fields=["cart"], condition=Q(pinned=True)
            ),
            models.CheckConstraint(
                name="entry_is_a_link_or_a_product",
                condition=Q(text="") & ~Q(product="") | ~Q(text="") & Q(product=""),
            ),
            models.CheckConstraint(
                name="entry_is_of_a_known_kind", condition=Q(kind__in=["goods", "services"])
            ),
            models.CheckConstraint(
                name="entry_passed_every_step",
                condition=Q(
                    status="hung", hung_at__isnull=False, ended_at__isnull=True,
                    position__isnull=False,
                ) & ~Q(marketplace="") & ~Q(agreement="")
                | Q(
                    status="in_review", hung_at__isnull=True, ended_at__isnull=True,
                    position__isnull=False, marketplace="", pinned=False,
                )
                | Q(
                    status="refused", hung_at__isnull=True, ended_at__isnull=False,
                    position__isnull=True, pinned=False,
                ) & ~Q(ended_why="")
                | Q(
                    status="taken_down", ended_at__isnull=False,
                    position__isnull=True, pinned=False,
                )
                | Q(
                    status="withdrawn", hung_at__isnull=False, ended_at__isnull=False,
                    position__isnull=True, place__isnull=False, pinned=False,
                ) & ~Q(ended_why=""),
            ),
            models.CheckConstraint(
                name="entry_keeps_its_place_when_it_is_withdrawn",
                condition=Q(status="withdrawn") | Q(place__isnull=True),
            ),
            models.CheckConstraint(
                name="entry_sold_nothing_negative",
                condition=Q(gmv_30d_fen__gte=0, commission_30d_fen__gte=0),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                name="entries_in_review", fields=["given_at"], condition=Q(status="in_review")
            ),
            models.Index(
                name="entries_hung_by_class",
                fields=["surface", "marketplace", "kind", "category", "id"],
                condition=Q(status="hung"),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.product or self.text[:80]
