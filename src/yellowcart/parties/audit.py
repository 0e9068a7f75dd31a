"""The record of every write, hash-chained: one record a write, in its own transaction.

Records are kept: at least the three years that the rules for live sales demand, and nothing
here ends them after that either. Each holds the SHA-256 of its content and of the hash before
it, so that whoever changes one must change all that follow, and the head, which
`export` has carried off the machine.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from django.db import models, transaction

from yellowcart.parties.clock import database_now
from yellowcart.parties.models import AuditHead, AuditRecord, Person

AT_ONCE = 1000


def record(
    by: Person | None,
    what: str,
    subject: models.Model,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> AuditRecord:
    """Adds one record to the chain, within the write's own transaction.

    It holds the chain's head until that transaction ends, so it is the last thing a write does.
    `before` and `after` hold what JSON can hold: instants as texts, money as whole fen.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a record belongs to its write's transaction")
    head = _locked_head()
    written = AuditRecord(
        number=head.number + 1,
        at=database_now(),
        by=by,
        what=what,
        subject=subject._meta.label_lower,
        subject_key=str(subject.pk),
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
        previous_hash=head.hash,
    )
    written.hash = hash_of(written)
    written.save(force_insert=True)
    head.number, head.hash = written.number, written.hash
    head.save(update_fields=["number", "hash"])
    return written


def _locked_head() -> AuditHead:
    return AuditHead.objects.select_for_update().get_or_create(id=1)[0]


def hash_of(record: AuditRecord) -> str:
    """The SHA-256 of what a record says, and of the hash before it."""
    return sha256(_canonical(content(record))).hexdigest()


def content(record: AuditRecord) -> dict[str, object]:
    """What a record says, as `export` writes it, without its own hash."""
    return {
        "number": record.number,
        "at": record.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": record.by_id,
        "what": record.what,
        "subject": record.subject,
        "subject_key": record.subject_key,
        "before": record.before,
        "after": record.after,
        "previous_hash": record.previous_hash,
    }


def _canonical(content: Mapping[str, object]) -> bytes:
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


class Break(NamedTuple):
    """The first place at which the chain does not hold, and how."""

    number: int
    how: str


class Verified(NamedTuple):
    """How many records hold, the hash of the last, and where the chain breaks, if it does."""

    records: int
    head: str
    broken: Break | None


def verify() -> Verified:
    """Reads the whole chain in order, and holds each record against its hash and the one before."""
    with transaction.atomic():
        # Nothing is added between the last record and the head.
        return _verified(_locked_head())


def _verified(head: AuditHead) -> Verified:
    count, last = 0, ""
    for one in AuditRecord.objects.order_by("number").iterator(AT_ONCE):
        if one.number != count + 1:
            return Verified(count, last, Break(count + 1, "missing"))
        if one.previous_hash != last:
            return Verified(count, last, Break(one.number, "does not follow the one before it"))
        if one.hash != hash_of(one):
            return Verified(count, last, Break(one.number, "was changed"))
        count, last = one.number, one.hash
    if (head.number, head.hash) != (count, last):
        how = "missing" if head.number > count else "was added behind the head"
        return Verified(count, last, Break(min(head.number, count) + 1, how))
    return Verified(count, last, None)


def export(start: datetime | None = None, until: datetime | None = None) -> Iterator[str]:
    """The records of `[start, until)` as lines of JSON, each with its hash."""
    chosen = AuditRecord.objects.order_by("number")
    if start is not None:
        chosen = chosen.filter(at__gte=start)
    if until is not None:
        chosen = chosen.filter(at__lt=until)
    for one in chosen.iterator(AT_ONCE):
        yield json.dumps({**content(one), "hash": one.hash}, ensure_ascii=False)
