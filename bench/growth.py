"""Whether a link takes longer where there are more: sweeps of 10^6, 10^7 and 10^8 links."""

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter

from bench import process
from bench.figure import Figure
from bench.inventories import inventory, size
from bench.sweeping import swept

SIZES, FULL_SIZES = (1_000_000, 10_000_000), (1_000_000, 10_000_000, 100_000_000)
ROUNDS, SWEEPS_OF_SMALLEST = 5, 5


def measure(scratch: Path, full: bool) -> Iterator[Figure]:
    """Each size is swept in a process of its own, in turns; the smallest more often, since its
    sweep is over in a moment."""
    sizes = FULL_SIZES if full else SIZES
    inventories = [inventory(scratch, entries) for entries in sizes]
    output = scratch / "swept"
    times: dict[int, list[float]] = {entries: [] for entries in sizes}
    for _ in range(ROUNDS):
        for entries, path in zip(sizes, inventories, strict=True):
            sweeps = SWEEPS_OF_SMALLEST if entries == sizes[0] else 1
            ran = process.run("bench.growth", path, inventories[0], output, sweeps)
            times[entries].append(median(ran.seconds))
    rmtree(output)
    of_a_link = {entries: median(seconds) / entries * 1e9 for entries, seconds in times.items()}
    for entries in sizes[1:]:
        yield Figure(f"growth/{size(entries)}", of_a_link[entries], of_a_link[sizes[0]], "ns")


def main(large: str, first: str, output: str, sweeps: str) -> None:
    """Sweeps the smallest inventory first, untimed, then this one so many times."""
    swept(Path(first), Path(output))
    seconds = []
    for _ in range(int(sweeps)):
        started = perf_counter()
        swept(Path(large), Path(output))
        seconds.append(perf_counter() - started)
    process.tell(seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
