"""A replacement for what was withdrawn: suggested, and taken by the creator, in its place."""

from django.db import transaction

from yellowcart.cutover.errors import NothingSuggested, NotWithdrawnByTransition
from yellowcart.cutover.models import Withdrawal
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require, require_own
from yellowcart.publishing.actions import hang
from yellowcart.publishing.given import Given
from yellowcart.publishing.models import Entry


@transaction.atomic
def suggest(
    *, by: Person | None, entry: Entry, text: str = "", product: str = "", title: str = ""
) -> Withdrawal:
    """Suggests a link, or a product of the platform's own, in a withdrawn entry's place."""
    require(by, Verb.PREPARE_CUTOVER)
    given = Given(text, product, title).entry()
    kept = _withdrawal(entry)
    before = _shown(kept)
    kept.suggested_text, kept.suggested_product = given.text, given.product
    kept.suggested_title = given.title
    kept.suggested_at, kept.suggested_by = database_now(), by
    kept.save()
    audit.record(by, "withdrawal.suggested", kept, before, _shown(kept))
    return kept


@transaction.atomic
def accept(*, by: Person, entry: Entry) -> Entry:
    """Hangs what was suggested, in the place of the entry that was withdrawn.

    Decided as anything that is hung: refused where nothing grants it.
    """
    require_own(by, entry.cart.creator_id)
    kept = _withdrawal(entry)
    if kept.suggested_at is None:
        raise NothingSuggested(f"nothing is suggested in the place of the entry {entry.pk}")
    return hang(
        by=by,
        cart=entry.cart,
        text=kept.suggested_text,
        product=kept.suggested_product,
        title=kept.suggested_title,
        kind=entry.kind,
        category=entry.category,
        instead_of=entry,
    )


def _withdrawal(entry: Entry) -> Withdrawal:
    found = Withdrawal.objects.select_for_update().filter(entry=entry).first()
    if found is None:
        raise NotWithdrawnByTransition(f"no transition withdrew the entry {entry.pk}")
    return found


def _shown(kept: Withdrawal) -> dict[str, object]:
    return {
        "entry": kept.pk,
        "text": kept.suggested_text,
        "product": kept.suggested_product,
        "title": kept.suggested_title,
    }
