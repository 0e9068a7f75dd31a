"""Holds the compiled reader and the columnar twin against the exact recogniser, on millions.

`python -m tests.links.proof` prints the seed, what was compared and what differed; it exits
with 1 where anything did.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import pyarrow as pa

from tests.links.mutants import examples, mutants
from yellowcart.links.book import book
from yellowcart.links.column import recognise_column
from yellowcart.links.recognise import Recogniser
from yellowcart.sweep.generate import generate_texts

PROCESSES = 2
PART = 100_000
SHOWN = 10


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.links.proof")
    parser.add_argument("--texts", type=int, default=5_000_000, help="generated texts")
    parser.add_argument("--mutants", type=int, default=500_000, help="texts made worse")
    parser.add_argument("--seed", type=int, default=20220301)
    asked = parser.parse_args(arguments)
    print(f"seed {asked.seed}", flush=True)
    failed = False
    with ProcessPoolExecutor(PROCESSES) as pool:
        for name, count, compare in (
            ("generated texts", asked.texts, generated),
            ("mutants", asked.mutants, mutated),
        ):
            parts = [min(PART, count - first) for first in range(0, count, PART)]
            seeds = range(asked.seed, asked.seed + len(parts))
            differing: list[str] = []
            for found in pool.map(compare, seeds, parts):
                differing += found
            print(f"{count:,} {name}: {len(differing)} mismatches", flush=True)
            for text in differing[:SHOWN]:
                print(f"  {text!r}")
            failed = failed or bool(differing)
    return int(failed)


def generated(seed: int, count: int) -> list[str]:
    return differing(generate_texts(count, seed).to_pylist())


def mutated(seed: int, count: int) -> list[str]:
    texts = examples() + generate_texts(3_000, seed).to_pylist()
    return differing(list(mutants(seed, count, texts)))


def differing(texts: list[str]) -> list[str]:
    """The texts that the compiled reader, the column or both answer otherwise."""
    recogniser = Recogniser(book())
    recogniser.warm()
    assert recogniser.reader is not None
    read = recogniser.reader.read
    columns = recognise_column(pa.array(texts), by=recogniser)
    names = ("marketplace", "form", "item_id")
    rows = zip(*(columns.column(name).to_pylist() for name in names), strict=True)
    found = []
    for text, row in zip(texts, rows, strict=True):
        links = recogniser.recognise_exactly(text)
        first = links[0][:3] if links else (None, None, None)
        if row != first or read(text) not in (None, links):
            found.append(text)
    return found


if __name__ == "__main__":
    sys.exit(main())
