"""zen-engine: a decision table, the first row that matches."""

import json
from collections.abc import Sequence
from typing import Any

import zen

from bench.rules import Rule, microseconds
from bench.terms_sample import Question
from yellowcart.terms import Effect

INPUTS = ("partner", "surface", "kind", "at", "category", "creator_group")
OUTPUTS = ("verdict", "reason", "agreement", "clause")


class ZenTable:
    name = "zen-engine"

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._decision = zen.ZenEngine().create_decision(json.dumps(_graph(rules)))
        self._decision.validate()

    def request(self, question: Question) -> dict[str, Any]:
        partner, surface, kind, at, category, creator_group = question
        return {
            "partner": partner,
            "surface": surface,
            "kind": kind,
            "at": microseconds(at),
            "category": category,
            "creator_group": creator_group,
        }

    def ask(self, request: dict[str, Any]) -> Any:
        return self._decision.evaluate(request)

    def answer(self, raw: Any) -> tuple[str | None, ...]:
        return tuple(raw["result"].get(name) for name in OUTPUTS)


def _graph(rules: Sequence[Rule]) -> dict[str, Any]:
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in INPUTS],
        "outputs": [{"id": name, "name": name, "field": name} for name in OUTPUTS],
        "rules": [
            *(_row(number, rule) for number, rule in enumerate(rules)),
            {"_id": "none", "verdict": '"deny"', "reason": '"no_agreement"'},
        ],
    }
    return {
        "nodes": [
            {"id": "question", "type": "inputNode", "name": "question"},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
            {"id": "answer", "type": "outputNode", "name": "answer"},
        ],
        "edges": [
            {"id": "in", "type": "edge", "sourceId": "question", "targetId": "table"},
            {"id": "out", "type": "edge", "sourceId": "table", "targetId": "answer"},
        ],
    }


def _row(number: int, rule: Rule) -> dict[str, str]:
    verdict, reason = {
        Effect.FORBID: ("deny", "forbidden"),
        Effect.GRANT: ("allow", "granted"),
        None: ("deny", "not_granted"),
    }[rule.effect]
    asked = rule.conditions
    return {
        "_id": str(number),
        "partner": _listed(rule.partners),
        "surface": _listed(asked.surfaces) if rule.effect else "",
        "kind": _listed(asked.kinds) if rule.effect else "",
        "at": f"[{rule.start}..{rule.until})",
        "category": _among(asked.categories, asked.except_categories),
        "creator_group": _among(asked.creator_groups, asked.except_creator_groups),
        "verdict": json.dumps(verdict),
        "reason": json.dumps(reason),
        "agreement": json.dumps(rule.agreement),
        "clause": json.dumps(rule.clause),
    }


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(map(json.dumps, codes))


def _among(listed: tuple[str, ...], excepted: tuple[str, ...]) -> str:
    if listed and excepted:
        return f"$ in [{_listed(listed)}] and $ not in [{_listed(excepted)}]"
    return f"$ not in [{_listed(excepted)}]" if excepted else _listed(listed)
