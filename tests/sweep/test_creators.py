from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.creators import CreatorSums, sums_by_creator

Entries = tuple[npt.NDArray[Any], npt.NDArray[np.int8], npt.NDArray[np.int64]]


def parts(ids: npt.NDArray[Any], seed: int) -> tuple[list[Entries], dict[Any, list[int]]]:
    """A few batches of random entries, and what their sums are."""
    draw = np.random.default_rng(seed)
    expected: dict[Any, list[int]] = {}
    made = []
    for _ in range(7):
        creator = draw.choice(ids, 500)
        standing = draw.integers(0, 4, 500).astype(np.int8)
        gmv = draw.integers(0, 1 << 40, 500)
        made.append((creator, standing, gmv))
        for one, stands, fen in zip(creator.tolist(), standing.tolist(), gmv.tolist(), strict=True):
            sums = expected.setdefault(one, [0] * 6)
            sums[0] += 1
            for place in (1, 2, 3):
                sums[place] += stands == place
            sums[4] += fen
            sums[5] += fen * (stands == 1)
    return made, expected


WHOLE = np.array([0, -1, 5, 1 << 40, (1 << 63) - 1, -(1 << 63), *range(10_000, 12_000)])
TEXTS = np.array([f"创作者{i}" for i in range(900)])


@pytest.mark.parametrize("most_slots", [1 << 22, 1 << 9])
@pytest.mark.parametrize(("ids", "kind"), [(WHOLE, pa.int64()), (TEXTS, pa.string())])
def test_sums_are_exact_in_memory_and_on_disk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    most_slots: int,
    ids: npt.NDArray[Any],
    kind: pa.DataType,
) -> None:
    monkeypatch.setattr("yellowcart.sweep.creators.FIRST_SLOTS", 4)
    monkeypatch.setattr("yellowcart.sweep.creators.MOST_SLOTS", most_slots)
    monkeypatch.setattr("yellowcart.sweep.creators.HELD_ROWS", 700)
    batches, expected = parts(ids, 3)
    sums = CreatorSums(kind, tmp_path)
    for creator, standing, gmv in batches:
        sums.add(sums_by_creator(pa.array(creator.tolist(), kind), standing, gmv))
    rows = [row for batch in sums.sorted_batches() for row in batch.to_pylist()]
    found = {row.pop("creator_id"): list(row.values()) for row in rows}
    assert found == expected
    assert list(found) == sorted(expected)
    spilled = list(tmp_path.glob("*.parquet"))
    assert bool(spilled) == (kind == pa.string() or most_slots == 1 << 9)


def test_no_entries_are_no_creators(tmp_path: Path) -> None:
    assert list(CreatorSums(pa.int64(), tmp_path).sorted_batches()) == []
    assert list(CreatorSums(pa.string(), tmp_path).sorted_batches()) == []


@pytest.mark.parametrize("most_slots", [1 << 22, 4])
@pytest.mark.parametrize(
    "ids", [pa.array([7, 8, 9]), pa.array(["7", "8", "9"])], ids=["int", "str"]
)
def test_money_beyond_64_bits_is_refused_and_does_not_wrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: pa.Array, most_slots: int
) -> None:
    monkeypatch.setattr("yellowcart.sweep.creators.FIRST_SLOTS", 4)
    monkeypatch.setattr("yellowcart.sweep.creators.MOST_SLOTS", most_slots)
    sums = CreatorSums(ids.type, tmp_path)
    part = sums_by_creator(ids, np.ones(3, np.int8), np.array([(1 << 62) - 1, 1 << 62, 5]))

    def add_twice() -> list[pa.RecordBatch]:
        sums.add(part)
        sums.add(part)
        return list(sums.sorted_batches())

    with pytest.raises(BadInput) as refusal:
        add_twice()
    assert str(refusal.value) == (
        "gmv_30d_fen: the GMV of creator 8 goes beyond 64 bits; "
        "expected less than 2^63 fen a creator"
    )
