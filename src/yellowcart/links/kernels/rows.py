"""What Python calls: one text, or a column of texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.masks import WIDTH, copy_width
from yellowcart.links.kernels.plain import read_plain
from yellowcart.links.kernels.pointers import letters_at, numbers_at, pointer, points_at
from yellowcart.links.kernels.read import ended, keep_plain, read


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
    def read_rows(  # type: ignore[no-untyped-def]
        t, offsets, T, B, M, S, out, marketplace, form, item, item_at, bits, slow
    ):
        """Fills marketplace and form codes and item ids; answers how many rows are slow.

        `item` takes the ids one after another, `item_at` where each starts. `bits` has a bit for
        each row, eight rows a byte: of marketplace, of form and of id, which are there where it is
        set. `slow` takes the rows that only the exact recogniser can tell, left empty.
        """
        if not sources:
            return 0
        text, numbers, letters, points = pointer(t), pointer(T), pointer(B), pointer(M)
        scratch, found_at, ids = pointer(S), pointer(out), pointer(item)
        W, L, F = out[at.OUT : at.LEVELS], out[at.LEVELS : at.FOLDS], out[at.FOLDS :]
        reading, levels, folds = pointer(W), pointer(L), pointer(F)
        limit, room = offsets[-1], len(item)
        W[at.W_LIMIT] = limit
        slow_rows, place = 0, 0
        for row in range(len(offsets) - 1):
            item_at[row] = place
            marketplace[row] = form[row] = 0
            start, end = offsets[row], offsets[row + 1]
            if read_plain(text, start, end, numbers, letters, reading) == at.LINK:
                keep_plain(reading, found_at)
                found = ended(text, start, start, end, numbers, reading)
            else:
                found = read(
                    text, start, end, False, numbers, letters, points, scratch, found_at, reading,
                    levels, folds,
                )  # fmt: skip
            if found < 0:
                slow[slow_rows] = row
                slow_rows += 1
            elif found > 0:
                byte, bit = row >> 3, 1 << (row & 7)
                if out[1 + at.L_MARKETPLACE] >= 0:
                    marketplace[row] = out[1 + at.L_MARKETPLACE]
                    bits[0, byte] |= bit
                form[row] = out[1 + at.L_FORM]
                bits[1, byte] |= bit
                start, end = out[1 + at.L_ITEM], out[1 + at.L_ITEM_END]
                if start >= 0:
                    bits[2, byte] |= bit
                    length = end - start
                    if out[1 + at.L_IN_SCRATCH]:
                        for i in range(length):
                            ids[place + i] = scratch[start + i]
                    elif length <= WIDTH and start + WIDTH <= limit and place + WIDTH <= room:
                        copy_width(text, start, ids, place)
                    else:
                        for i in range(length):
                            ids[place + i] = text[start + i]
                    place += length
        item_at[len(offsets) - 1] = place
        return slow_rows

    return read_text, read_rows


read_text, read_rows = _compiled(
    crc32(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))
)
