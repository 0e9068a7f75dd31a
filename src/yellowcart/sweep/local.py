"""The sweep on this machine: read and judged by two threads, written in the inventory's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import TypeVar

import pyarrow as pa

from yellowcart.sweep.creators import CreatorSums
from yellowcart.sweep.judge import Judged, judge
from yellowcart.sweep.outputs import Outputs
from yellowcart.sweep.reading import Layout, Reading, readings
from yellowcart.sweep.rulings import Rulings
from yellowcart.sweep.tally import Tally

THREADS = 2
AHEAD = 4
"""Pieces read or judged while an earlier one is being written: what bounds the memory."""

T = TypeVar("T")
Verdicts = list[tuple[Judged, pa.RecordBatch]]


def sweep_locally(
    layouts: Sequence[Layout],
    rulings: Rulings,
    outputs: Outputs,
    creators: CreatorSums,
    on_rows: Callable[[int], None],
) -> Tally:
    tally = Tally()
    pieces = chain.from_iterable(readings(layout) for layout in layouts)
    with ThreadPoolExecutor(THREADS) as pool:
        tasks = (partial(_judged, reading, rulings) for reading in pieces)
        for verdicts in _in_order(pool, tasks):
            for judged, rejected in verdicts:
                outputs.withdrawals.write(judged.withdrawals)
                outputs.rejected.write(rejected)
                creators.add(judged.creators)
                tally.add(judged.lines, judged.marketplaces, judged.unrecognised, rejected.num_rows)
                on_rows(judged.rows + rejected.num_rows)
    return tally


def _judged(reading: Reading, rulings: Rulings) -> Verdicts:
    return [(judge(entries.batch, rulings), entries.rejected) for entries in reading()]


def _in_order(pool: ThreadPoolExecutor, tasks: Iterable[Callable[[], T]]) -> Iterator[T]:
    waiting: deque[Future[T]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(task))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
