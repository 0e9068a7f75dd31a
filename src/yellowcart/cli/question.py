"""Questions to the terms: one from options, or one a line from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from yellowcart.cli.lines import objects_of, shown_name
from yellowcart.cli.refusals import about_options
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import parse_instant
from yellowcart.terms.model import KINDS

if TYPE_CHECKING:
    from yellowcart.terms import Decision, Table, Terms

KEYS = ("link", "partner", "surface", "kind", "at", "known_at", "category", "creator_group")
NO_PARTNER = ""
"""A code that no partner can have: asked of a marketplace that none brings."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a table: by which knowledge, and `Table.decide`'s own arguments.

    `marketplace` is that of a link which no partner brings.
    """

    table: Table
    partner: str | None
    marketplace: str | None
    surface: str
    kind: str
    at: datetime
    category: str | None
    creator_group: str | None

    def decide(self) -> Decision:
        """The answer; the partner of a marketplace that nobody brings is None."""
        decision = self.table.decide(*self._asked_of(self.partner))
        return decision._replace(partner=None) if self.marketplace else decision

    def explain(self, language: str) -> str:
        """The answer in a sentence, in which a marketplace that nobody brings has its name."""
        partner = self.partner
        if self.marketplace:
            from yellowcart.links import book

            partner = book().marketplace(self.marketplace).name[language]
        return self.table.explain(*self._asked_of(partner), language=language)

    def _asked_of(
        self, partner: str | None
    ) -> tuple[str | None, str, str, datetime, str | None, str | None]:
        of = (self.category, self.creator_group)
        return partner, self.surface, self.kind, self.at, *of


def questions(
    options: Mapping[str, str | None], file: str | None, terms: Terms
) -> Iterator[Question]:
    """The question that the options ask; with a file, the one on each of its lines, where the
    options stand for what a line does not say."""
    given = {key: value for key, value in options.items() if value is not None}
    # Of a line another kind is answered, by the engine: denied, since nothing grants it.
    if given.get("kind", "goods") not in KINDS:
        raise BadInput(
            "no such kind", field="--kind", value=given["kind"], expected="goods or services"
        )
    if file is None:
        with about_options(*KEYS):
            yield _question(given, terms)
        return
    for number, row in objects_of(file):
        try:
            yield _question(_with_options(row, given), terms)
        except BadInput as error:
            error.source, error.line = shown_name(file), number
            raise


def _with_options(row: Mapping[str, Any], options: Mapping[str, str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for key, value in row.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            raise BadInput(
                "no such key", field=key, expected=near[0] if near else f"one of {', '.join(KEYS)}"
            )
        if value is not None and not isinstance(value, str):
            raise BadInput("not a text", field=key, value=value, expected="a string")
        if value is not None:
            said[key] = value
    if said.keys() & {"link", "partner"}:
        options = {key: options[key] for key in options.keys() - {"link", "partner"}}
    return {**options, **said}


def _question(given: Mapping[str, str], terms: Terms) -> Question:
    if given.keys() >= {"link", "partner"}:
        raise BadInput("a link and a partner at once", field="partner", expected="one of them")
    if not given.keys() & {"link", "partner"}:
        raise BadInput("missing", field="link", expected="a link or a partner")
    for key, expected in (("surface", "a surface's code"), ("at", "an instant")):
        if key not in given:
            raise BadInput("missing", field=key, expected=expected)
    known_at = _instant(given, "known_at", terms) if "known_at" in given else None
    at = _instant(given, "at", terms)
    partner, marketplace = given.get("partner"), None
    if "link" in given and (marketplace := _marketplace(given["link"])) is not None:
        partner = terms.partner_of(marketplace)
    return Question(
        table=terms.table(known_at),
        partner=NO_PARTNER if marketplace and partner is None else partner,
        marketplace=marketplace if partner is None else None,
        surface=given["surface"],
        kind=given.get("kind", "goods"),
        at=at,
        category=given.get("category"),
        creator_group=given.get("creator_group"),
    )


def _instant(given: Mapping[str, str], key: str, terms: Terms) -> datetime:
    try:
        return parse_instant(given[key], terms.zone)
    except BadInput as error:
        error.field = key
        raise


def _marketplace(text: str) -> str | None:
    """That of the first link of a text; None where it is of no certain marketplace."""
    # Only a question about a link waits for the marketplaces to load.
    from yellowcart.links import recognise

    links = recognise(text)
    return links[0].marketplace if links else None
