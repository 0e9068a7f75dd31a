"""Agreements of one partner that overlap, and gaps before a renewal."""

from collections.abc import Iterator
from itertools import groupby

from yellowcart.terms.lint.entries import latest_agreements
from yellowcart.terms.lint.finding import Finding, Severity, line_of
from yellowcart.terms.register import Terms
from yellowcart.terms.speech import say_instant, say_partner
from yellowcart.terms.wording import Wording


def overlaps(terms: Terms) -> Iterator[Finding]:
    """Each agreement that begins while another one of its partner is in force."""
    by_partner = sorted(
        latest_agreements(terms), key=lambda entry: (entry[1].partner, entry[1].period.start)
    )
    for partner, group in groupby(by_partner, key=lambda entry: entry[1].partner):
        entries = [agreement for _, agreement in group]
        numbers = {agreement.code: i for i, agreement in by_partner}
        # The one in force the longest so far tells whether the next one meets anything.
        longest = entries[0]
        for agreement in entries[1:]:
            if longest.period.overlaps(agreement.period):
                shared = longest.period.intersect(agreement.period)
                assert shared is not None
                from_ = {lang: say_instant(shared.start, terms) for lang in ("zh", "en")}
                yield Finding(
                    "agreements-overlap",
                    Severity.ERROR,
                    line_of(terms, "agreement", numbers[agreement.code], "from"),
                    agreement.code,
                    None,
                    Wording(
                        f"{say_partner(partner, terms, 'zh')}的协议 {longest.code} 与"
                        f" {agreement.code} 自 {from_['zh']} 起重叠",
                        f"{longest.code} and {agreement.code}, agreements of"
                        f" {say_partner(partner, terms, 'en')}, overlap from {from_['en']}",
                    ),
                )
            if longest.period.until is not None and (
                agreement.period.until is None or agreement.period.until > longest.period.until
            ):
                longest = agreement


def gaps(terms: Terms) -> Iterator[Finding]:
    """Each renewal that begins after the agreement it renews has ended."""
    entries = latest_agreements(terms)
    by_code = {agreement.code: agreement for _, agreement in entries}
    for i, agreement in entries:
        renewed = by_code.get(agreement.renews or "")
        if renewed is None or renewed.period.until is None:
            continue
        if agreement.period.start > renewed.period.until:
            end, start = renewed.period.until, agreement.period.start
            yield Finding(
                "coverage-gap",
                Severity.WARNING,
                line_of(terms, "agreement", i, "from"),
                agreement.code,
                None,
                Wording(
                    f"{renewed.code} 于 {say_instant(end, terms)} 终止，续签的"
                    f" {agreement.code} 到 {say_instant(start, terms)} 才开始，其间没有协议",
                    f"{renewed.code} ends at {say_instant(end, terms)} and its renewal"
                    f" {agreement.code} begins at {say_instant(start, terms)};"
                    " no agreement covers the time between",
                ),
            )
