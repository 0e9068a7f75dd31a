"""Who there is: people who sign in, organisations they belong to, and creators."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yellowcart.kit.clock import now

NOT_EMPTY = r"^\S(.*\S)?$"


class Role(models.TextChoices):
    """What a person is here for; `permission` says what each may do."""

    OPERATIONS = "operations", _("operations")
    LEGAL = "legal", _("legal")
    FINANCE = "finance", _("finance")
    SUPPLY = "supply", _("supply")
    PROVIDER_MANAGER = "provider_manager", _("provider manager")
    AUDITOR = "auditor", _("auditor")
    """Reads everything, writes nothing."""
    CREATOR = "creator", _("creator")
    MERCHANT = "merchant", _("merchant")
    PROVIDER = "provider", _("service provider")


class Organisation(models.Model):
    class Kind(models.TextChoices):
        PLATFORM = "platform", _("platform")
        MERCHANT = "merchant", _("merchant")
        PROVIDER = "provider", _("service provider")

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organisation_is_of_a_known_kind",
                condition=Q(kind__in=["platform", "merchant", "provider"]),
            ),
            models.CheckConstraint(
                name="organisation_has_code_and_name",
                condition=Q(code__regex=NOT_EMPTY, name__regex=NOT_EMPTY),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Creator(models.Model):
    """Who sells in live rooms and short videos."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    group = models.CharField(max_length=64, blank=True)
    """The creator group that clauses may name; empty: none."""
    merchant = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="own_creators"
    )
    """The merchant whose own account it is; None: somebody who sells for others."""
    provider = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="creators"
    )
    """The service provider, such as an MCN, that looks after the creator."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="creator_has_code_and_name",
                condition=Q(code__regex=NOT_EMPTY, name__regex=NOT_EMPTY),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class People(UserManager["Person"]):
    """`createsuperuser` adds the first person, who adds the others: that is on the record too."""

    use_in_migrations = False

    def create_superuser(
        self,
        username: str,
        email: str | None = None,
        password: str | None = None,
        **extra_fields: Any,
    ) -> "Person":
        from yellowcart.parties.actions import record_added

        with transaction.atomic():
            person = super().create_superuser(username, email, password, **extra_fields)
            record_added(None, person)
        return person


class Person(AbstractUser):
    """Who signs in. A creator's, merchant's or provider's member sees only what is theirs."""

    date_joined = models.DateTimeField(default=now)
    role = models.CharField(max_length=32, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    creator = models.ForeignKey(
        Creator, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )

    objects: ClassVar[People] = People()

    REQUIRED_FIELDS: ClassVar = ["email", "role"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="person_has_a_known_role", condition=Q(role__in=[*Role.values])
            ),
            models.CheckConstraint(
                name="creators_members_and_no_others_have_a_creator",
                condition=Q(role="creator", creator__isnull=False)
                | (~Q(role="creator") & Q(creator__isnull=True)),
            ),
            # That the organisation is of the role's kind, a trigger holds.
            models.CheckConstraint(
                name="members_of_others_have_an_organisation",
                condition=~Q(role__in=["merchant", "provider"]) | Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
