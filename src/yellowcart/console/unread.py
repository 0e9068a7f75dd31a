"""How many messages somebody has not read, as everywhere on the pages shows."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest

from yellowcart.console.moment import AS_OF
from yellowcart.notices.queries import inbox
from yellowcart.parties.models import Person


def unread(request: HttpRequest) -> int:
    """At the instant that is looked at."""
    person = request.user
    if not isinstance(person, Person):
        return 0
    messages, kept = inbox(person).order_by(), request.session.get(AS_OF)
    if kept is None:
        return messages.filter(read_at=None).count()
    at = datetime.fromisoformat(kept)
    return messages.filter(Q(read_at=None) | Q(read_at__gt=at), at__lte=at).count()
