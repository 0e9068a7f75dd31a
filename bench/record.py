"""docs/benchmarks/engine.json: the last figure of each name, with its machine and instant."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figure import Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, and where and when it was measured."""

    figure: Figure
    machine: str
    at: str

    def to_json(self) -> dict[str, str | float]:
        return {
            **{name: rounded(value) for name, value in asdict(self.figure).items()},
            "ratio": rounded(self.figure.ratio),
            "machine": self.machine,
            "at": self.at,
        }


def rounded(value: str | float) -> str | float:
    """Four figures that count: more would promise what no second run keeps."""
    return value if isinstance(value, str) else float(f"{value:.4g}")


def read(path: Path) -> list[Measured]:
    if not path.exists():
        return []
    return [
        Measured(
            Figure(one["name"], one["ours"], one["peer"], one["unit"]), one["machine"], one["at"]
        )
        for one in json.loads(path.read_text("utf-8"))
    ]


def merged(
    before: Iterable[Measured], now: Iterable[Measured], order: Sequence[str]
) -> list[Measured]:
    """The newest figure of each name in `order`; names that are in no row any more are dropped."""
    newest = {one.figure.name: one for one in (*before, *now)}
    return [newest[name] for name in order if name in newest]


def write(path: Path, measured: Iterable[Measured]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([one.to_json() for one in measured], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
