"""Decisions as the API takes and gives them: one link, or a batch of texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec
import pyarrow as pa

from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import parse_instant
from yellowcart.links import Link, recognise
from yellowcart.links.column import recognise_column
from yellowcart.links.recognise import recogniser
from yellowcart.publishing.decided import NOBODYS
from yellowcart.terms import Decision, Table, Terms

MOST_TEXTS = 10_000
LONGEST_TEXT = 1 << 20

Kind: TypeAlias = Literal["goods", "services"]


class Conditions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a question is about, besides the link. Instants carry their offset from UTC."""

    surface: str
    kind: Kind = "goods"
    at: str | None = None
    """Without it, the present instant."""
    known_at: str | None = None
    """Without it, everything on file."""
    category: str | None = None
    creator_group: str | None = None


class Question(Conditions, kw_only=True):
    """One question, about a link or a partner's links."""

    link: str | None = None
    partner: str | None = None


class Batch(Conditions, kw_only=True):
    """One question about many texts."""

    texts: list[str]


class Pointed(msgspec.Struct):
    """What a text points to first; all null where it has no link that is known."""

    marketplace: str | None = None
    form: str | None = None
    item_id: str | None = None


class Answer(msgspec.Struct):
    """A decision with the clause that it rests on and the instant until which it holds."""

    verdict: str
    reason: str
    partner: str | None
    surface: str | None
    kind: str | None
    at: datetime
    agreement: str | None
    version: int | None
    clause: str | None
    valid_until: datetime | None


class Decided(Answer):
    """The answer to one question, with what the link points to."""

    link: Pointed | None = None


class Told(msgspec.Struct):
    """What one text of a batch points to, and which of the batch's decisions is about it."""

    marketplace: str | None
    form: str | None
    item_id: str | None
    decision: int


class BatchAnswer(msgspec.Struct):
    """`links[i]` answers `texts[i]`."""

    decisions: list[Answer]
    links: list[Told]


def decide(question: Question, current: Table, now: datetime) -> Decided:
    """The answer to one question, by the table of what is on file."""
    terms = current.terms
    text, partner = question.link, question.partner
    if (text is None) == (partner is None):
        raise BadInput(
            "a link and a partner at once" if text is not None else "missing",
            field="link",
            expected="a link or a partner",
        )
    table, at = _table(question, current), _instant(question.at, "at", now)
    pointed = None
    if text is not None:
        link = _first(text)
        pointed = Pointed(link.marketplace, link.form, link.item_id) if link else Pointed()
        partner = _asked(pointed.marketplace, terms)
    decision = _decision(table, partner, question, at)
    return Decided(*_whole(decision, terms), link=pointed)


def decide_batch(batch: Batch, current: Table, now: datetime) -> BatchAnswer:
    """The answers to one question about each of many texts, by their first links."""
    terms = current.terms
    if len(batch.texts) > MOST_TEXTS:
        raise BadInput(
            f"{len(batch.texts)} texts at once",
            field="texts",
            expected=f"at most {MOST_TEXTS:,}",
        )
    table, at = _table(batch, current), _instant(batch.at, "at", now)
    marketplaces, forms, items = _read(batch.texts)
    number: dict[str | None, int] = {}
    for marketplace in marketplaces:
        number.setdefault(marketplace, len(number))
    decisions = [_decision(table, _asked(one, terms), batch, at) for one in number]
    numbers = map(number.__getitem__, marketplaces)
    told = list(map(Told, marketplaces, forms, items, numbers))
    return BatchAnswer([Answer(*_whole(one, terms)) for one in decisions], told)


def _read(texts: list[str]) -> tuple[list[str | None], list[str | None], list[str | None]]:
    """Marketplaces, forms and items. Row by row until the kernels are there: nobody waits for them
    to compile."""
    by = recogniser()
    if by.reader is None:
        firsts = [next(iter(by.recognise(text)), None) for text in texts]
        return (
            [link and link.marketplace for link in firsts],
            [link and link.form for link in firsts],
            [link and link.item_id for link in firsts],
        )
    links = recognise_column(pa.array(texts, pa.string()), by=by)
    marketplaces, forms = _named(links.column("marketplace")), _named(links.column("form"))
    return marketplaces, forms, links.column("item_id").to_pylist()


def _named(column: pa.ChunkedArray) -> list[str | None]:
    """The values of a dictionary column, which Arrow would look up one by one."""
    found: list[str | None] = []
    for chunk in column.chunks:
        names = [*chunk.dictionary.to_pylist(), None]
        found += map(names.__getitem__, chunk.indices.fill_null(-1).to_pylist())
    return found


def _first(text: str) -> Link | None:
    if len(text) > LONGEST_TEXT:
        raise BadInput("too long", field="link", expected=f"at most {LONGEST_TEXT:,} characters")
    links: Sequence[Link] = recognise(text)
    return links[0] if links else None


def _asked(marketplace: str | None, terms: Terms) -> str | None:
    if marketplace is None:
        return None
    return terms.partner_of(marketplace) or NOBODYS


def _table(conditions: Conditions, current: Table) -> Table:
    if conditions.known_at is None:
        return current
    return current.terms.table(_instant(conditions.known_at, "known_at", None))


def _instant(text: str | None, field: str, now: datetime | None) -> datetime:
    if text is None:
        assert now is not None
        return now
    try:
        return parse_instant(text)
    except BadInput as error:
        error.field = field
        raise


def _decision(table: Table, partner: str | None, of: Conditions, at: datetime) -> Decision:
    return table.decide(partner, of.surface, of.kind, at, of.category, of.creator_group)


def _whole(
    decision: Decision, terms: Terms
) -> tuple[
    str, str, str | None, str | None, str | None, datetime,
    str | None, int | None, str | None, datetime | None,
]:  # fmt: skip
    until, zone = decision.valid_until, terms.zone
    return (
        decision.verdict, decision.reason, decision.partner or None, decision.surface,
        decision.kind, decision.at.astimezone(zone), decision.agreement, decision.version,
        decision.clause, until and until.astimezone(zone),
    )  # fmt: skip
