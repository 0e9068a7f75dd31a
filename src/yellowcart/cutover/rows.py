"""What the record and the events say of a transition."""

from datetime import datetime

from yellowcart.cutover.models import Transition
from yellowcart.kit.instant import format_instant


def shown(transition: Transition) -> dict[str, object]:
    return {
        "at": format_instant(transition.at),
        "source": str(transition.source),
        "standing": str(transition.standing),
        "waits_for": transition.waits_for,
        "step": str(transition.step),
        "changes": len(transition.changes),
        "longest_wait_seconds": int(transition.longest_wait.total_seconds()),
        "told_ppm": transition.told_ppm,
        "told_days": transition.told_days,
        "rehearsed_at": _text(transition.rehearsed_at),
        "announced_at": _text(transition.announced_at),
        "approved_at": _text(transition.approved_at),
        "swept_at": _text(transition.swept_at),
        "proved_at": _text(transition.proved_at),
        "closed_at": _text(transition.closed_at),
        "differs": transition.differs,
    }


def told(transition: Transition, **besides: object) -> dict[str, object]:
    """What an event says: the same, with the number by which the API knows it."""
    return {"cutover": transition.pk, **shown(transition), **besides}


def _text(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
