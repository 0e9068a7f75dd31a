"""What the platform came to know after it had begun."""

from collections.abc import Iterator
from datetime import datetime

from yellowcart.terms.changes import JUST_BEFORE
from yellowcart.terms.changes.cells import CellRuns
from yellowcart.terms.lint.finding import Finding, Severity
from yellowcart.terms.lint.knowledge import (
    Known,
    everything_known,
    overtaken_by,
    terms_beside,
    terms_of,
    versions,
    without,
)
from yellowcart.terms.register import Terms
from yellowcart.terms.speech import say_instant
from yellowcart.terms.table import Table
from yellowcart.terms.timeline import EARLIEST
from yellowcart.terms.wording import Wording


def retroactive(terms: Terms) -> Iterator[Finding]:
    """Each agreement and house rule that changes what held before it was known.

    A first version does if its `known` is after its `from`. An amendment replaces the version
    before it whole, its past too: whether it rewrites the past is told by the answers. One
    whose `from` is the day of the change, not the first version's, takes the past away.
    """
    for own in versions(everything_known(terms)):
        for number, one in enumerate(own):
            if overtaken_by(one, own) is not None:
                continue  # it never counts, so it changes nothing
            before = next((old for old in reversed(own[:number]) if old.since < one.since), None)
            came = [other for other in own if other.since == one.since]
            start = one.start or EARLIEST
            if before is None:
                if one.since > start:
                    yield _late(terms, one)
            elif start > (before.start or EARLIEST) and _rewrites(
                terms, came, before, min(start, one.since)
            ):
                yield _erasing(terms, one, before)
            elif _rewrites(terms, came, before, one.since):
                yield _late(terms, one)


def _rewrites(terms: Terms, came: list[Known], before: Known, end: datetime) -> bool:
    """Whether a verdict before `end` changes when these versions come, all at one instant."""
    known = came[0].since
    for partner in terms.partners:
        if any(one.concerns(partner.code) for one in (before, *came)):
            own = terms_beside((before, *came), terms_of(partner, terms))
            if _differ_before(end, without(came, own).table(known), own.table(known)):
                return True
    return False


def _differ_before(end: datetime, one: Table, other: Table) -> bool:
    for cell in dict.fromkeys((*one.cells(), *other.cells())):
        runs, others = CellRuns(one, cell), CellRuns(other, cell)
        instants = {at for at in runs.instants | others.instants if at < end}
        classes = [(None, None), *runs.narrowed, *others.narrowed]
        for at in (*(at - JUST_BEFORE for at in instants), end - JUST_BEFORE):
            for of in classes:
                if one.decide(*cell, at, *of).verdict is not other.decide(*cell, at, *of).verdict:
                    return True
    return False


def _late(terms: Terms, one: Known) -> Finding:
    code, version, at = one.entry.code, one.entry.version, say_instant(one.since, terms)
    since = Wording("一直", "always")
    if one.start is not None:
        start = say_instant(one.start, terms)
        since = Wording(f"自 {start} 起", f"from {start}")
    return Finding(
        "retroactive",
        Severity.WARNING,
        one.line,
        code,
        None,
        Wording(
            f"{code}（第 {version} 版）{since.zh}生效，却到 {at} 才获知，对此前的发布有追溯力",
            f"{code} (version {version}) has been in force {since.en} but was not known until"
            f" {at}; it changes what held before",
        ),
    )


def _erasing(terms: Terms, one: Known, before: Known) -> Finding:
    code, version, old = one.entry.code, one.entry.version, before.entry.version
    start = say_instant(one.start or EARLIEST, terms)
    return Finding(
        "retroactive",
        Severity.ERROR,
        one.line_of_start,
        code,
        None,
        Wording(
            f"{code} 第 {version} 版自 {start} 起，第 {old} 版对此前的约定因此全部失效；"
            f"from 应沿用第 {old} 版的",
            f"version {version} of {code} begins at {start}, so what version {old} said of the"
            f" time before is gone; keep version {old}'s `from`",
        ),
    )
