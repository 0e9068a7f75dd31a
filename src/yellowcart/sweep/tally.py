"""What a sweep counted, added up over its batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from yellowcart.sweep.rulings import Line

Count = tuple[int, int]
"""Entries, and their GMV of 30 days in fen."""


@dataclass(slots=True)
class Tally:
    """Entries by line, by marketplace (None: unrecognised), and by kind of the unrecognised."""

    lines: dict[Line, Count] = field(default_factory=dict)
    marketplaces: Counter[str | None] = field(default_factory=Counter)
    unrecognised: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    rejected: int = 0

    def add(
        self,
        lines: Mapping[Line, Count],
        marketplaces: Mapping[str | None, int],
        unrecognised: Mapping[str, int],
        rejected: int,
    ) -> None:
        for line, (entries, fen) in lines.items():
            earlier = self.lines.get(line, (0, 0))
            self.lines[line] = (earlier[0] + entries, earlier[1] + fen)
            self.entries += entries
        self.marketplaces.update(marketplaces)
        self.unrecognised.update(unrecognised)
        self.rejected += rejected


@dataclass(frozen=True, slots=True)
class Swept:
    """What an engine answers: the counts, the sums by creator ordered by creator_id, and how
    many seconds the engine itself took to start."""

    tally: Tally
    creators: Iterator[pa.RecordBatch]
    start_seconds: float = 0
