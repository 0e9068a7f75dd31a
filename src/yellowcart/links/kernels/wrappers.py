"""Opens wrappers: the twin of `yellowcart.links.unwrap`, for what is flat and short."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.addresses import weigh
from yellowcart.links.kernels.masks import (
    WIDTH,
    copy_width,
    to_escape,
    to_high,
    to_percent,
    to_question,
)
from yellowcart.links.kernels.objects import NUMBER, TEXT, find_value, skip_object
from yellowcart.links.kernels.rules import find_parameter
from yellowcart.links.kernels.starts import CODED, LEFT_TO_SCAN, NONE, try_start

DEEPEST = 3
PERCENT, OPENING, SLASH = 37, 123, 47
LOWER_E, LOWER_Y, UPPER_J = 101, 121, 74


@njit(nogil=True)
def hex_value(c):  # type: ignore[no-untyped-def]
    if 48 <= c <= 57:
        return c - 48
    c |= 32
    return c - 87 if 97 <= c <= 102 else -1


@njit(nogil=True)
def unquote(S, s, e, out):  # type: ignore[no-untyped-def]
    """Decodes percent escapes into the scratch at out; its end, -1 if they give no ASCII."""
    i = s
    while True:
        plain, i = i, to_escape(S, i, e, at.SCRATCH)
        out = copy(S, plain, i, S, out, at.SCRATCH)
        if i >= e:
            return out
        c = int(S[i])
        if c == PERCENT and i + 2 < e:
            high, low = hex_value(int(S[i + 1])), hex_value(int(S[i + 2]))
            if high >= 0 and low >= 0:
                c = high * 16 + low
                i += 2
        if c >= 0x80 or c < 0x20:
            return -1
        S[out] = c
        out += 1
        i += 1


@njit(nogil=True)
def copy(source, s, e, S, out, limit):  # type: ignore[no-untyped-def]
    while s < e and s + WIDTH <= limit:
        copy_width(source, s, S, out)
        written = min(WIDTH, e - s)
        s += written
        out += written
    for i in range(s, e):
        S[out] = source[i]
        out += 1
    return out


@njit(nogil=True)
def weigh_start(S, s, e, T, B, W):  # type: ignore[no-untyped-def]
    """Reads the link that starts exactly at s."""
    if s >= e:
        return at.NOTHING
    kind, after = try_start(S, s, s, e, T)
    if kind == LEFT_TO_SCAN:
        return at.SLOW
    if kind == NONE or kind == CODED:  # an encoded address is tried again when decoded
        return at.NOTHING
    return weigh(S, s, kind, after, e, T, B, W)


@njit(nogil=True)
def open_value(source, start, stop, base, base_length, T, B, S, top, W):  # type: ignore[no-untyped-def]
    """Reads what a parameter carries; answers what it met, and the top of the scratch.

    LINK leaves the reading in W, ITEM_ONLY the id's place; both lie in the scratch.
    """
    most = top + 5 * (stop - start) + base_length  # as given, decoded three times, and joined
    if stop - start > at.LONGEST_VALUE or most > at.SCRATCH - at.SPARE:
        return at.SLOW, top
    limit = W[at.W_LIMIT]
    s, e = top, copy(source, start, stop, S, top, limit)
    top = e
    if to_high(S, s, e, at.SCRATCH) < e:
        return at.SLOW, top
    in_object = False
    rounds = 0
    while rounds < DEEPEST:
        if e > s and int(S[s]) == OPENING:
            if in_object or skip_object(S, s, e, at.SCRATCH) < 0:
                return at.SLOW, top
            met, s, e = in_json(S, s, e, T, B)
            if met != at.LINK:
                W[at.W_ITEM], W[at.W_ITEM_END] = s, e
                return met, top
            in_object, base_length, rounds = True, 0, 0
            continue
        if e - s > 2 and int(S[s]) == LOWER_E and int(S[s + 1]) == LOWER_Y:
            if int(S[s + 2]) == UPPER_J:
                return at.SLOW, top
        escaped = to_percent(S, s, e, at.SCRATCH) < e
        met = weigh_start(S, s, e, T, B, W)
        if met == at.LINK and escaped and W[at.W_ITEM] < 0:
            return at.SLOW, top  # decoded, it may have one
        if met != at.NOTHING:
            return met, top
        if not escaped:
            break
        s, e = e, unquote(S, s, e, top)
        if e < 0:
            return at.SLOW, top
        s, top = top, e
        rounds += 1
    if in_object:
        return at.SLOW, top
    if base_length and e > s:
        while s < e and int(S[s]) == SLASH:
            s += 1
        joined = top
        top = copy(S, s, e, S, copy(B, base, base + base_length, S, joined, 0), at.SCRATCH)
        return weigh_start(S, joined, top, T, B, W), top
    return at.NOTHING, top


@njit(nogil=True)
def in_json(S, s, e, T, B):  # type: ignore[no-untyped-def]
    """LINK with the place of a flat object's first link, ITEM_ONLY with that of its id."""
    for k in range(T[at.JSON_URL_COUNT]):
        entry = T[at.JSON_URLS] + 2 * k
        kind, value, value_end = find_value(S, s, e, B, T[entry], T[entry + 1], at.SCRATCH)
        if kind == TEXT:
            return at.LINK, value, value_end
    for k in range(T[at.JSON_ID_COUNT]):
        entry = T[at.JSON_IDS] + 2 * k
        kind, value, value_end = find_value(S, s, e, B, T[entry], T[entry + 1], at.SCRATCH)
        if kind == NUMBER or (kind == TEXT and value_end > value):
            return at.ITEM_ONLY, value, value_end
    return at.NOTHING, -1, -1


@njit(nogil=True)
def open_wrapper(t, T, B, S, W, L):  # type: ignore[no-untyped-def]
    """Opens the wrapper that was read into W, at most three deep.

    Leaves in L the marketplace, form and item of the whole, and whether the item lies in the
    scratch. Answers LINK, SLOW or NEW_HOST.
    """
    source, top, depth = t, L[at.TOP], 0
    L[at.OPENED] = 0
    in_doubt = False
    keep_level(L, 0, W[at.W_MARKETPLACE], W[at.W_FORM], W[at.W_ITEM], W[at.W_ITEM_END], 0)
    while depth < DEEPEST and W[at.W_UNWRAP] < W[at.W_UNWRAP_END]:
        value, stop = find_parameter(
            source, W[at.W_QUERY], W[at.W_QUERY_END], W[at.W_UNWRAP], W[at.W_UNWRAP_END], T, B, W
        )
        if value < 0:
            break
        in_doubt = in_doubt or to_question(source, value, stop, W[at.W_LIMIT]) < stop
        met, top = open_value(
            source, value, stop, W[at.W_BASE], W[at.W_BASE_LENGTH], T, B, S, top, W
        )
        if met == at.SLOW or met == at.NEW_HOST:
            return met
        if met == at.NOTHING:
            break
        depth += 1
        L[at.OPENED] = 1 if met == at.LINK else 0
        if met == at.ITEM_ONLY:
            keep_level(L, depth, -1, at.ITEM, W[at.W_ITEM], W[at.W_ITEM_END], 1)
            break
        keep_level(L, depth, W[at.W_MARKETPLACE], W[at.W_FORM], W[at.W_ITEM], W[at.W_ITEM_END], 1)
        source = S
    L[at.DEPTH], L[at.TOP] = depth, top
    fold_levels(L, depth, T)
    # A target that was not encoded may go on past the next "&": only the exact way tries that.
    return at.SLOW if in_doubt and L[2] < 0 else at.LINK


LEVEL = 5


@njit(nogil=True)
def keep_level(L, depth, marketplace, form, item, item_end, in_scratch):  # type: ignore[no-untyped-def]
    level = depth * LEVEL
    L[level], L[level + 1], L[level + 2] = marketplace, form, item
    L[level + 3], L[level + 4] = item_end, in_scratch


@njit(nogil=True)
def fold_levels(L, depth, T):  # type: ignore[no-untyped-def]
    """Gives each wrapper what it leads to, from the innermost out; the whole lands in L[0:5]."""
    if L[depth * LEVEL + 1] == at.TARGET:
        L[depth * LEVEL + 1] = at.OTHER
    families = T[at.FAMILIES]
    while depth > 0:
        inner, outer = depth * LEVEL, (depth - 1) * LEVEL
        if L[outer + 1] == at.TARGET:
            L[outer + 1] = L[inner + 1]
        if L[outer + 2] < 0:
            L[outer + 2], L[outer + 3], L[outer + 4] = L[inner + 2], L[inner + 3], L[inner + 4]
        if L[inner] >= 0 and T[families + L[inner]] != T[families + L[outer]]:
            L[outer] = L[inner]
        depth -= 1
