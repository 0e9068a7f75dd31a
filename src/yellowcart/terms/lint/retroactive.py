"""What the platform came to know after it had begun."""

from collections.abc import Iterator
from datetime import datetime

from yellowcart.terms.changes import JUST_BEFORE
from yellowcart.terms.changes.cells import CellRuns
from yellowcart.terms.lint.finding import Finding, Severity
from yellowcart.terms.lint.knowledge import Known, everything_known, terms_of
from yellowcart.terms.register import Terms
from yellowcart.terms.speech import say_instant
from yellowcart.terms.table import Table
from yellowcart.terms.timeline import EARLIEST
from yellowcart.terms.wording import Wording


def retroactive(terms: Terms) -> Iterator[Finding]:
    """Each agreement and house rule whose `known` is after its `from`.

    An amendment keeps the `from` of the version before it. It is retroactive only if it
    changes what could be published before it was known.
    """
    first: set[tuple[type, str]] = set()
    for one in sorted(everything_known(terms), key=lambda known: known.entry.version):
        amends = (type(one.entry), one.entry.code) in first
        first.add((type(one.entry), one.entry.code))
        if one.known is None or one.known <= (one.start or EARLIEST):
            continue
        if not amends or _rewrites(terms, one, one.known):
            yield _finding(terms, one, one.known)


def _rewrites(terms: Terms, one: Known, known: datetime) -> bool:
    """Whether knowing it changed any verdict of the time before."""
    for partner in terms.partners:
        if one.concerns(partner.code):
            own = terms_of(partner, terms)
            if _differ_before(known, own.table(known - JUST_BEFORE), own.table(known)):
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


def _finding(terms: Terms, one: Known, known: datetime) -> Finding:
    code, version, at = one.entry.code, one.entry.version, say_instant(known, terms)
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
