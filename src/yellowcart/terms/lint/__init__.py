"""What somebody should look at before the terms are relied on."""

from collections.abc import Collection

from yellowcart.terms.lint.codes import unknown_codes
from yellowcart.terms.lint.coverage import gaps, overlaps
from yellowcart.terms.lint.finding import Finding, Severity
from yellowcart.terms.lint.overtaken import overtaken
from yellowcart.terms.lint.reach import never_applying, outside
from yellowcart.terms.lint.retroactive import retroactive
from yellowcart.terms.lint.short_notice import short_notice
from yellowcart.terms.register import Terms

__all__ = ["Finding", "Severity", "lint"]


def lint(terms: Terms, marketplaces: Collection[str] | None = None) -> list[Finding]:
    """What is wrong or doubtful in the terms, by line; an empty list where nothing is.

    Finds agreements of one partner that overlap (`agreements-overlap`), gaps before a renewal
    (`coverage-gap`), clauses that reach outside their agreement (`clause-outside-agreement`)
    or can never apply (`clause-never-applies`), codes that stand for nothing (`unknown-code`),
    versions that came after a higher one (`version-never-counts`), what was known only after
    it began or takes away what held before (`retroactive`) and what was known too shortly
    before (`short-notice`).

    Of agreements and house rules in several versions, overlaps, gaps and shadows are those of
    the highest ones. `marketplaces` are the codes that links can have; None: unchecked.
    """
    findings = [
        *unknown_codes(terms, marketplaces),
        *overlaps(terms),
        *gaps(terms),
        *outside(terms),
        *never_applying(terms),
        *overtaken(terms),
        *retroactive(terms),
        *short_notice(terms),
    ]
    return sorted(findings, key=lambda finding: finding.line or 0)
