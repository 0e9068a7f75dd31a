"""Locks, in the order in which they are taken: a transition, carts and entries, the terms."""

from django.db import connection

from yellowcart.cutover.errors import UnknownTransition
from yellowcart.cutover.models import Transition

FINDING = 0x79_63_63_6F  # "ycco": any number that nobody else takes


def lock_transition(key: int) -> Transition:
    """Holds a transition still until the transaction ends; answers it as it is now."""
    found = Transition.objects.select_for_update(no_key=True).filter(pk=key).first()
    if found is None:
        raise UnknownTransition(f"there is no transition {key}")
    return found


def lock_finding() -> None:
    """One at a time looks for transitions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FINDING])
