"""Times several ways of doing the same thing in turns, so that a busy minute hits them all."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

ROUNDS = 5


def medians(ways: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median seconds of each way, all of them run once in each of `rounds` rounds: A B A B.

    One round more comes first and does not count: it compiles, and fills the caches.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            started = perf_counter()
            way()
            if number:
                seconds[name].append(perf_counter() - started)
    return {name: median(times) for name, times in seconds.items()}
