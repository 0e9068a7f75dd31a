"""The compiled reader and the columnar twin, held against the exact recogniser."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from tests.links.mutants import examples, mutants
from yellowcart.links import Link
from yellowcart.links.book import book
from yellowcart.links.column import recognise_column
from yellowcart.links.recognise import Recogniser

COMPILED = "NUMBA_DISABLE_JIT" not in os.environ
MUTANTS = 6_000


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    made = Recogniser(book())
    made.warm()
    return made


def test_the_compiled_reader_answers_as_the_exact_one_on_mutants(recogniser: Recogniser) -> None:
    reader = recogniser.reader
    assert reader is not None
    left = 0
    for text in (*examples(), *mutants(5, MUTANTS, examples())):
        read = reader.read(text)
        if read is None:
            left += 1
        else:
            assert read == recogniser.recognise_exactly(text), repr(text)
    assert left < MUTANTS // 2


def test_an_app_link_has_the_publisher_of_the_host_that_it_reads(recogniser: Recogniser) -> None:
    text = "taobao://union-click.jd.com/sem.php?source=baidu&unionId=342430723&to=https://item.jd.com/1.html"
    assert recogniser.recognise_exactly(text)[0].affiliate == {"unionId": "342430723"}
    assert recogniser.recognise(text) == recogniser.recognise_exactly(text)


def test_the_column_answers_as_the_rows_on_mutants(recogniser: Recogniser) -> None:
    texts = [*examples(), *mutants(6, MUTANTS, examples())]
    assert_column_is_rows(texts, recogniser)


@pytest.mark.skipif(not COMPILED, reason="takes the compiled kernels")
def test_millions_of_texts_are_read_alike() -> None:
    """In processes of their own: the exact recogniser is slow enough without being traced."""
    quiet = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    proof = [sys.executable, "-m", "tests.links.proof", "--seed", "12"]
    done = subprocess.run(
        [*proof, "--texts", "2000000", "--mutants", "200000"],
        env=quiet,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "seed 12",
        "2,000,000 generated texts: 0 mismatches",
        "200,000 mutants: 0 mismatches",
    ], done.stderr
    assert done.returncode == 0


def assert_column_is_rows(texts: list[str], recogniser: Recogniser) -> None:
    assert_same(texts, recognise_column(pa.array(texts), threads=2, by=recogniser), recogniser)


def assert_same(texts: list[str], table: pa.Table, recogniser: Recogniser) -> None:
    for text, row in zip(texts, table.to_pylist(), strict=True):
        links = recogniser.recognise_exactly(text)
        first = links[0] if links else None
        expected = {
            "marketplace": first.marketplace if first else None,
            "form": first.form if first else None,
            "item_id": first.item_id if first else None,
        }
        assert row == expected, repr(text)


def test_a_column_may_hold_nulls_slices_chunks_and_dictionaries(recogniser: Recogniser) -> None:
    texts = ["https://item.jd.com/1.html", None, "", "我", "￥VR4xboCzev9￥", "€100€"]
    expected = {
        "marketplace": ["jd", None, None, None, "taobao", None],
        "form": ["item", None, None, None, "token", None],
        "item_id": ["1", None, None, None, None, None],
    }
    column = pa.array(texts)
    assert recognise_column(column, by=recogniser).to_pydict() == expected
    assert recognise_column(column.cast(pa.large_string()), by=recogniser).to_pydict() == expected
    assert recognise_column(column.dictionary_encode(), by=recogniser).to_pydict() == expected
    chunks = pa.chunked_array([column.slice(0, 2), column.slice(2)])
    assert recognise_column(chunks, by=recogniser).to_pydict() == expected
    tail = {name: values[4:] for name, values in expected.items()}
    assert recognise_column(column.slice(4), by=recogniser).to_pydict() == tail
    assert recognise_column(pa.array([], pa.string()), by=recogniser).num_rows == 0


def test_a_column_of_numbers_is_refused(recogniser: Recogniser) -> None:
    with pytest.raises(TypeError, match="strings, not int64"):
        recognise_column(pa.array([1]), by=recogniser)


def test_a_warm_recogniser_gives_whole_links() -> None:
    warm = Recogniser(book())
    warm.warm()
    assert warm.recognise("看//item.jd.com/1.html?unionId=7 ￥VR4xboCzev9￥到淘宝") == [
        Link("jd", "item", "1", "https://item.jd.com/1.html", {"unionId": "7"}, ()),
        Link("taobao", "token", None, None, {}, ()),
    ]
    assert warm.recognise("https://m.tb.cn/h.x?sm=1") == [
        Link("taobao", "short", None, "https://m.tb.cn/h.x?sm=1", {}, ())
    ]
    assert warm.recognise("a \ud800 https://item.jd.com/1.html")[0].item_id == "1"
    assert warm.recognise("https://shop1234567.taobao.com")[0].form == "shop"


def test_hosts_that_were_met_are_learned(recogniser: Recogniser) -> None:
    fresh = Recogniser(book())
    fresh.warm()
    assert fresh.reader is not None
    text = "https://shop7654321.taobao.com/"
    assert fresh.reader.read(text) is None
    recognise_column(pa.array([text]), by=fresh)
    assert fresh.reader.read(text) == fresh.recognise_exactly(text)


@pytest.mark.skipif(not COMPILED, reason="is the run without the compiler")
def test_the_kernels_answer_the_same_uncompiled() -> None:
    """The same tests on the kernels as Python runs them, which also shows what they cover."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
