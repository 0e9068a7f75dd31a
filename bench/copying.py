"""One timed scan, filter and write in DuckDB, in a process of its own: `python -m bench.copying`.

It scans the columns that a sweep of the same inventory reads, keeps as many rows as come down,
and writes columns like those of withdrawals.parquet in the inventory's order. Of an inventory
that has `marketplace` these are the very rows that come down; of one that has `text`, in which
SQL cannot tell them, they are as many, taken by a hash of the text.
"""

import sys
from pathlib import Path
from time import perf_counter

import duckdb

from bench.process import tell

FALLS = "marketplace IN ('taobao', 'tmall') OR (marketplace = 'jd' AND surface = 'live_cart')"
PARTS = 1_000_000
CORES = 2


def query(inventory: Path, share: float, output: Path) -> str:
    """The COPY; `share` of the rows are to be written."""
    rows = f"read_parquet('{inventory}/*.parquet')" if inventory.is_dir() else f"'{inventory}'"
    has_text = "text" in columns(rows)
    falls = f"hash(text) % {PARTS} < {round(share * PARTS)}" if has_text else FALLS
    marketplace = "'taobao'" if has_text else "marketplace"
    item_id = "right(text, 12)" if has_text else "item_id"
    return f"""
        COPY (
            SELECT entry_id, creator_id, surface, 'taobao-alliance' AS partner,
                   {marketplace} AS marketplace, {item_id} AS item_id,
                   'no_agreement' AS reason, 'taobao-2021' AS agreement,
                   1::INTEGER AS version, '2.1' AS clause, 'withdraw' AS hung
            FROM {rows}
            WHERE ({falls}) AND kind IS NOT NULL AND gmv_30d_fen >= 0
        ) TO '{output}' (FORMAT parquet, COMPRESSION snappy)
    """


def columns(rows: str) -> list[str]:
    names = duckdb.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    return [name for name, *_ in names]


def main(inventory: str, small: str, output: str, share: str) -> None:
    """Copies from the small inventory first, and times the other one."""
    db = duckdb.connect(config={"threads": CORES})
    db.execute(query(Path(small), float(share), Path(output)))
    started = perf_counter()
    db.execute(query(Path(inventory), float(share), Path(output)))
    tell([perf_counter() - started])


if __name__ == "__main__":
    main(*sys.argv[1:])
