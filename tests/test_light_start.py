"""A single answer on the command line must not wait for the libraries of the columnar paths."""

import subprocess
import sys

import pytest

COLUMNAR = ("duckdb", "llvmlite", "numba", "numpy", "pandas", "polars", "pyarrow", "pyspark")
LOADED = f"import sys; print(sorted(set({COLUMNAR}) & set(sys.modules)))"


@pytest.mark.parametrize("room", ["kit.period", "links", "terms", "cli"])
def test_a_room_starts_without_the_columnar_libraries(room: str) -> None:
    code = f"import yellowcart.{room}; {LOADED}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
