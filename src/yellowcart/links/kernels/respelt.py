"""One address that is the whole text, in a spelling that a browser puts right before it opens it.

Full-width letters, digits and stops, escaped letters in the host, backslashes, or all of it
percent-encoded: it is written out plainly into the scratch, and read from there.
"""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.starts import CODED, code_point, is_slash
from yellowcart.links.kernels.wrappers import hex_value, open_value, weigh_start

BACKSLASH, COLON, DOT, HASH, PERCENT, QUESTION, SLASH, SPACE = 92, 58, 46, 35, 37, 63, 47, 32
WIDE, WIDE_STOP, IDEOGRAPHIC_STOP, HALF_WIDE_STOP = 0xFEE0, 0xFF0E, 0x3002, 0xFF61


@njit(nogil=True)
def read_respelt(t, start, kind, after, end, T, B, S, W):  # type: ignore[no-untyped-def]
    """LINK with a reading whose places lie in the scratch, or SLOW."""
    if end - start > at.LONGEST_VALUE:
        return at.SLOW
    if kind == CODED:
        for i in range(start, end):
            if not T[T[at.CLASSES] + int(t[i])] & at.APP_REST:
                return at.SLOW
        met, _ = open_value(t, start, end, 0, 0, T, B, S, 0, W)
    else:
        written = respell(t, start, after, end, T, S)
        if written < 0:
            return at.SLOW
        met = weigh_start(S, 0, written, T, B, W)
    if met != at.LINK or W[at.W_UNWRAP] < W[at.W_UNWRAP_END]:
        return at.SLOW
    return met


@njit(nogil=True)
def respell(t, start, host, end, T, S):  # type: ignore[no-untyped-def]
    """Writes the address out plainly; how long it is, -1 where it is spelt otherwise still."""
    classes = T[at.CLASSES]
    out = 0
    for i in range(start, host):
        S[out] = SLASH if int(t[i]) == BACKSLASH else int(t[i])
        out += 1
    i = host
    while i < end and not is_slash(t, i, end) and int(t[i]) not in (QUESTION, HASH):
        c, following = code_point(t, i, end)
        if c == PERCENT and i + 2 < end:
            high, low = hex_value(int(t[i + 1])), hex_value(int(t[i + 2]))
            if high < 0 or low < 0:
                return -1
            c, following = high * 16 + low, i + 3
        elif c in (IDEOGRAPHIC_STOP, HALF_WIDE_STOP):
            c = DOT
        elif (
            c == WIDE_STOP
            or 0xFF10 <= c <= 0xFF19
            or 0xFF21 <= c <= 0xFF3A
            or 0xFF41 <= c <= 0xFF5A
        ):
            c -= WIDE
        if c >= 0x80 or not (T[classes + c] & at.HOST or c == DOT):
            return -1
        S[out] = c
        out += 1
        i = following
    in_path = True
    while i < end:
        c = int(t[i])
        if c <= SPACE or c >= 0x7F:
            return -1
        in_path = in_path and c != QUESTION and c != HASH
        S[out] = SLASH if in_path and c == BACKSLASH else c
        out += 1
        i += 1
    return out
