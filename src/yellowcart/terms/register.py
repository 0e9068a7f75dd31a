"""The terms on file, and what of them was known when."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from threading import Lock
from typing import Protocol, TypeVar

from yellowcart.kit.instant import as_utc, parse_time_zone
from yellowcart.terms.clashes import refuse_clashes
from yellowcart.terms.model import Agreement, HouseRule, Partner, Surface
from yellowcart.terms.source import Source
from yellowcart.terms.table import Table

DEFAULT_TIME_ZONE = "Asia/Shanghai"
MOST_TABLES = 16
"""How many states of knowledge are kept compiled, those asked about last."""


@dataclass(frozen=True)
class Terms:
    """Everything on file: what was agreed, and when the platform came to know of it.

    Refused with `BadInput`: a code, clause id or version given twice, a marketplace that
    two partners claim, an unknown time zone.
    """

    surfaces: tuple[Surface, ...] = ()
    partners: tuple[Partner, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    house_rules: tuple[HouseRule, ...] = ()
    time_zone: str = DEFAULT_TIME_ZONE
    source: Source | None = field(default=None, compare=False, repr=False)
    _tables: dict[int, Table] = field(default_factory=dict, init=False, compare=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        refuse_clashes(self)
        self.zone  # noqa: B018 - refuses an unknown one

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled, as to Spark's executors, as what is on file, without the tables."""
        entries = (self.surfaces, self.partners, self.agreements, self.house_rules)
        return Terms, (*entries, self.time_zone, self.source)

    @cached_property
    def zone(self) -> tzinfo:
        """The platform's time zone, in which people read instants."""
        return parse_time_zone(self.time_zone)

    @cached_property
    def known_instants(self) -> tuple[datetime, ...]:
        """The instants at which the platform came to know something, in order."""
        known = {agreement.known for agreement in self.agreements}
        known.update(rule.known for rule in self.house_rules if rule.known is not None)
        return tuple(sorted(known))

    def partner_of(self, marketplace: str | None) -> str | None:
        """The code of the partner that brings that marketplace; None: nobody does."""
        return None if marketplace is None else self._partner_of.get(marketplace)

    @cached_property
    def _partner_of(self) -> dict[str, str]:
        return {
            marketplace: partner.code
            for partner in self.partners
            for marketplace in partner.marketplaces
        }

    def table(self, known_at: datetime | None = None) -> Table:
        """The compiled table of what was known at `known_at`; None: everything on file.

        Of each agreement and house rule it holds the highest version with
        `known <= known_at`. Compiled once for each state of knowledge. A naive instant is
        refused with `NaiveInstant`.
        """
        at = None if known_at is None else as_utc(known_at)
        known = self.known_instants
        state = len(known) if at is None else bisect_right(known, at)
        with self._lock:
            table = self._tables.pop(state, None)
            if table is None:
                agreements, rules = held(self.agreements, at), held(self.house_rules, at)
                table = Table(self, agreements, rules)
            self._tables[state] = table
            if len(self._tables) > MOST_TABLES:
                del self._tables[next(iter(self._tables))]
        return table.as_asked(at)


class Versioned(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def known(self) -> datetime | None: ...


V = TypeVar("V", bound=Versioned)


def held(entries: Iterable[V], known_at: datetime | None) -> list[V]:
    """Of each code the highest version known by then, in the order of the file."""
    entries = [
        entry
        for entry in entries
        if known_at is None or entry.known is None or entry.known <= known_at
    ]
    highest: dict[str, V] = {}
    for entry in entries:
        if entry.code not in highest or entry.version > highest[entry.code].version:
            highest[entry.code] = entry
    return [entry for entry in entries if entry is highest[entry.code]]
