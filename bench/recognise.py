"""One call of `recognise`, on one core."""

from collections.abc import Iterator

from bench.figure import Figure
from bench.interleave import medians
from yellowcart.links import Recogniser, book
from yellowcart.links.recognise import recogniser
from yellowcart.sweep.generate import generate_texts

CALLS, SEED = 200_000, 11
COLD_CALLS = 50_000


def measure() -> Iterator[Figure]:
    texts: list[str] = generate_texts(CALLS, SEED).to_pylist()
    warm, cold = recogniser(), Recogniser(book())
    warm.warm()
    seconds = medians(
        {
            "warm": lambda: recognise_all(warm, texts),
            "cold": lambda: recognise_all(cold, texts[:COLD_CALLS]),
        }
    )
    yield Figure(
        "recognise/one-call", CALLS / seconds["warm"], COLD_CALLS / seconds["cold"], "calls/s"
    )


def recognise_all(by: Recogniser, texts: list[str]) -> None:
    recognise = by.recognise
    for text in texts:
        recognise(text)
