"""The review of texts in which no link was recognised."""

from django.db import transaction

from yellowcart.agreements.held import decided_by
from yellowcart.kit.errors import BadInput
from yellowcart.links import book
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.publishing.actions.arrange import LONGEST_WHY, end
from yellowcart.publishing.decided import decided
from yellowcart.publishing.errors import NotGranted, NotInReview
from yellowcart.publishing.given import written
from yellowcart.publishing.locks import lock_entry
from yellowcart.publishing.models import Entry, Status
from yellowcart.publishing.rows import grant, on_air, shown, told
from yellowcart.terms import Verdict
from yellowcart.webhooks.events import emit


@transaction.atomic
def name_marketplace(
    *, by: Person | None, entry: Entry, marketplace: str, item_id: str = ""
) -> Entry:
    """Says of which marketplace a link is; it hangs from now on, if a clause grants it now.

    Otherwise it is refused with `NotGranted` and goes on waiting.
    """
    require(by, Verb.REVIEW)
    entry = _waiting(entry)
    if marketplace not in {one.code for one in book().marketplaces}:
        raise BadInput(
            "no such marketplace",
            field="marketplace",
            value=marketplace,
            expected="the code of one that Yellowcart knows",
        )
    before = shown(entry)
    table = decided_by()
    at = database_now()
    entry.marketplace, entry.item_id = marketplace, written("item_id", item_id, 512)
    decision = decided(table, entry.cart, marketplace, entry.kind, entry.category, at)
    if decision.verdict is Verdict.DENY:
        group = entry.cart.creator.group or None
        raise NotGranted.by(table, decision, entry.category or None, group)
    grant(entry, decision, at, on_air(entry.cart))
    entry.save()
    emit("entry.hung", str(entry.pk), told(entry))
    audit.record(by, "entry.named", entry, before, shown(entry))
    return entry


@transaction.atomic
def refuse(*, by: Person | None, entry: Entry, why: str) -> Entry:
    """Refuses an entry that waits for a review, saying why. It never hung."""
    require(by, Verb.REVIEW)
    why = written("why", why, LONGEST_WHY)
    if not why:
        raise BadInput("missing", field="why", expected="the reason, for the creator to read")
    entry = _waiting(entry)
    before = shown(entry)
    end(entry, by, why, Status.REFUSED)
    emit("entry.refused", str(entry.pk), told(entry))
    audit.record(by, "entry.refused", entry, before, shown(entry))
    return entry


def _waiting(entry: Entry) -> Entry:
    entry = lock_entry(entry.pk)
    if entry.status != Status.IN_REVIEW:
        raise NotInReview(f"the entry {entry.pk} is {entry.get_status_display()}, not in review")
    return entry
