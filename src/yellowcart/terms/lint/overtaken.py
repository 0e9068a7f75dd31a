"""Versions that nothing known at any time ever had as the highest."""

from collections.abc import Iterator

from yellowcart.terms.lint.finding import Finding, Severity
from yellowcart.terms.lint.knowledge import Known, everything_known, overtaken_by, versions
from yellowcart.terms.register import Terms
from yellowcart.terms.speech import say_instant
from yellowcart.terms.wording import Wording


def overtaken(terms: Terms) -> Iterator[Finding]:
    """Each version that came when a higher one of its code was known, or along with it.

    The highest version known is the one that counts, so this one never does: a mistyped
    `known`, or one copied from the version before.
    """
    for own in versions(everything_known(terms)):
        for one in own:
            by = overtaken_by(one, own)
            if by is not None:
                yield _finding(terms, one, by)


def _finding(terms: Terms, one: Known, by: Known) -> Finding:
    code, version, higher = one.entry.code, one.entry.version, by.entry.version
    since = Wording("一直", "always known")
    if by.known is not None:
        known = say_instant(by.known, terms)
        since = Wording(f"自 {known} 起", f"known from {known}")
    return Finding(
        "version-never-counts",
        Severity.ERROR,
        one.line,
        code,
        None,
        Wording(
            f"{code} 第 {version} 版从不适用：第 {higher} 版{since.zh}已获知，不比它晚",
            f"version {version} of {code} never counts: version {higher} was {since.en},"
            " no later than it",
        ),
    )
