"""casbin: a policy each partner and place (surface and kind) of a rule, looked up by those two."""

from collections.abc import Iterator, Sequence
from typing import Any

import casbin
from casbin.model.model_fast import FastModel

from bench.rules import Rule, microseconds
from bench.terms_sample import Question
from yellowcart.terms import Effect

MODEL = """
[request_definition]
r = partner, place, at, category, group

[policy_definition]
p = partner, place, start, until, categories, groups, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.partner == p.partner && r.place == p.place && p.start <= r.at && r.at < p.until \
 && among(r.category, p.categories) && among(r.group, p.groups)
"""

LOOKED_UP = [0, 1]
"""The fields by which FastEnforcer finds the policies to look at."""


class CasbinPolicy:
    name = "casbin"

    def __init__(self, rules: Sequence[Rule]) -> None:
        model = FastModel(LOOKED_UP)
        model.load_model_from_text(MODEL)
        enforcer = casbin.FastEnforcer(model, cache_key_order=LOOKED_UP)
        enforcer.add_function("among", self._among)
        self._lists: list[tuple[frozenset[str], frozenset[str]]] = []
        self._numbers: dict[tuple[frozenset[str], frozenset[str]], str] = {}
        enforcer.add_policies([policy for rule in rules for policy in self._policies(rule)])
        self._enforcer = enforcer

    def request(self, question: Question) -> tuple[Any, ...]:
        partner, surface, kind, at, category, creator_group = question
        return partner, f"{surface}/{kind}", _instant(microseconds(at)), category, creator_group

    def ask(self, request: tuple[Any, ...]) -> Any:
        return self._enforcer.enforce(*request)

    def answer(self, raw: Any) -> tuple[str | None, ...]:
        return ("allow" if raw else "deny",)

    def _policies(self, rule: Rule) -> Iterator[list[str]]:
        if rule.effect is None:
            return
        asked = rule.conditions
        rest = [
            _instant(rule.start),
            _instant(rule.until),
            self._number(asked.categories, asked.except_categories),
            self._number(asked.creator_groups, asked.except_creator_groups),
            "allow" if rule.effect is Effect.GRANT else "deny",
        ]
        for partner in rule.partners:
            for surface in asked.surfaces:
                for kind in asked.kinds:
                    yield [partner, f"{surface}/{kind}", *rest]

    def _number(self, listed: tuple[str, ...], excepted: tuple[str, ...]) -> str:
        lists = frozenset(listed), frozenset(excepted)
        if lists not in self._numbers:
            self._numbers[lists] = str(len(self._lists))
            self._lists.append(lists)
        return self._numbers[lists]

    def _among(self, code: str | None, number: str) -> bool:
        listed, excepted = self._lists[int(number)]
        return (not listed or code in listed) and code not in excepted


def _instant(at: int) -> str:
    return f"{at:016}"  # compared as text, since a policy's fields are texts
