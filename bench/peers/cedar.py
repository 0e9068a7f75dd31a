"""cedarpy: a policy each rule, parsed once; a forbid wins, nothing granted is denied."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import cedarpy

from bench.rules import Rule, microseconds
from bench.terms_sample import Question
from yellowcart.terms import Effect


class Cedar:
    name = "cedarpy"

    def __init__(self, rules: Sequence[Rule]) -> None:
        policies = [policy for rule in rules if rule.effect for policy in _policies(rule)]
        self._policies = cedarpy.PolicySet.from_str("\n".join(policies))
        self._entities = cedarpy.Entities.from_json_str("[]")

    def request(self, question: Question) -> dict[str, Any]:
        partner, surface, kind, at, category, creator_group = question
        context = {"kind": kind, "at": microseconds(at)}
        if category is not None:
            context["category"] = category
        return {
            "principal": {"type": "CreatorGroup", "id": creator_group or ""},
            "action": {"type": "Action", "id": surface},
            "resource": {"type": "Partner", "id": partner},
            "context": context,
        }

    def ask(self, request: dict[str, Any]) -> Any:
        return cedarpy.is_authorized(request, self._policies, self._entities)

    def answer(self, raw: Any) -> tuple[str | None, ...]:
        return ("allow" if raw.allowed else "deny",)


def _policies(rule: Rule) -> Iterator[str]:
    """Cedar asks for one partner a policy, or for all of them."""
    effect = "permit" if rule.effect is Effect.GRANT else "forbid"
    scopes = [f'resource == Partner::"{partner}"' for partner in rule.partners]
    if rule.agreement is None:
        scopes = ["resource"]
    asked = rule.conditions
    actions = ", ".join(f'Action::"{surface}"' for surface in asked.surfaces)
    when = [
        f"context.at >= {rule.start} && context.at < {rule.until}",
        f"{json.dumps(asked.kinds)}.contains(context.kind)",
    ]
    if asked.categories:
        listed = f"{json.dumps(asked.categories)}.contains(context.category)"
        when.append(f"context has category && {listed}")
    if asked.except_categories:
        excepted = f"{json.dumps(asked.except_categories)}.contains(context.category)"
        when.append(f"!(context has category && {excepted})")
    if asked.creator_groups:
        when.append(f"[{_groups(asked.creator_groups)}].contains(principal)")
    if asked.except_creator_groups:
        when.append(f"![{_groups(asked.except_creator_groups)}].contains(principal)")
    conditions = " && ".join(when)
    for scope in scopes:
        yield f"{effect} (principal, action in [{actions}], {scope}) when {{ {conditions} }};"


def _groups(codes: tuple[str, ...]) -> str:
    return ", ".join(f'CreatorGroup::"{code}"' for code in codes)
