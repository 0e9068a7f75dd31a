"""Reads one text: the links and tokens in it, or that only the exact recogniser can tell."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.addresses import weigh
from yellowcart.links.kernels.masks import WIDTH, first_of, is_high, is_stop, to_control
from yellowcart.links.kernels.plain import read_plain
from yellowcart.links.kernels.respelt import read_respelt
from yellowcart.links.kernels.rules import find_parameter, has_parameter, is_digit
from yellowcart.links.kernels.starts import (
    APP,
    CODED,
    LEFT_TO_SCAN,
    NONE,
    WEB,
    code_point,
    try_start,
)
from yellowcart.links.kernels.tokens import NOT_A_TOKEN, next_token
from yellowcart.links.kernels.wrappers import open_wrapper

NEWLINE, SPACE, COLON, SLASH, BACKSLASH = 10, 32, 58, 47, 92
STOPS = at.SIGN | at.CONTROL
IDEOGRAPHIC_STOP, LOWER_A, LOWER_Z = 0x3002, 97, 122


@njit(nogil=True)
def is_cut_address(t, start, end, T):  # type: ignore[no-untyped-def]
    """Whether a text may be one address that line ends run through."""
    i = start
    while i < end and int(t[i]) <= SPACE:
        i += 1
    while i < end and (T[T[at.CLASSES] + int(t[i])] & at.SCHEME or int(t[i]) == NEWLINE):
        i += 1
    if i >= end or int(t[i]) != COLON:
        return False
    i += 1
    while i < end and int(t[i]) == NEWLINE:
        i += 1
    return i < end and (int(t[i]) == SLASH or int(t[i]) == BACKSLASH)


@njit(nogil=True)
def has_twins(t, start, end):  # type: ignore[no-untyped-def]
    """Whether a text has letters, digits or stops that a browser reads as ASCII ones."""
    i = start
    while i < end:
        c, following = code_point(t, i, end)
        if c >= 0x2100 and (
            c <= 0x214F
            or 0x2460 <= c <= 0x24FF
            or c == 0xFF0E
            or 0xFF10 <= c <= 0xFF19
            or 0xFF21 <= c <= 0xFF3A
            or 0xFF41 <= c <= 0xFF5A
            or c == 0xFF61
            or 0x1D400 <= c <= 0x1D7FF
        ):
            return True
        if c == IDEOGRAPHIC_STOP and following < end:
            if LOWER_A <= int(t[following]) | 32 <= LOWER_Z:
                return True
        i = following
    return False


@njit(nogil=True)
def read(t, start, end, in_detail, T, B, M, S, out, W, L, F):  # type: ignore[no-untyped-def]
    """Reads one text into `out`: how many links and tokens there are, or SLOW.

    `in_detail` is False where the marketplace, form and item of the first link are enough; then
    no plain address opens the text. S, W, L and F are scratch.
    """
    W[at.W_IN_DETAIL], L[at.TOP] = 1 if in_detail else 0, 0
    classes = T[at.CLASSES]
    count, taken, seen, lines = 0, 0, False, False
    limit = min(end, W[at.W_LIMIT])
    lowest = start
    i = start
    while True:
        what = 0
        while i + WIDTH <= limit:
            stops, high = is_stop(t, i), is_high(t, i)
            before = first_of(stops) if stops else WIDTH
            seen = seen or high & ((1 << before) - 1) != 0
            i += before
            if stops:
                break
        while i < end:
            what = T[classes + int(t[i])]
            if what & STOPS:
                break
            seen = seen or what & at.HIGH != 0
            i += 1
        if i >= end:
            break
        if what & at.CONTROL:
            if int(t[i]) != NEWLINE or (not lines and is_cut_address(t, start, end, T)):
                return at.SLOW
            lines = True
            i += 1
            continue
        s = i
        while s > lowest and T[classes + int(t[s - 1])] & at.RUN:
            s -= 1
        kind, after = NONE, s
        while s <= i:
            kind, after = try_start(t, s, start, end, T)
            if kind != NONE:
                break
            s += 1
        if kind == NONE:
            i += 1
            lowest = i
            continue
        if kind == LEFT_TO_SCAN:
            return at.SLOW
        if kind == CODED:
            return one_respelt(t, start, s, kind, after, end, in_detail, T, B, S, W, out)
        plain = not in_detail and kind == WEB and s > start
        if plain and read_plain(t, s, end, T, B, W) == at.LINK:
            return one_plain(t, after, start, end, T, W, out)
        met = weigh(t, s, kind, after, end, T, B, W)
        if met == at.SLOW and kind == WEB:
            return one_respelt(t, start, s, kind, after, end, in_detail, T, B, S, W, out)
        if met == at.NEW_HOST or met == at.SLOW:
            return at.SLOW
        stop = W[at.W_END]
        if met == at.LINK or W[at.W_DOTTED]:
            if taken == at.MOST_TAKEN:
                return at.SLOW
            out[at.TAKEN + 2 * taken], out[at.TAKEN + 2 * taken + 1] = s, stop
            taken += 1
        if met == at.LINK:
            if count == at.MOST:
                return at.SLOW
            if keep(t, s, kind, 1 + count * at.FOUND, T, B, S, W, L, out) != at.LINK:
                return at.SLOW
            count += 1
            if not in_detail:
                return ended(t, stop, start, end, T, W)
        i = lowest = max(stop, after)
    if seen and count == 0 and has_twins(t, start, end):
        return at.SLOW
    return read_tokens(t, start, end, W[at.W_LIMIT], count, taken, T, B, M, F, out)


@njit(nogil=True)
def one_respelt(t, start, s, kind, after, end, in_detail, T, B, S, W, out):  # type: ignore[no-untyped-def]
    """One link, if the whole text is an address in an odd spelling; else SLOW."""
    if in_detail or s != start:
        return at.SLOW
    if read_respelt(t, start, kind, after, end, T, B, S, W) != at.LINK:
        return at.SLOW
    keep_plain(W, out)
    out[1 + at.L_IN_SCRATCH] = 1
    if out[1 + at.L_FORM] == at.TARGET:
        return at.SLOW
    return 1


@njit(nogil=True)
def one_plain(t, i, start, end, T, W, out):  # type: ignore[no-untyped-def]
    """One link, the plain address in W, or SLOW. It has been read up to i, or to its item's end."""
    keep_plain(W, out)
    return ended(t, max(i, W[at.W_ITEM_END]), start, end, T, W)


@njit(nogil=True)
def ended(t, i, start, end, T, W):  # type: ignore[no-untyped-def]
    """One link, unless a character behind it makes the text another: then SLOW."""
    i = to_control(t, i, end, W[at.W_LIMIT])
    while i < end:
        if int(t[i]) != NEWLINE or is_cut_address(t, start, end, T):
            return at.SLOW
        i = to_control(t, i + 1, end, W[at.W_LIMIT])
    return 1


@njit(nogil=True)
def keep_plain(W, out):  # type: ignore[no-untyped-def]
    out[1 + at.L_MARKETPLACE], out[1 + at.L_FORM] = W[at.W_MARKETPLACE], W[at.W_FORM]
    out[1 + at.L_ITEM], out[1 + at.L_ITEM_END] = W[at.W_ITEM], W[at.W_ITEM_END]
    out[1 + at.L_IN_SCRATCH] = 0


@njit(nogil=True)
def keep(t, s, kind, link, T, B, S, W, L, out):  # type: ignore[no-untyped-def]
    """Writes the link in W, which starts at s, to `out`, opened if it is a wrapper."""
    marketplace, query, query_end = W[at.W_MARKETPLACE], W[at.W_QUERY], W[at.W_QUERY_END]
    wrapper = False
    if W[at.W_UNWRAP] < W[at.W_UNWRAP_END]:
        value, _ = find_parameter(t, query, query_end, W[at.W_UNWRAP], W[at.W_UNWRAP_END], T, B, W)
        wrapper = value >= 0
    in_detail = W[at.W_IN_DETAIL]
    exact = W[at.W_PLAIN] or kind == APP
    if in_detail:
        out[link + at.L_KIND] = kind
        out[link + at.L_HOST], out[link + at.L_HOST_END] = W[at.W_HOST], W[at.W_HOST_END]
        out[link + at.L_PATH], out[link + at.L_PATH_END] = W[at.W_PATH], W[at.W_PATH_END]
        out[link + at.L_QUERY], out[link + at.L_QUERY_END] = query, query_end
        out[link + at.L_RULE], out[link + at.L_SCHEME] = W[at.W_RULE], W[at.W_SCHEME]
        out[link + at.L_OPENED] = 0
        affiliated = names_publisher(t, W[at.W_PUBLISHER], query, query_end, T, B)
        out[link + at.L_AFFILIATE] = 1 if affiliated else 0
        if kind == APP:
            out[link + at.L_PATH], out[link + at.L_PATH_END] = s, W[at.W_END]
            exact = exact and not affiliated
        elif not affiliated and W[at.W_FORM] == at.ITEM:
            # Then the id alone makes the canonical address, however this one is spelt.
            exact = exact or is_number(t, W[at.W_ITEM], W[at.W_ITEM_END])
    if wrapper:
        met = open_wrapper(t, T, B, S, W, L)
        if met != at.LINK:
            return met
        if in_detail and L[at.DEPTH] > 0:
            out[link + at.L_OPENED] = L[at.OPENED]
            exact = exact and L[at.DEPTH] == 1
            if L[at.OPENED]:
                exact = (
                    exact
                    and W[at.W_MARKETPLACE] >= 0
                    and not names_publisher(
                        S, W[at.W_PUBLISHER], W[at.W_QUERY], W[at.W_QUERY_END], T, B
                    )
                )
    else:
        L[0], L[1], L[2] = marketplace, W[at.W_FORM], W[at.W_ITEM]
        L[3], L[4] = W[at.W_ITEM_END], 0
        if L[1] == at.TARGET:
            L[1] = at.OTHER
    out[link + at.L_EXACT] = 1 if exact else 0
    out[link + at.L_MARKETPLACE], out[link + at.L_FORM] = L[0], L[1]
    out[link + at.L_ITEM], out[link + at.L_ITEM_END], out[link + at.L_IN_SCRATCH] = L[2], L[3], L[4]
    return at.LINK


@njit(nogil=True)
def is_number(t, i, end):  # type: ignore[no-untyped-def]
    if i < 0 or i == end:
        return False
    while i < end and is_digit(int(t[i])):
        i += 1
    return i == end


@njit(nogil=True)
def names_publisher(t, marketplace, query, query_end, T, B):  # type: ignore[no-untyped-def]
    """Whether a query may have one of the marketplace's publisher identifiers."""
    names = T[at.AFFILIATES] + 2 * marketplace
    return has_parameter(t, query, query_end, T[names], T[names + 1], T, B)


@njit(nogil=True)
def read_tokens(t, start, end, limit, count, taken, T, B, M, F, out):  # type: ignore[no-untyped-def]
    """Adds the tokens of a text to the `count` links in `out`; the new count, or SLOW."""
    i = start
    while i < end:
        owner, i = next_token(t, i, start, end, limit, out, taken, T, M, F)
        if owner == NOT_A_TOKEN:
            break
        if owner == -3 or count == at.MOST:
            return at.SLOW
        keep_token(owner, 1 + count * at.FOUND, out)
        count += 1
    for k in range(T[at.TOKEN_WORD_COUNT]):
        word = T[at.TOKEN_WORDS] + 3 * k
        if contains(t, start, end, B, T[word], T[word + 1]):
            if count == at.MOST:
                return at.SLOW
            keep_token(T[word + 2], 1 + count * at.FOUND, out)
            count += 1
    return count


@njit(nogil=True)
def keep_token(owner, link, out):  # type: ignore[no-untyped-def]
    for k in range(at.FOUND):
        out[link + k] = -1
    out[link + at.L_MARKETPLACE], out[link + at.L_FORM] = owner, at.TOKEN
    out[link + at.L_EXACT] = 1
    out[link + at.L_AFFILIATE] = 0


@njit(nogil=True)
def contains(t, start, end, B, offset, length):  # type: ignore[no-untyped-def]
    first = int(B[offset])
    for i in range(start, end - length + 1):
        if int(t[i]) == first:
            k = 1
            while k < length and int(t[i + k]) == int(B[offset + k]):
                k += 1
            if k == length:
                return True
    return False
