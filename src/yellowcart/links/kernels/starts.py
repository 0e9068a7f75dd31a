"""Where a link may start and end in a text: the twin of `yellowcart.links.scan`."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.masks import (
    behind_fragment,
    behind_path,
    behind_query_text,
    behind_value_text,
)
from yellowcart.links.kernels.rules import is_alnum, is_digit

NONE, WEB, APP, DOUBLE, BARE, CODED, LEFT_TO_SCAN = range(7)
AT_SIGN, BACKSLASH, COLON, DOT, HASH, PERCENT, QUESTION, SLASH = 64, 92, 58, 46, 35, 37, 63, 47
SPACE, DASH, UNDERSCORE, AMPERSAND, PLUS, EQUALS = 32, 45, 95, 38, 43, 61


@njit(nogil=True)
def code_point(t, i, end):  # type: ignore[no-untyped-def]
    """The code point that starts at i, and where the next one does."""
    c = int(t[i])
    if c < 0x80 or i + 1 >= end:
        return c, i + 1
    if c < 0xE0:
        return (c & 0x1F) << 6 | int(t[i + 1]) & 0x3F, i + 2
    if c < 0xF0 or i + 3 >= end:
        return (c & 0x0F) << 12 | (int(t[i + 1]) & 0x3F) << 6 | int(t[i + 2]) & 0x3F, i + 3
    high = (c & 0x07) << 18 | (int(t[i + 1]) & 0x3F) << 12
    return high | (int(t[i + 2]) & 0x3F) << 6 | int(t[i + 3]) & 0x3F, i + 4


@njit(nogil=True)
def is_punctuation(c):  # type: ignore[no-untyped-def]
    """Chinese punctuation that ends a link even in its host."""
    return (
        0x2018 <= c <= 0x201F
        or c == 0x2026
        or (0x3000 <= c <= 0x303F and c != 0x3002)
        or (0xFF01 <= c <= 0xFF0F and c != 0xFF0E)
        or 0xFF1A <= c <= 0xFF20
        or 0xFF3B <= c <= 0xFF40
        or 0xFF5B <= c <= 0xFF60
        or 0xFFE0 <= c <= 0xFFE6
    )


@njit(nogil=True)
def is_slash(t, i, end):  # type: ignore[no-untyped-def]
    return i < end and (int(t[i]) == SLASH or int(t[i]) == BACKSLASH)


@njit(nogil=True)
def try_start(t, s, lowest, end, T):  # type: ignore[no-untyped-def]
    """How a link starts at s, and where its scheme, slashes or host end."""
    classes = T[at.CLASSES]
    before = int(t[s - 1]) if s > lowest else SPACE
    before_class = T[classes + before]
    first = int(t[s]) | 32
    if first == 104 and s + 5 <= end:  # h
        if int(t[s + 1]) | 32 == 116 and int(t[s + 2]) | 32 == 116 and int(t[s + 3]) | 32 == 112:
            i = s + 4
            if int(t[i]) | 32 == 115 and i + 1 < end:
                i += 1
            if int(t[i]) == COLON:
                i += 1
                while is_slash(t, i, end):
                    i += 1
                return WEB, i
            if int(t[i]) == PERCENT:
                return CODED, i
    if T[classes + int(t[s])] & at.ALPHA and not before_class & at.SCHEME:
        i = s + 1
        while i < end and T[classes + int(t[i])] & at.SCHEME:
            i += 1
        if i < end and int(t[i]) == COLON and is_slash(t, i + 1, end) and is_slash(t, i + 2, end):
            return APP, i + 3
    if is_slash(t, s, end) and is_slash(t, s + 1, end) and s + 2 < end:
        blocked = before_class & at.ALNUM or before in (COLON, SLASH, BACKSLASH, DOT)
        if not blocked and before != UNDERSCORE and before != DASH:
            i = s + 2
            while is_slash(t, i, end):
                i += 1
            c = int(t[i]) if i < end else SPACE
            if is_alnum(c) or c == PERCENT or c == AT_SIGN:
                return DOUBLE, i
    if T[classes + int(t[s])] & at.HOST and int(t[s]) != DASH:
        return try_host(t, s, before, end, T)
    return NONE, s


@njit(nogil=True)
def try_host(t, s, before, end, T):  # type: ignore[no-untyped-def]
    """A host without a scheme: labels and dots, perhaps a port, and no address of a person."""
    classes = T[at.CLASSES]
    if T[classes + before] & at.HOST or before in (AT_SIGN, SLASH, BACKSLASH, DOT, PERCENT):
        return NONE, s
    i = s
    dots = 0
    while i < end:
        if T[classes + int(t[i])] & at.HOST:
            i += 1
        elif int(t[i]) == DOT and i + 1 < end and T[classes + int(t[i + 1])] & at.HOST:
            dots += 1
            i += 1
        else:
            break
    if dots == 0:
        return NONE, s
    labels_end = i
    if i < end and int(t[i]) == DOT:
        i += 1
        if i < end and int(t[i]) == DOT:
            return LEFT_TO_SCAN, i
    port = i
    if i < end and int(t[i]) == COLON:
        i += 1
        while i < end and is_digit(int(t[i])):
            i += 1
        if i == port + 1:
            i = port
    if i < end:
        c = int(t[i])
        if T[classes + c] & at.HOST or c == AT_SIGN:
            return (LEFT_TO_SCAN if i > labels_end else NONE), i
        if c == DOT:
            return LEFT_TO_SCAN, i
    return BARE, i


@njit(nogil=True)
def address_parts(t, i, end, T, W):  # type: ignore[no-untyped-def]
    """Where path, query and fragment of an address end, from the end of its host on.

    Answers path end, query end and end; the last is -1 where only the exact scan can tell.
    """
    if is_slash(t, i, end):
        i = behind_path(t, i, end, W[at.W_LIMIT])
        if i < end and int(t[i]) >= 0x80 and goes_on(t, i, end, True):
            return i, i, -1
    path_end = i
    W[at.PARAMETERS] = 0
    if i < end and int(t[i]) == QUESTION:
        i = query_end_of(t, i + 1, end, T, W)
        if i < 0:
            return path_end, i, -1
    query_end = i
    if i < end and int(t[i]) == HASH:
        i = behind_fragment(t, i, end, W[at.W_LIMIT])
    return path_end, query_end, i


@njit(nogil=True)
def query_end_of(t, i, end, T, W):  # type: ignore[no-untyped-def]
    """Where a query ends that starts at i, behind its "?"; -1 where the exact scan must tell.

    Notes where each parameter starts.
    """
    note_parameter(W, i)
    naming = True
    while True:
        if naming:
            i = behind_query_text(t, i, end, W[at.W_LIMIT])
        else:
            i = behind_value_text(t, i, end, W[at.W_LIMIT])
        if i >= end:
            return i
        c = int(t[i])
        if c == EQUALS:
            naming = False
        elif c == AMPERSAND:
            naming = True
            note_parameter(W, i + 1)
        elif c == PERCENT:
            return -1  # the name of a parameter is encoded
        elif c >= 0x80:
            return -1 if goes_on(t, i, end, False) else i
        elif c != QUESTION and c != BACKSLASH:
            return i
        i += 1


@njit(nogil=True)
def note_parameter(W, i):  # type: ignore[no-untyped-def]
    count = W[at.PARAMETERS]
    if count >= 0:
        if count == at.MOST_PARAMETERS:
            W[at.PARAMETERS] = -1
        else:
            W[at.PARAMETERS + 1 + count] = i
            W[at.PARAMETERS] = count + 1


@njit(nogil=True)
def goes_on(t, i, end, in_path):  # type: ignore[no-untyped-def]
    """Whether letters outside ASCII, here in a path or query, may be followed by a parameter."""
    while i < end and int(t[i]) >= 0x80:
        c, following = code_point(t, i, end)
        if is_punctuation(c):
            return False
        if not 0x4E00 <= c <= 0x9FFF:
            return True
        i = following
    if i == end:
        return False
    c = int(t[i])
    if in_path:
        return c == QUESTION
    return c == AMPERSAND or c == EQUALS or c == PERCENT or c == PLUS


@njit(nogil=True)
def trimmed(t, start, end, T):  # type: ignore[no-untyped-def]
    """The end of a candidate without the punctuation that running text puts behind it."""
    classes = T[at.CLASSES]
    while end > start and T[classes + int(t[end - 1])] & at.TRAILING:
        end -= 1
    return end
