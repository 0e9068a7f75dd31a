"""The sweep on this machine: read and judged by two threads, written in the inventory's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from yellowcart.sweep.creators import CreatorSums
from yellowcart.sweep.judge import Judged, judge
from yellowcart.sweep.outputs import Outputs
from yellowcart.sweep.reading import Entries, Layout, Piece, id_types, pieces, read_piece
from yellowcart.sweep.rulings import Rulings
from yellowcart.sweep.tally import Swept, Tally

THREADS = 2
AHEAD = 4
"""Pieces read or judged while an earlier one is being written: what bounds the memory."""

T = TypeVar("T")
Verdicts = list[tuple[Judged, pa.RecordBatch]]


def sweep_locally(
    layouts: Sequence[Layout],
    rulings: Rulings,
    outputs: Outputs,
    scratch: Path,
    on_rows: Callable[[int], None],
) -> Swept:
    """Writes what falls and what cannot be read, and answers the rest.

    `scratch` is a folder for what does not fit in memory.
    """
    tally = Tally()
    creators = CreatorSums(id_types(layouts)[1], scratch)
    with ThreadPoolExecutor(THREADS) as pool:
        for verdicts in _in_order(pool, _tasks(layouts, rulings)):
            for judged, rejected in verdicts:
                outputs.withdrawals.write(judged.withdrawals)
                outputs.rejected.write(rejected)
                creators.add(judged.creators)
                tally.add(judged.lines, judged.marketplaces, judged.unrecognised, rejected.num_rows)
                on_rows(judged.rows + rejected.num_rows)
    return Swept(tally, creators.sorted_batches())


def _tasks(layouts: Sequence[Layout], rulings: Rulings) -> Iterator[Callable[[], Verdicts]]:
    """What fits in memory is read by the thread that judges it; the rest is read as it comes."""
    for piece in chain.from_iterable(map(pieces, layouts)):
        if piece.fits:
            yield partial(_read_and_judged, piece, rulings)
        else:
            for entries in read_piece(piece):
                yield partial(_judged, [entries], rulings)


def _read_and_judged(piece: Piece, rulings: Rulings) -> Verdicts:
    return _judged(read_piece(piece), rulings)


def _judged(read: Iterable[Entries], rulings: Rulings) -> Verdicts:
    return [(judge(entries.batch, rulings), entries.rejected) for entries in read]


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
