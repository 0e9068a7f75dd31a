"""A sweep, against a scan, filter and write of the same rows in DuckDB."""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from statistics import median

import pyarrow.parquet as pq

from bench import process
from bench.decide import AnswersDiffer
from bench.figure import Figure
from bench.interleave import ROUNDS
from bench.inventories import SMALL, inventory, size
from bench.sweeping import swept

ENTRIES, FULL_ENTRIES = 5_000_000, 50_000_000


def measure(scratch: Path, full: bool) -> Iterator[Figure]:
    entries = FULL_ENTRIES if full else ENTRIES
    for form in ("text", "marketplace"):
        both = inventory(scratch, entries, form), inventory(scratch, SMALL, form)
        ours, theirs = runs(*both, scratch, same_rows=form == "marketplace")
        name = f"sweep/{size(entries)}/{form}"
        yield Figure(name, seconds(ours), seconds(theirs), "s")
        yield Figure(f"{name}/resident", peak(ours), peak(theirs), "MiB")


def runs(
    large: Path, small: Path, scratch: Path, same_rows: bool
) -> tuple[list[process.Ran], list[process.Ran]]:
    """Sweeps and copies in turns. `same_rows`: the copy takes the very rows that come down."""
    folder, copied = scratch / "swept", scratch / "copied.parquet"
    summary = swept(large, folder)
    share = summary.withdrawn / summary.entries
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(process.run("bench.sweeping", large, small, folder))
        theirs.append(process.run("bench.copying", large, small, copied, share))
    rows = pq.read_metadata(copied).num_rows
    if same_rows and rows != summary.withdrawn:
        raise AnswersDiffer(f"{rows} rows copied, {summary.withdrawn} withdrawn")
    rmtree(folder)
    copied.unlink()
    return ours, theirs


def seconds(ran: list[process.Ran]) -> float:
    return median(one.seconds[0] for one in ran)


def peak(ran: list[process.Ran]) -> float:
    return max(one.peak_mib for one in ran)
