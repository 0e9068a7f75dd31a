"""What the record says of an endpoint."""

from datetime import datetime

from yellowcart.kit.instant import format_instant
from yellowcart.webhooks.models import Endpoint


def shown(endpoint: Endpoint) -> dict[str, object]:
    """Without its secrets, which no record holds."""
    organisation = endpoint.organisation
    return {
        "url": endpoint.url,
        "kinds": list(endpoint.kinds),
        "description": endpoint.description,
        "organisation": organisation and organisation.code,
        "disabled_at": _text(endpoint.disabled_at),
        "disabled_why": endpoint.disabled_why,
        "former_until": _text(endpoint.former_until),
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
