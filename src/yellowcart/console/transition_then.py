"""Transitions as they stood at the moment that a page shows: the audit record says how."""

from datetime import datetime
from typing import Any

from yellowcart.agreements.changing import changes_at, rows_of
from yellowcart.console.moment import Moment
from yellowcart.cutover.models import Standing, Step, Transition
from yellowcart.kit.instant import parse_instant
from yellowcart.parties.models import AuditRecord

TAKEN = ("rehearsed", "announced", "approved", "swept", "proved", "closed")


def as_of(one: Transition, of: Moment) -> Transition | None:
    """The transition at the step that it had come to, never to be saved; None: not yet found."""
    if not of.travelling:
        return one
    if one.found_at > of.at:
        return None
    records = AuditRecord.objects.filter(
        subject="cutover.transition", subject_key=str(one.pk), at__lte=of.at
    )
    record = records.exclude(what__startswith="entries.").order_by("-number").first()
    if record is not None and record.after is not None:
        _take(one, record.after)
    proof = one.proofs.filter(at__lte=of.at, hanging=0).last()
    if one.step == Step.SWEPT and proof is not None and proof.at >= (one.swept_at or proof.at):
        one.step, one.proved_at, one.proved_by = Step.PROVED, proof.at, proof.by
    if of.known_then or one.standing == Standing.IN_FORCE:
        rows = rows_of(changes_at(of.table, one.at, one.source).changes)
        one.changes = rows or one.changes
    if one.reopened_at is not None and one.reopened_at > of.at:
        one.reopened_at = one.differs = None
    return one


def _take(one: Transition, after: dict[str, Any]) -> None:
    one.step, one.standing = after["step"], after["standing"]
    one.waits_for, one.told_ppm = after["waits_for"], after["told_ppm"]
    one.told_days = after["told_days"]
    for name in TAKEN:
        then = _instant(after[f"{name}_at"])
        if then != getattr(one, f"{name}_at"):
            setattr(one, f"{name}_at", then)
            if name != "swept":
                setattr(one, f"{name}_by", None)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)
