"""The kernels as plain Python, where coverage and a debugger see into them."""

import os
import subprocess
import sys

CHECK = """
import random
import pyarrow as pa
from tests.terms.random_terms import random_instant, random_question, random_terms
from yellowcart.terms.column import decide_column

for seed in range(30):
    draw = random.Random(seed)
    table = random_terms(draw).table()
    rows = [random_question(draw) for _ in range(20)]
    at = [random_instant(draw) for _ in rows]
    columns = [pa.array(column, pa.string()) for column in zip(*rows)]
    for instants in (pa.array(at, pa.timestamp("us", "UTC")), at[0]):
        found = decide_column(table, *columns[:3], instants, *columns[3:])
        when = at if instants is not at[0] else [at[0]] * len(at)
        for row, instant, answered in zip(rows, when, found.table().to_pylist()):
            assert answered == table.decide(*row[:3], instant, *row[3:])._asdict()
print("the same")
"""


def test_the_kernels_say_the_same_as_plain_python() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CHECK], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("the same\n", 0), done.stderr
