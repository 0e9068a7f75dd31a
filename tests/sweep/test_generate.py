import hashlib
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.generate import generate_inventory, generate_labelled, generate_texts
from yellowcart.sweep.generate.mix import MIX
from yellowcart.sweep.generate.program import shares


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate_inventory(200_000, 7, tmp_path / f"{name}.parquet")
    generate_inventory(200_000, 8, tmp_path / "other.parquet")
    assert digest(tmp_path / "one.parquet") == digest(tmp_path / "two.parquet")
    assert digest(tmp_path / "one.parquet") != digest(tmp_path / "other.parquet")


def test_texts_are_pinned_so_that_benches_stay_comparable() -> None:
    texts = "\n".join(generate_texts(20_000, 1).to_pylist())
    assert hashlib.sha256(texts.encode()).hexdigest() == (
        "2d2e5a80330ac00e7f4ff9f6fb448c8bb8170ed20cd702c1578665da84f79fcf"
    )


def test_the_texts_of_an_inventory_are_those_of_generate_texts(tmp_path: Path) -> None:
    generate_inventory(150_000, 3, tmp_path / "i.parquet")
    table = pq.read_table(tmp_path / "i.parquet")
    assert table["text"].to_pylist() == generate_texts(150_000, 3).to_pylist()
    assert table["entry_id"].to_pylist() == list(range(1, 150_001))


def test_the_mix_sums_to_a_hundred_and_shows_in_what_is_drawn() -> None:
    assert sum(group.percent for group in MIX) == 100
    forms = Counter(generate_labelled(100_000, 1)["form"].to_pylist())
    assert 0.015 < forms[None] / 100_000 < 0.025
    assert forms["item"] > 55_000
    assert {"click", "short", "coupon", "token", "deeplink"} < set(forms)


def test_a_few_creators_and_items_hang_far_more_often_than_the_rest(tmp_path: Path) -> None:
    generate_inventory(200_000, 1, tmp_path / "i.parquet")
    table = pq.read_table(tmp_path / "i.parquet")
    creators = Counter(table["creator_id"].to_pylist()).most_common()
    assert creators[0][1] > 20 * creators[len(creators) // 2][1]
    assert table["gmv_30d_fen"].to_pylist().count(0) > 130_000
    groups: dict[int, str] = {}
    for creator, group in zip(
        table["creator_id"].to_pylist(), table["creator_group"].to_pylist(), strict=True
    ):
        assert groups.setdefault(creator, group) == group


def test_a_recognised_inventory_has_the_right_answers_instead_of_texts(tmp_path: Path) -> None:
    generate_inventory(1_000, 5, tmp_path / "i.parquet", recognised=True)
    table = pq.read_table(tmp_path / "i.parquet")
    labelled = generate_labelled(1_000, 5)
    assert "text" not in table.column_names
    assert table["marketplace"].to_pylist() == labelled["marketplace"].to_pylist()
    assert table["item_id"].to_pylist() == labelled["item_id"].to_pylist()


def test_a_folder_is_filled_in_parts_that_join_to_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yellowcart.sweep.generate.inventory.PART_ENTRIES", 400)
    seen: list[int] = []
    size = generate_inventory(1_000, 5, tmp_path / "parts", progress=seen.append)
    generate_inventory(1_000, 5, tmp_path / "one.parquet")
    parts = sorted((tmp_path / "parts").iterdir())
    assert [path.name for path in parts] == [f"part-0000{i}.parquet" for i in range(3)]
    assert size == sum(path.stat().st_size for path in parts)
    joined = pa.concat_tables(pq.read_table(path) for path in parts)
    assert joined.equals(pq.read_table(tmp_path / "one.parquet"))
    assert sum(seen) == 1_000


def test_nothing_to_generate_is_an_inventory_without_entries(tmp_path: Path) -> None:
    generate_inventory(0, 5, tmp_path / "i.parquet")
    generate_inventory(0, 5, tmp_path / "parts")
    assert pq.read_table(tmp_path / "i.parquet").num_rows == 0
    assert pq.read_table(tmp_path / "parts").num_rows == 0
    assert len(generate_texts(0, 1)) == 0


def test_fewer_than_no_entries_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="entries: cannot generate, got -1; expected 0 or more"):
        generate_inventory(-1, 5, tmp_path / "i.parquet")
    with pytest.raises(BadInput, match="got -1"):
        generate_texts(-1, 5)
    assert list(tmp_path.iterdir()) == []


def test_shares_are_whole_and_sum_to_the_total() -> None:
    assert shares([1, 1, 1], 10) == [4, 3, 3]
    assert shares([0, 5], 7) == [0, 7]


def test_rows_do_not_depend_on_how_they_are_batched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate_inventory(1_000, 5, tmp_path / "one.parquet")
    monkeypatch.setattr("yellowcart.sweep.generate.inventory.BATCH", 90)
    monkeypatch.setattr("yellowcart.sweep.generate.texts.USUAL_BYTES", 1)
    generate_inventory(1_000, 5, tmp_path / "two.parquet")
    assert pq.read_table(tmp_path / "one.parquet").equals(pq.read_table(tmp_path / "two.parquet"))


def test_a_folder_in_the_way_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "i.parquet").mkdir()
    with pytest.raises(BadInput, match="a folder is in the way; expected the name of a file"):
        generate_inventory(10, 5, tmp_path / "i.parquet")
    assert [path.name for path in tmp_path.rglob("*")] == ["i.parquet"]
