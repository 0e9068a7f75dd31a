"""What a transition changes, in people's words: alike cells of the terms on one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from yellowcart.console.language import said
from yellowcart.console.named import Names
from yellowcart.console.words import word

Rows = Sequence[dict[str, Any]]
MOST_NAMED = 2
OF = ("partner", "before", "after", "reason", "agreement", "clause", "category", "creator_group",
      "hung")  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """Surfaces and kinds of one partner's links that open or close together, for one reason."""

    partner: str
    surfaces: str
    kinds: str
    scope: str
    """The category or creator group that it is about, and those that it is not; empty: all."""
    before: str
    after: str
    reason: str
    agreement: str | None
    clause: str | None
    hung: str
    """Of a closing: what becomes of what hangs there."""


def changed(rows: Rows, names: Names) -> list[Changed]:
    alike: dict[tuple[object, ...], dict[str, list[str]]] = {}
    facts: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        key = (*(row.get(name) for name in OF), str(row.get("spared") or ""))
        facts.setdefault(key, row)
        alike.setdefault(key, {}).setdefault(row["surface"], []).append(row["kind"])
    lines = []
    for key, kinds_of in alike.items():
        places: dict[tuple[str, ...], list[str]] = {}
        for surface, kinds in kinds_of.items():
            places.setdefault(tuple(kinds), []).append(surface)
        lines += [_line(facts[key], surfaces, kinds, names) for kinds, surfaces in places.items()]
    return lines


def _line(
    row: dict[str, Any], surfaces: list[str], kinds: tuple[str, ...], names: Names
) -> Changed:
    closes = row["after"] == "deny"
    return Changed(
        names.partner(row["partner"]),
        listed([names.surface(one) for one in surfaces]),
        listed([word("kind", one) for one in kinds]),
        _scope(row),
        row["before"],
        row["after"],
        row["reason"],
        row["agreement"],
        row["clause"],
        word("becomes", row.get("hung") or "withdraw") if closes else "",
    )


def _scope(row: dict[str, Any]) -> str:
    found = [_class(row.get("category"), row.get("creator_group"))]
    spared = [text for text in (_class(*of) for of in row.get("spared") or ()) if text]
    if spared:
        found.append(said("除{of}", "except {of}", of=listed(spared)))
    return listed([text for text in found if text])


def _class(category: str | None, group: str | None) -> str:
    found = []
    if category:
        found.append(said("类目 {code}", "category {code}", code=category))
    if group:
        found.append(said("达人组 {code}", "creator group {code}", code=group))
    return " ".join(found)


def shortly(rows: Rows, names: Names) -> list[tuple[str, str, str]]:
    """Partner by partner: where its links open or close, and which of the two."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        places.setdefault((row["partner"], row["after"]), {})[row["surface"]] = None
    return [
        (names.partner(partner), after, _where([*surfaces], names))
        for (partner, after), surfaces in places.items()
    ]


def _where(surfaces: list[str], names: Names) -> str:
    if len(surfaces) > MOST_NAMED:
        return said("{n} 个位置", "{n} surfaces", n=len(surfaces))
    return listed([names.surface(one) for one in surfaces])


def listed(texts: Sequence[str]) -> str:
    return said("、", ", ").join(texts)
