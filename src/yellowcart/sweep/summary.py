"""What a sweep comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from yellowcart.kit.instant import format_instant, parse_time_zone
from yellowcart.kit.money import Fen
from yellowcart.sweep.rulings import Outcome
from yellowcart.sweep.tally import Tally


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """The entries of one partner on one surface; None: of no partner, on no listed surface."""

    partner: str | None
    surface: str | None
    entries: int
    withdrawn: int
    kept: int
    gmv_30d_fen: Fen
    gmv_30d_fen_withdrawn: Fen


@dataclass(frozen=True, slots=True)
class BasisCount:
    """The entries that come down by one clause on one surface."""

    partner: str | None
    surface: str | None
    reason: str
    agreement: str | None
    version: int | None
    clause: str | None
    hung: str | None
    entries: int
    gmv_30d_fen: Fen


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one sweep, as in its summary.json. Money is whole fen.

    `entries` are the rows that could be read: each is withdrawn, kept or was denied before,
    and `opened` says how many of the last may hang again from the instant on. `unrecognised`
    is a part of `denied_before`.
    """

    at: datetime
    known_at: datetime | None
    time_zone: str
    engine: str
    inputs: tuple[str, ...]
    rows: int
    rejected: int
    entries: int
    withdrawn: int
    kept: int
    denied_before: Mapping[str, int]
    opened: int
    unrecognised: int
    unrecognised_by: Mapping[str, int]
    without_partner: Mapping[str, int]
    gmv_30d_fen: Fen
    gmv_30d_fen_withdrawn: Fen
    creators: int
    creators_touched: int
    by_partner_surface: tuple[PlaceCount, ...]
    by_clause: tuple[BasisCount, ...]
    top_creators: tuple[Mapping[str, Any], ...]
    seconds: Mapping[str, float] = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The figures as JSON values; instants as ISO 8601 in the terms' time zone."""
        zone = parse_time_zone(self.time_zone)
        known_at = None if self.known_at is None else format_instant(self.known_at, zone)
        return asdict(self) | {"at": format_instant(self.at, zone), "known_at": known_at}


def denied_before(tally: Tally) -> dict[str, int]:
    reasons: Counter[str] = Counter()
    for line, (entries, _) in tally.lines.items():
        if line.outcome in (Outcome.DENIED, Outcome.OPENED):
            reasons[line.reason] += entries
    return _largest_first(reasons)


def entries_of(tally: Tally, outcome: Outcome) -> int:
    return sum(n for line, (n, _) in tally.lines.items() if line.outcome is outcome)


def gmv_of(tally: Tally, *outcomes: Outcome) -> Fen:
    return sum(fen for line, (_, fen) in tally.lines.items() if line.outcome in outcomes)


def by_partner_surface(tally: Tally) -> tuple[PlaceCount, ...]:
    places: dict[tuple[str | None, str | None], list[int]] = {}
    for line, (entries, fen) in tally.lines.items():
        falls = line.outcome is Outcome.WITHDRAWN
        stays = line.outcome is Outcome.KEPT
        sums = places.setdefault((line.partner, line.surface), [0, 0, 0, 0, 0])
        counts = (entries, entries * falls, entries * stays, fen, fen * falls)
        for i, number in enumerate(counts):
            sums[i] += number
    ordered = sorted(places.items(), key=lambda place: (-place[1][1], -place[1][0], str(place[0])))
    return tuple(PlaceCount(*place, *sums) for place, sums in ordered)


def by_clause(tally: Tally) -> tuple[BasisCount, ...]:
    falling = (
        BasisCount(
            line.partner,
            line.surface,
            line.reason,
            line.agreement,
            line.version,
            line.clause,
            line.hung,
            entries,
            fen,
        )
        for line, (entries, fen) in tally.lines.items()
        if line.outcome is Outcome.WITHDRAWN
    )
    return tuple(sorted(falling, key=lambda basis: (-basis.entries, _place(basis))))


def _place(basis: BasisCount) -> str:
    return f"{basis.partner} {basis.surface} {basis.agreement} {basis.clause}"


def without_partner(tally: Tally, claimed: Mapping[str, Any]) -> dict[str, int]:
    """Entries by marketplace, of those that no partner brings."""
    return _largest_first(
        {
            name: entries
            for name, entries in tally.marketplaces.items()
            if name and name not in claimed
        }
    )


def _largest_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda count: (-count[1], count[0])))


def summary_of(tally: Tally, claimed: Mapping[str, Any], **known: Any) -> Summary:
    reasons = denied_before(tally)
    return Summary(
        rows=tally.entries + tally.rejected,
        rejected=tally.rejected,
        entries=tally.entries,
        withdrawn=entries_of(tally, Outcome.WITHDRAWN),
        kept=entries_of(tally, Outcome.KEPT),
        denied_before=reasons,
        opened=entries_of(tally, Outcome.OPENED),
        unrecognised=reasons.get("unrecognised", 0),
        unrecognised_by=_largest_first(tally.unrecognised),
        without_partner=without_partner(tally, claimed),
        gmv_30d_fen=gmv_of(tally, *Outcome),
        gmv_30d_fen_withdrawn=gmv_of(tally, Outcome.WITHDRAWN),
        by_partner_surface=by_partner_surface(tally),
        by_clause=by_clause(tally),
        **known,
    )
