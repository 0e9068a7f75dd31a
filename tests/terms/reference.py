"""The terms read clause by clause: slow, obvious, and nothing shared with the compiled table.

It follows the four steps of the decision as the design has them, for one instant, by looking
at everything on file. When the answer changes, it finds by asking again at every later instant
at which anything begins or ends.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from yellowcart.terms import Agreement, Clause, Conditions, Effect, HouseRule, Terms

Answer = tuple[str, str, str | None, int | None, str | None]
"""Verdict, reason, agreement, version, clause."""


class Question:
    def __init__(
        self,
        partner: str | None,
        surface: str | None,
        kind: str | None,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> None:
        self.partner = partner
        self.surface = surface
        self.kind = kind
        self.category = category
        self.creator_group = creator_group


class Reference:
    """What was known of the terms at `known_at`; None: everything on file."""

    def __init__(self, terms: Terms, known_at: datetime | None = None) -> None:
        self.listed_surfaces = [surface.code for surface in terms.surfaces]
        self.partners = [partner.code for partner in terms.partners]
        agreements = latest_versions(terms.agreements, known_at)
        self.agreements = sorted(agreements, key=lambda a: (a.period.start, a.code))
        self.house_rules = latest_versions(terms.house_rules, known_at)

    def answer(self, question: Question, at: datetime) -> Answer:
        if question.partner is None:
            return "deny", "unrecognised", None, None, None
        if question.partner not in self.partners:
            return "deny", "unknown_partner", None, None, None
        for rule in self.house_rules:
            if self.rule_applies(rule, question, at):
                return "deny", "forbidden", None, rule.version, rule.code
        applying = [
            (agreement, clause)
            for agreement in self.agreements_in_force(question.partner, at)
            for clause in agreement.clauses
            if in_force(clause.start, clause.until, at)
            and self.matches(clause.conditions, question)
        ]
        for agreement, clause in applying:
            if clause.effect == Effect.FORBID:
                return "deny", "forbidden", agreement.code, agreement.version, clause.id
        for agreement, clause in applying:
            if clause.effect == Effect.GRANT:
                return "allow", "granted", agreement.code, agreement.version, clause.id
        for agreement in self.agreements_in_force(question.partner, at):
            return "deny", "not_granted", agreement.code, agreement.version, None
        return "deny", "no_agreement", None, None, None

    def valid_until(self, question: Question, at: datetime) -> datetime | None:
        answer = self.answer(question, at)
        for instant in self.instants:
            if instant > at and self.answer(question, instant) != answer:
                return instant
        return None

    @property
    def instants(self) -> list[datetime]:
        """Every instant at which anything begins or ends, in order."""
        found: set[datetime | None] = set()
        for agreement in self.agreements:
            found |= {agreement.period.start, agreement.period.until}
            for clause in agreement.clauses:
                found |= {clause.start, clause.until}
        for rule in self.house_rules:
            found |= {rule.start, rule.until}
        return sorted(instant for instant in found if instant is not None)

    def agreements_in_force(self, partner: str, at: datetime) -> Iterator[Agreement]:
        for agreement in self.agreements:
            period = agreement.period
            if agreement.partner == partner and in_force(period.start, period.until, at):
                yield agreement

    def rule_applies(self, rule: HouseRule, question: Question, at: datetime) -> bool:
        return (
            in_force(rule.start, rule.until, at)
            and ("*" in rule.partners or question.partner in rule.partners)
            and self.matches(rule.conditions, question)
        )

    def matches(self, conditions: Conditions, question: Question) -> bool:
        if not names(conditions.surfaces, question.surface, self.listed_surfaces):
            return False
        if not names(conditions.kinds, question.kind, ["goods", "services"]):
            return False
        if conditions.categories and question.category not in conditions.categories:
            return False
        if question.category in conditions.except_categories:
            return False
        if conditions.creator_groups and question.creator_group not in conditions.creator_groups:
            return False
        return question.creator_group not in conditions.except_creator_groups

    def clause(self, agreement: str, clause: str) -> Clause:
        for one in self.agreements:
            for candidate in one.clauses:
                if (one.code, candidate.id) == (agreement, clause):
                    return candidate
        raise LookupError(agreement, clause)


def in_force(start: datetime | None, until: datetime | None, at: datetime) -> bool:
    return (start is None or start <= at) and (until is None or at < until)


def names(codes: Iterable[str], code: str | None, every: list[str]) -> bool:
    return code is not None and code != "*" and (code in codes or ("*" in codes and code in every))


V = TypeVar("V", Agreement, HouseRule)


def latest_versions(entries: tuple[V, ...], known_at: datetime | None) -> list[V]:
    """Each entry that was known, unless a higher version of it was."""
    known = [
        entry
        for entry in entries
        if known_at is None or entry.known is None or entry.known <= known_at
    ]
    return [
        entry
        for entry in known
        if not any(other.code == entry.code and other.version > entry.version for other in known)
    ]
