"""The kernels as plain Python, where coverage and a debugger see into them."""

import os
import subprocess
import sys
from pathlib import Path

CHECK = """
import sys
import warnings
import numpy as np
import pyarrow as pa

warnings.filterwarnings("ignore", message="overflow encountered")
from pathlib import Path
from yellowcart.sweep import creators
from yellowcart.sweep.creators import CreatorSums, sums_by_creator
from yellowcart.sweep.generate import generate_inventory, generate_texts, texts
from yellowcart.sweep.kernels import append_digit, sum_by_line

creators.FIRST_SLOTS = 4
texts.USUAL_BYTES = 1
sums = CreatorSums(pa.int64(), Path(sys.argv[1]))
ids = pa.array([7, -3, 7, 9, 7])
sums.add(sums_by_creator(ids, np.array([1, 2, 3, 0, 1], np.int8), np.array([5, 6, 7, 8, 9])))
for batch in sums.sorted_batches():
    print([list(row.values()) for row in batch.to_pylist()])
more = np.random.default_rng(0).integers(0, 1 << 40, 250)[np.arange(300) % 250]
many = (np.ones(300, np.int8), np.arange(300))
sums.add(sums_by_creator(pa.array(more), *many))
print([batch.to_pydict() for batch in sums.sorted_batches()])
entries_of, gmv_of = np.zeros(2, np.int64), np.zeros(2, np.int64)
sum_by_line(np.array([0, 1, 1], np.int32), np.array([5, 6, 7]), entries_of, gmv_of)
print(entries_of.tolist(), gmv_of.tolist())
numbers = np.array([1, 2, 3])
append_digit(numbers, np.array([0, -1, 1], np.int32), np.array([4, 5, 6]), 10)
print(numbers.tolist())
generate_inventory(400, 1, Path(sys.argv[1]) / "i.parquet")
print(hash(tuple(generate_texts(1_500, 1).to_pylist())))
"""


def run(folder: Path, **environment: str) -> tuple[str, bytes]:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(folder)],
        env=os.environ | {"PYTHONHASHSEED": "0"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout, (folder / "i.parquet").read_bytes()


def test_compiled_and_plain_kernels_agree(tmp_path: Path) -> None:
    plain = run(tmp_path / "plain", NUMBA_DISABLE_JIT="1")
    assert plain == run(tmp_path / "compiled")
    assert "[14, 26, 35]" in plain[0]
    assert plain[0].startswith("[[-3, 1, 0, 1, 0, 6, 0], [7, 3, 2, 0, 1, 21, 14], [9, 1, 0, 0, 0")
