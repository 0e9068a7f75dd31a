"""One timed sweep of an inventory, in a process of its own: `python -m bench.sweeping`."""

import sys
from pathlib import Path
from time import perf_counter

from bench.process import ROOT, tell
from yellowcart.kit.instant import parse_instant
from yellowcart.sweep import Summary, sweep
from yellowcart.terms import read_terms

AGREEMENTS = ROOT / "examples" / "kuaishou-2022" / "agreements.toml"
CUT_OVER = parse_instant("2022-03-01T00:00:00+08:00")


def swept(inventory: Path, output: Path) -> Summary:
    """By the agreements of 2022, at the instant at which they changed."""
    return sweep([inventory], read_terms(AGREEMENTS), CUT_OVER, output)


def main(inventory: str, small: str, output: str) -> None:
    """Sweeps the small inventory first, which loads the kernels, and times the other one."""
    swept(Path(small), Path(output))
    started = perf_counter()
    swept(Path(inventory), Path(output))
    tell([perf_counter() - started])


if __name__ == "__main__":
    main(*sys.argv[1:])
