"""`make bench`: measures each path against the field, and rewrites the figures in docs/."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from time import perf_counter

from rich.console import Console

from bench import record, report
from bench.figure import Figure
from bench.machine import machine
from bench.process import ROOT
from bench.rows import ROWS
from yellowcart.kit.clock import now

DOCUMENT = ROOT / "docs" / "benchmarks.md"
FIGURES = ROOT / "docs" / "benchmarks" / "engine.json"
SCRATCH = ROOT / "out" / "bench"
PARTS = (
    "decide",
    "decide_column",
    "recognise",
    "recognise_column",
    "sweep",
    "growth",
    "site",
    "cutover",
    "notices",
    "spark",
)


def main() -> None:
    asked = arguments()
    console = Console(width=None if Console().is_terminal else 160)
    measured: list[record.Measured] = []
    with scratch_folder(asked.keep) as scratch:
        for part in asked.only:
            started = perf_counter()
            for figure in measure(part, scratch, asked.full, console):
                at = now().isoformat(timespec="seconds")
                measured.append(record.Measured(figure, machine(), at))
                keep(measured)
            console.print(f"{part}: {perf_counter() - started:.0f} s")
    report.show(measured, console)


def keep(measured: list[record.Measured]) -> None:
    """Merges what was measured now into the figures and the document."""
    figures = record.merged(record.read(FIGURES), measured, tuple(ROWS))
    record.write(FIGURES, figures)
    report.write(DOCUMENT, figures)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", type=parts, default=PARTS, help=f"some parts of: {','.join(PARTS)}"
    )
    parser.add_argument(
        "--full", action="store_true", help="sweep 50 and 100 million links; takes 15 GB of disk"
    )
    parser.add_argument(
        "--keep", action="store_true", help="leave the generated inventories for the next run"
    )
    return parser.parse_args()


def parts(text: str) -> list[str]:
    asked = text.split(",")
    for part in asked:
        if part not in PARTS:
            raise argparse.ArgumentTypeError(f"no such part: {part}; there are {', '.join(PARTS)}")
    return asked


def measure(part: str, scratch: Path, full: bool, console: Console) -> Iterable[Figure]:
    """The figures of one part; its peers are imported only for it."""
    from bench import (
        cutover,
        decide,
        decide_column,
        growth,
        notices,
        recognise,
        recognise_column,
        site,
        spark,
        sweep,
    )

    if part == "spark" and (reason := spark.missing()):
        console.print(f"spark is left out: {reason}")
        return ()
    ways: dict[str, Callable[[], Iterator[Figure]]] = {
        "decide": decide.measure,
        "decide_column": decide_column.measure,
        "recognise": recognise.measure,
        "recognise_column": lambda: recognise_column.measure(scratch),
        "sweep": lambda: sweep.measure(scratch, full),
        "growth": lambda: growth.measure(scratch, full),
        "site": site.measure,
        "cutover": cutover.measure,
        "notices": notices.measure,
        "spark": lambda: spark.measure(scratch),
    }
    return ways[part]()


@contextmanager
def scratch_folder(keep: bool) -> Iterator[Path]:
    """A folder beside what `make rehearse` writes, gone afterwards unless it is to be kept."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    try:
        yield SCRATCH
    finally:
        if not keep:
            rmtree(SCRATCH)


if __name__ == "__main__":
    main()
