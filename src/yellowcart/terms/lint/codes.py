"""Codes that stand for nothing on file."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from yellowcart.terms.lint.entries import clauses
from yellowcart.terms.lint.finding import Finding, Severity, line_of
from yellowcart.terms.model import EVERY, Conditions
from yellowcart.terms.register import Terms
from yellowcart.terms.source import Path
from yellowcart.terms.wording import Wording

PARTNER = Wording("合作方", "partner")
SURFACE = Wording("发布位置", "surface")
AGREEMENT = Wording("该合作方的协议", "agreement of this partner")
MARKETPLACE = Wording("电商平台", "marketplace")


def unknown_codes(terms: Terms, marketplaces: Collection[str] | None = None) -> Iterator[Finding]:
    """Each partner, surface, renewed agreement or marketplace that nobody declares.

    `marketplaces` are the codes that links can have; None leaves them unchecked.
    """
    partners = [partner.code for partner in terms.partners]
    for i, partner in enumerate(terms.partners):
        for code in partner.marketplaces:
            if marketplaces is not None and code not in marketplaces:
                path: Path = ("partner", i, "marketplaces")
                yield _unknown(terms, path, MARKETPLACE, code, marketplaces, None)
    codes_of: defaultdict[str, set[str]] = defaultdict(set)
    for agreement in terms.agreements:
        codes_of[agreement.partner].add(agreement.code)
    for i, agreement in enumerate(terms.agreements):
        path = ("agreement", i)
        own = codes_of[agreement.partner] - {agreement.code}
        if agreement.partner not in partners:
            yield _unknown(
                terms, (*path, "partner"), PARTNER, agreement.partner, partners, agreement.code
            )
        elif agreement.renews is not None and agreement.renews not in own:
            yield _unknown(
                terms, (*path, "renews"), AGREEMENT, agreement.renews, own, agreement.code
            )
    for i, agreement, j, clause in clauses(enumerate(terms.agreements)):
        path = ("agreement", i, "clause", j)
        yield from _conditions(terms, path, clause.conditions, agreement.code, clause.id)
    for i, rule in enumerate(terms.house_rules):
        path = ("house_rule", i)
        for code in rule.partners:
            if code not in (EVERY, *partners):
                yield _unknown(terms, (*path, "partners"), PARTNER, code, partners, rule.code)
        yield from _conditions(terms, path, rule.conditions, rule.code, None)


def _conditions(
    terms: Terms, path: Path, conditions: Conditions, agreement: str, clause: str | None
) -> Iterator[Finding]:
    surfaces = [surface.code for surface in terms.surfaces]
    for code in conditions.surfaces:
        if code not in (EVERY, *surfaces):
            yield _unknown(terms, (*path, "surfaces"), SURFACE, code, surfaces, agreement, clause)


def _unknown(
    terms: Terms,
    path: Path,
    what: Wording,
    code: str,
    known: Collection[str],
    agreement: str | None,
    clause: str | None = None,
) -> Finding:
    nearest = get_close_matches(code, known, n=1)
    meant = Wording("", "")
    if nearest:
        meant = Wording(f"，是否指“{nearest[0]}”？", f"; did you mean “{nearest[0]}”?")
    return Finding(
        "unknown-code",
        Severity.ERROR,
        line_of(terms, *path),
        agreement,
        clause,
        Wording(
            f"没有登记{what.zh}“{code}”{meant.zh}", f"no {what.en} “{code}” is known{meant.en}"
        ),
    )
