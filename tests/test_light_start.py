"""A single answer on the command line must wait for neither the columnar libraries nor the site."""

import subprocess
import sys

import pytest

HEAVY = (
    *("django", "duckdb", "llvmlite", "numba", "numpy", "pandas", "polars", "psycopg", "pyarrow"),
    *("pyspark", "uvicorn"),
)
LOADED = f"import sys; print(sorted(set({HEAVY}) & set(sys.modules)))"


@pytest.mark.parametrize("room", ["kit.period", "links", "terms", "cli", "cli.app"])
def test_a_room_starts_without_heavy_libraries(room: str) -> None:
    code = f"import yellowcart.{room}; {LOADED}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
