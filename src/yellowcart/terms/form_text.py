"""Terms written down in the agreements form."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import TypeAlias

from yellowcart.kit.instant import format_instant
from yellowcart.terms.model import (
    EVERY,
    KINDS,
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
)
from yellowcart.terms.register import Terms
from yellowcart.terms.wording import Wording

Value: TypeAlias = str | int | datetime | tuple[str, ...] | Wording | None
Keys: TypeAlias = dict[str, Value]


def write_terms(terms: Terms) -> str:
    """The terms as a text in the agreements form, instants in the platform's time zone.

    `parse_terms` reads the same terms from it. What a key would say by its absence is left out.
    """
    return "\n".join(table for table in _tables(terms))


def _tables(terms: Terms) -> Iterator[str]:
    zone = terms.zone
    yield _pairs({"time_zone": terms.time_zone}, zone)
    for surface in terms.surfaces:
        yield _table("surface", {"code": surface.code, "name": surface.name}, zone)
    for partner in terms.partners:
        keys: Keys = {
            "code": partner.code,
            "name": partner.name,
            "marketplaces": partner.marketplaces,
        }
        yield _table("partner", keys, zone)
    for agreement in terms.agreements:
        yield _table("agreement", _of_agreement(agreement), zone)
        for clause in agreement.clauses:
            yield _table("agreement.clause", _of_clause(clause), zone)
    for rule in terms.house_rules:
        yield _table("house_rule", _of_house_rule(rule), zone)


def _of_agreement(agreement: Agreement) -> Keys:
    return {
        "code": agreement.code,
        "partner": agreement.partner,
        "version": agreement.version,
        "known": agreement.known,
        "from": agreement.period.start,
        "until": agreement.period.until,
        "renews": agreement.renews,
        "notice_days": agreement.notice_days,
    }


def _of_clause(clause: Clause) -> Keys:
    return {
        "id": clause.id,
        "effect": clause.effect,
        "from": clause.start,
        "until": clause.until,
        "surfaces": clause.conditions.surfaces,
        **_of_conditions(clause.conditions),
        "hung": None if clause.hung is Hung.WITHDRAW else clause.hung,
    }


def _of_house_rule(rule: HouseRule) -> Keys:
    surfaces = rule.conditions.surfaces
    return {
        "code": rule.code,
        "version": rule.version,
        "known": rule.known,
        "from": rule.start,
        "until": rule.until,
        "effect": Effect.FORBID,
        "partners": rule.partners,
        "surfaces": None if surfaces == (EVERY,) else surfaces,
        **_of_conditions(rule.conditions),
    }


def _of_conditions(conditions: Conditions) -> Keys:
    return {
        "kinds": None if conditions.kinds == KINDS else conditions.kinds,
        "categories": conditions.categories or None,
        "except_categories": conditions.except_categories or None,
        "creator_groups": conditions.creator_groups or None,
        "except_creator_groups": conditions.except_creator_groups or None,
    }


def _table(name: str, keys: Keys, zone: tzinfo) -> str:
    return f"[[{name}]]\n{_pairs(keys, zone)}"


def _pairs(keys: Keys, zone: tzinfo) -> str:
    return "".join(
        f"{key} = {_value(value, zone)}\n" for key, value in keys.items() if value is not None
    )


def _value(value: Value, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return _instant(value, zone)
    if isinstance(value, tuple):
        return f"[{_listed(value)}]"
    if isinstance(value, Wording):
        return f"{{ zh = {_quoted(value.zh)}, en = {_quoted(value.en)} }}"
    return _quoted(value) if isinstance(value, str) else str(value)


def _instant(at: datetime, zone: tzinfo) -> str:
    """TOML has no offsets of seconds, as zones had before 1900; such instants stand in UTC."""
    text = format_instant(at, zone)
    offset = datetime.fromisoformat(text).utcoffset() or timedelta()
    return format_instant(at) if offset % timedelta(minutes=1) else text


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(_quoted(code) for code in codes)


def _quoted(text: str) -> str:
    """JSON's escapes are TOML's too, but for the one control character that JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
