"""One figure: ours and a peer's, measured in the same run."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`name` finds its row in the report (see `bench.rows`). Units: a rate ends in "/s", and is
    better high; a time is in seconds; sizes are in MiB; shares in %."""

    name: str
    ours: float
    peer: float
    unit: str

    @property
    def ratio(self) -> float:
        return self.ours / self.peer
