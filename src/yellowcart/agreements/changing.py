"""What the agreements change at an instant, apart from what the platform's own rules do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yellowcart.kit.instant import as_utc
from yellowcart.terms import Change, Diff, Table, transitions

MICROSECOND = timedelta(microseconds=1)
Rows = list[dict[str, Any]]


class Source(models.TextChoices):
    """What brings changes about. At one instant each source makes a transition of its own."""

    AGREEMENTS = "agreements", _("agreements")
    HOUSE_RULES = "house_rules", _("house rules")


def source_of(change: Change) -> Source:
    return Source.HOUSE_RULES if change.by_house_rule else Source.AGREEMENTS


def changes_at(table: Table, at: datetime, source: str) -> Diff:
    """What opens and closes at that very instant by that source; without changes: nothing."""
    at = as_utc(at)
    found = transitions(table, at, at + MICROSECOND)
    changes = found[0].changes if found else ()
    ours = tuple(change for change in changes if source_of(change) == source)
    return Diff(table, at - MICROSECOND, at, ours)


def rows_of(changes: Iterable[Change]) -> Rows:
    """The changes as JSON keeps them: alike if and only if a notice of them says the same."""
    return [
        {
            **change.to_json(),
            "hung": None if change.hung is None else str(change.hung),
            "spared": [list(of) for of in change.spared],
        }
        for change in changes
    ]


def difference(before: Rows, now: Rows) -> dict[str, Rows]:
    """Of rows of changes: those that are no longer so, and those that are instead."""
    return {
        "before": [row for row in before if row not in now],
        "now": [row for row in now if row not in before],
    }
