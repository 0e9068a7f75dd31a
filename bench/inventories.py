"""Generated inventories, made once for all parts that ask for them."""

from pathlib import Path

from yellowcart.sweep.generate import generate_inventory

SEED = 20220301
SMALL = 200_000
"""Rows that a process sweeps before it is timed, so that its kernels are loaded."""


def inventory(scratch: Path, entries: int, form: str = "text") -> Path:
    """A folder of Parquet parts with `text`, or with `marketplace` and `item_id`."""
    path = scratch / f"inventory-{form}-{entries}"
    if not path.exists():
        generate_inventory(entries, SEED, path, recognised=form == "marketplace")
    return path


def size(entries: int) -> str:
    return f"{entries // 1_000_000}M"
