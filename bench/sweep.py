"""A sweep, against a scan, filter and write of the same rows in DuckDB."""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from statistics import median

from bench import process
from bench.figure import Figure
from bench.interleave import ROUNDS
from bench.sweeping import swept
from yellowcart.sweep.generate import generate_inventory

ENTRIES, FULL_ENTRIES = 5_000_000, 50_000_000
SMALL, SEED = 200_000, 20220301


def measure(scratch: Path, full: bool) -> Iterator[Figure]:
    entries = FULL_ENTRIES if full else ENTRIES
    for form in ("text", "marketplace"):
        recognised = form == "marketplace"
        inventory, small = scratch / f"inventory-{form}", scratch / f"small-{form}.parquet"
        generate_inventory(entries, SEED, inventory, recognised=recognised)
        generate_inventory(SMALL, SEED, small, recognised=recognised)
        yield from _measure(inventory, small, scratch, f"sweep/{size(entries)}/{form}")
        rmtree(inventory)


def _measure(inventory: Path, small: Path, scratch: Path, name: str) -> Iterator[Figure]:
    folder, copied = scratch / "swept", scratch / "copied.parquet"
    summary = swept(inventory, folder)
    share = summary.withdrawn / summary.entries
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(process.run("bench.sweeping", inventory, small, folder))
        theirs.append(process.run("bench.copying", inventory, small, copied, share))
    rmtree(folder)
    copied.unlink()
    yield Figure(
        name,
        median(ran.seconds[0] for ran in ours),
        median(ran.seconds[0] for ran in theirs),
        "s",
    )
    yield Figure(
        f"{name}/resident",
        max(ran.peak_mib for ran in ours),
        max(ran.peak_mib for ran in theirs),
        "MiB",
    )


def size(entries: int) -> str:
    return f"{entries // 1_000_000}M"
