"""What clauses and house rules have in common, and clauses."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


def codes(**options: object) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=64), **options)  # type: ignore[arg-type]


class Provision(models.Model):
    """What a question must be about for a clause or a house rule to match it."""

    surfaces = codes()
    kinds = codes()
    categories = codes(default=list, blank=True)
    except_categories = codes(default=list, blank=True)
    creator_groups = codes(default=list, blank=True)
    except_creator_groups = codes(default=list, blank=True)
    start = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_names_surfaces_and_kinds",
                condition=Q(
                    surfaces__len__gt=0,
                    kinds__len__gt=0,
                    kinds__contained_by=["goods", "services", "*"],
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(start__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("start")),
            ),
        ]


class Clause(Provision):
    version = models.ForeignKey(
        "agreements.AgreementVersion", on_delete=models.CASCADE, related_name="clauses"
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=64)
    """As the agreement numbers it: the `id` of the agreements form."""
    effect = models.CharField(max_length=8)
    hung = models.CharField(max_length=8, default="withdraw")

    class Meta(Provision.Meta):
        abstract = False
        constraints: ClassVar = [
            *Provision.Meta.constraints,
            models.UniqueConstraint(name="clause_stands_once", fields=["version", "name"]),
            models.UniqueConstraint(name="clauses_stand_in_order", fields=["version", "position"]),
            models.CheckConstraint(
                name="clause_grants_or_forbids", condition=Q(effect__in=["grant", "forbid"])
            ),
            models.CheckConstraint(
                name="clause_says_what_becomes_of_the_hung",
                condition=Q(hung__in=["withdraw", "session", "keep"]),
            ),
        ]
