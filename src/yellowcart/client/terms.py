"""Decisions, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from yellowcart.client import answers
from yellowcart.client.calls import Calls, given, in_path


class TermCalls(Calls):
    def decide(
        self,
        *,
        surface: str,
        link: str | None = None,
        partner: str | None = None,
        kind: str = "goods",
        at: datetime | None = None,
        known_at: datetime | None = None,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> answers.Decided:
        """Whether a link, or a partner's links, may hang on a surface."""
        asked = {
            "link": link, "partner": partner, "surface": surface, "kind": kind, "at": at,
            "known_at": known_at, "category": category, "creator_group": creator_group,
        }  # fmt: skip
        return self._send("POST", "/decisions", answers.Decided, given(asked))

    def decide_batch(
        self, texts: Sequence[str], *, surface: str, kind: str = "goods", at: datetime | None = None
    ) -> answers.Batch:
        """The same about up to 10,000 texts at once."""
        asked = {"texts": list(texts), "surface": surface, "kind": kind, "at": at}
        return self._send("POST", "/decisions/batch", answers.Batch, given(asked))

    def surfaces(self) -> list[answers.Surface]:
        return self._get("/surfaces", list[answers.Surface])

    def partners(self) -> list[answers.Partner]:
        return self._get("/partners", list[answers.Partner])

    def agreements(self) -> Iterator[answers.Agreement]:
        return self._pages("/agreements", answers.Agreement)

    def agreement(self, code: str) -> answers.Agreement:
        return self._get(f"/agreements/{in_path(code)}", answers.Agreement)

    def form(self) -> str:
        """Everything in force, in the TOML form."""
        return self._ask("GET", "/agreements/form").text

    def coming(
        self,
        *,
        start: datetime | None = None,
        until: datetime | None = None,
        known_at: datetime | None = None,
    ) -> list[answers.Transition]:
        """The instants at which something opens or closes."""
        asked = {"start": start, "until": until, "known_at": known_at}
        return self._get("/transitions", answers.Transitions, asked).items

    def explanation(
        self,
        *,
        surface: str,
        link: str | None = None,
        partner: str | None = None,
        kind: str = "goods",
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        category: str | None = None,
        creator_group: str | None = None,
    ) -> answers.Explanation:
        """A decision in sentences, in Chinese and English."""
        asked = {
            "link": link, "partner": partner, "surface": surface, "kind": kind, "as_of": as_of,
            "known_at": known_at, "category": category, "creator_group": creator_group,
        }  # fmt: skip
        return self._get("/explanations", answers.Explanation, asked)
