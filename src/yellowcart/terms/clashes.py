"""What no terms may hold twice."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from yellowcart.kit.errors import BadInput
from yellowcart.terms.source import Path

if TYPE_CHECKING:
    from yellowcart.terms.register import Terms

Entries = Iterable[tuple[Path, str]]


class GivenTwice(BadInput):
    """A code, or a version of it, that already stands in the terms."""

    code = "given-twice"


class MarketplaceClaimedTwice(BadInput):
    """A marketplace that two partners bring."""

    code = "marketplace-claimed-twice"


def refuse_clashes(terms: "Terms") -> None:
    """Raise for the first code, clause id, version or marketplace that stands twice."""
    for entries, refusal in _what_is_unique(terms):
        first: dict[str, Path] = {}
        for path, value in entries:
            earlier = first.setdefault(value, path)
            if earlier is not path:
                raise _clash(terms, refusal, value, earlier, path)


def _what_is_unique(terms: "Terms") -> Iterator[tuple[Entries, type[BadInput]]]:
    yield _codes("surface", (surface.code for surface in terms.surfaces)), GivenTwice
    yield _codes("partner", (partner.code for partner in terms.partners)), GivenTwice
    yield (
        (
            (("partner", index, "marketplaces", place), marketplace)
            for index, partner in enumerate(terms.partners)
            for place, marketplace in enumerate(partner.marketplaces)
        ),
        MarketplaceClaimedTwice,
    )
    yield _versions("agreement", ((one.code, one.version) for one in terms.agreements)), GivenTwice
    yield (
        _versions("house_rule", ((one.code, one.version) for one in terms.house_rules)),
        GivenTwice,
    )
    for index, agreement in enumerate(terms.agreements):
        yield (
            (
                (("agreement", index, "clause", place, "id"), clause.id)
                for place, clause in enumerate(agreement.clauses)
            ),
            GivenTwice,
        )


def _codes(key: str, codes: Iterable[str]) -> Entries:
    return (((key, index, "code"), code) for index, code in enumerate(codes))


def _versions(key: str, versions: Iterable[tuple[str, int]]) -> Entries:
    return (
        ((key, index, "version"), f"{code} version {version}")
        for index, (code, version) in enumerate(versions)
    )


def _clash(
    terms: "Terms", refusal: type[BadInput], value: str, earlier: Path, path: Path
) -> BadInput:
    source = terms.source
    before = source.line_of(earlier) if source else None
    return refusal(
        f"{value} is given twice" + ("" if before is None else f", first on line {before}"),
        source=source.name if source else None,
        line=source.line_of(path) if source else None,
        field=".".join(part for part in path if isinstance(part, str)),
        expected="each once",
    )
