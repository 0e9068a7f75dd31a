"""What Python calls: one text, or a column of texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.pointers import letters_at, numbers_at, pointer, points_at
from yellowcart.links.kernels.read import read


def _compiled(sources: int) -> tuple[Callable[..., int], Callable[..., int]]:
    """The two entries.

    Numba keeps compiled code on disk by its own file and what it closes over, not by what it
    calls. So they close over a sum of all the kernels' sources: changed ones compile anew.
    """

    @njit(cache=True, nogil=True)
    def read_text(text, length, T, B, M, S, out, W, L, F):  # type: ignore[no-untyped-def]
        """Reads one text into `out`: how many links and tokens there are, or SLOW.

        `text` is bytes, the others are handles.
        """
        if not sources:
            return at.SLOW
        reading = numbers_at(W)
        reading[at.W_LIMIT] = length
        return read(
            pointer(text), 0, length, True, numbers_at(T), letters_at(B), points_at(M),
            letters_at(S), numbers_at(out), reading, numbers_at(L), numbers_at(F),
        )  # fmt: skip

    @njit(cache=True, nogil=True)
    def read_rows(t, offsets, T, B, M, S, out, marketplace, form, item, item_at, slow):  # type: ignore[no-untyped-def]
        """Fills marketplace and form codes (-1: none) and item ids; answers how many rows are slow.

        `item` takes the ids one after another, `item_at` where each starts, as -1 - start for a row
        without one; `slow` takes the rows that only the exact recogniser can tell, left empty.
        """
        if not sources:
            return 0
        text, numbers, letters, points = pointer(t), pointer(T), pointer(B), pointer(M)
        scratch, found_at = pointer(S), pointer(out)
        W, L, F = out[at.OUT : at.LEVELS], out[at.LEVELS : at.FOLDS], out[at.FOLDS :]
        reading, levels, folds = pointer(W), pointer(L), pointer(F)
        W[at.W_LIMIT] = offsets[-1]
        slow_rows, place = 0, 0
        for row in range(len(offsets) - 1):
            item_at[row] = -1 - place
            marketplace[row] = -1
            form[row] = -1
            found = read(
                text, offsets[row], offsets[row + 1], False, numbers, letters, points, scratch,
                found_at, reading, levels, folds,
            )  # fmt: skip
            if found < 0:
                slow[slow_rows] = row
                slow_rows += 1
            elif found > 0:
                marketplace[row] = out[1 + at.L_MARKETPLACE]
                form[row] = out[1 + at.L_FORM]
                start, end = out[1 + at.L_ITEM], out[1 + at.L_ITEM_END]
                if start >= 0:
                    item_at[row] = place
                    source = scratch if out[1 + at.L_IN_SCRATCH] else text
                    for i in range(start, end):
                        item[place] = source[i]
                        place += 1
        item_at[len(offsets) - 1] = place
        return slow_rows

    return read_text, read_rows


read_text, read_rows = _compiled(
    crc32(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))
)
