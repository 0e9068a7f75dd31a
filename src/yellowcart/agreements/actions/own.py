"""The platform's own marketplace."""

from django.db import transaction

from yellowcart.agreements.errors import UnknownPartner
from yellowcart.agreements.models import Marketplace, Platform
from yellowcart.parties import audit
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require


@transaction.atomic
def name_own_marketplace(*, by: Person | None, marketplace: str) -> None:
    """Says which marketplace is the platform's own: its terms decide where own products hang.

    One of a partner on file, or none (an empty code).
    """
    require(by, Verb.DRAFT_AGREEMENT)
    if marketplace and not Marketplace.objects.filter(code=marketplace).exists():
        raise UnknownPartner(f"no partner brings {marketplace}")
    platform = Platform.objects.select_for_update().filter(id=1).first()
    if platform is None:
        raise UnknownPartner("there is no platform yet: import its agreements first")
    before = {"marketplace": platform.marketplace}
    platform.marketplace = marketplace
    platform.save(update_fields=["marketplace"])
    audit.record(by, "platform.marketplace_named", platform, before, {"marketplace": marketplace})
