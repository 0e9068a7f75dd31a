"""Terms in the agreements form: TOML, as people and tools keep it for years."""

import re
import tomllib
from pathlib import Path

from yellowcart.kit.errors import BadInput
from yellowcart.kit.period import Period
from yellowcart.terms.form_entry import Entry
from yellowcart.terms.model import (
    EVERY,
    KINDS,
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Surface,
)
from yellowcart.terms.register import DEFAULT_TIME_ZONE, Terms
from yellowcart.terms.source import Source

FILE = ("time_zone", "surface", "partner", "agreement", "house_rule")
SURFACE = ("code", "name")
PARTNER = ("code", "name", "marketplaces")
CONDITIONS = (
    "surfaces",
    "kinds",
    "categories",
    "except_categories",
    "creator_groups",
    "except_creator_groups",
)
CLAUSE = ("id", "effect", "from", "until", *CONDITIONS, "hung")
AGREEMENT = (
    "code",
    "partner",
    "version",
    "known",
    "from",
    "until",
    "renews",
    "notice_days",
    "clause",
)
HOUSE_RULE = ("code", "version", "known", "from", "until", "effect", "partners", *CONDITIONS)


def read_terms(path: str | Path) -> Terms:
    """The terms in the agreements file at `path`; see `parse_terms`."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise BadInput(reason, source=path, expected="an agreements file") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("not UTF-8", source=path, line=line, expected="a text in UTF-8") from None
    return parse_terms(text, name=str(path))


def parse_terms(text: str, name: str | None = None) -> Terms:
    """The terms that a text in the agreements form says; `name` is for its errors.

    Refuses with `BadInput`, in one line that names the file, the line, the field and what was
    expected: what is no TOML, an unknown key (with the nearest known one), a missing key, a value
    that does not fit, an instant without an offset, an end that is not after its start, and
    whatever `Terms` refuses. Codes that nobody declared are read; `lint` reports them.
    """
    text = text.replace("\r\n", "\n")
    source = Source(name, text)
    file = Entry(_parsed(text, name), (), source)
    file.refuse_unknown_keys(FILE)
    time_zone = file.optional_code("time_zone") or DEFAULT_TIME_ZONE
    surfaces = tuple(_surface(entry) for entry in file.entries("surface"))
    partners = tuple(_partner(entry) for entry in file.entries("partner"))
    agreements = tuple(_agreement(entry) for entry in file.entries("agreement"))
    house_rules = tuple(_house_rule(entry) for entry in file.entries("house_rule"))
    try:
        return Terms(surfaces, partners, agreements, house_rules, time_zone, source)
    except BadInput as error:
        if error.field is None:  # what was given twice says where by itself
            raise file.at("time_zone", error) from None
        raise


def _parsed(text: str, name: str | None) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BadInput("nested too deep", source=name, expected="TOML") from None
    except ValueError as error:  # tomllib's own, and Python's for a number of 5,000 digits
        found = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", str(error))
        message, line = found.groups() if found else (str(error), None)
        end = text.count("\n") + 1 if found else None
        raise BadInput(
            f"no TOML: {message}", source=name, line=int(line) if line else end, expected="TOML"
        ) from None


def _surface(entry: Entry) -> Surface:
    entry.refuse_unknown_keys(SURFACE)
    code = entry.code("code")
    if code == EVERY:
        raise entry.at("code", BadInput(f'"{EVERY}" means every surface', expected="a code"))
    return Surface(code, entry.wording("name"))


def _partner(entry: Entry) -> Partner:
    entry.refuse_unknown_keys(PARTNER)
    code = entry.code("code")
    if code == EVERY:
        raise entry.at("code", BadInput(f'"{EVERY}" means every partner', expected="a code"))
    return Partner(code, entry.wording("name"), entry.codes("marketplaces", ()))


def _agreement(entry: Entry) -> Agreement:
    entry.refuse_unknown_keys(AGREEMENT)
    with entry.locating("until"):
        return Agreement(
            code=entry.code("code"),
            partner=entry.code("partner"),
            version=entry.number("version", 1),
            known=entry.instant("known"),
            period=Period(entry.instant("from"), entry.optional_instant("until")),
            renews=entry.optional_code("renews"),
            notice_days=entry.optional_number("notice_days", 0),
            clauses=tuple(_clause(clause) for clause in entry.entries("clause")),
        )


def _clause(entry: Entry) -> Clause:
    entry.refuse_unknown_keys(CLAUSE)
    with entry.locating("until"):
        return Clause(
            id=entry.code("id"),
            effect=entry.member("effect", Effect),
            conditions=_conditions(entry, surfaces=None),
            start=entry.optional_instant("from"),
            until=entry.optional_instant("until"),
            hung=entry.member("hung", Hung, Hung.WITHDRAW),
        )


def _house_rule(entry: Entry) -> HouseRule:
    entry.refuse_unknown_keys(HOUSE_RULE)
    if entry.member("effect", Effect) is not Effect.FORBID:
        refusal = "a house rule restricts; only an agreement grants"
        raise entry.at("effect", BadInput(refusal, value="grant", expected='"forbid"'))
    with entry.locating("until"):
        return HouseRule(
            code=entry.code("code"),
            partners=entry.some_codes("partners", None),
            conditions=_conditions(entry, surfaces=(EVERY,)),
            version=entry.optional_number("version", 1) or 1,
            known=entry.optional_instant("known"),
            start=entry.optional_instant("from"),
            until=entry.optional_instant("until"),
        )


def _conditions(entry: Entry, surfaces: tuple[str, ...] | None) -> Conditions:
    """`surfaces`: what an absent key means. A clause must say it, lest one grant too much."""
    with entry.locating("surfaces"):
        return Conditions(
            surfaces=entry.some_codes("surfaces", surfaces),
            kinds=entry.some_codes("kinds", KINDS),
            categories=entry.some_codes("categories"),
            except_categories=entry.some_codes("except_categories"),
            creator_groups=entry.some_codes("creator_groups"),
            except_creator_groups=entry.some_codes("except_creator_groups"),
        )
