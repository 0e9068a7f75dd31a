"""The short way for what most texts are: a plain address whose item id, if any, is in sight.

It answers what `read` would, or nothing. What stands behind the id changes neither, but for
control characters.
"""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.hosts import find_host, hash_of
from yellowcart.links.kernels.masks import (
    WIDTH,
    behind_digits,
    behind_plain_host,
    behind_plain_value,
    behind_query_text,
    ends_query_text,
    first_of,
    is_dot_at,
    is_slash_at,
)
from yellowcart.links.kernels.pointers import eight
from yellowcart.links.kernels.rules import match_path, value_of

AMPERSAND, DOT, EQUALS, HASH, QUESTION, SLASH = 38, 46, 61, 35, 63, 47
HTTPS = 0x2F2F3A7370747468  # "https://", the first letter lowest
HTTP, SEVEN = 0x2F2F3A70747468, 0x00FFFFFFFFFFFFFF
SHORTEST = 12


@njit(nogil=True)
def read_plain(t, i, end, T, B, W):  # type: ignore[no-untyped-def]
    """LINK where an address at i is plain: marketplace, form and item are then in W."""
    if end - i < SHORTEST:
        return at.NOTHING
    opening = eight(t, i)
    if opening == HTTPS:
        i += 8
    elif opening & SEVEN == HTTP:
        i += 7
    else:
        return at.NOTHING
    host = i
    i = behind_plain_host(t, i, end, W[at.W_LIMIT])
    if i >= end or int(t[i]) != SLASH:
        return at.NOTHING
    site = find_host(t, host, i, hash_of(t, host, i), T, B)
    if site < 0:
        return at.NOTHING
    return plain_page(t, site, i, end, T, B, W)


@njit(nogil=True, forceinline=True)
def plain_page(t, site, path, end, T, B, W):  # type: ignore[no-untyped-def]
    classes = T[at.CLASSES]
    i, before = path, 0
    if i + WIDTH <= W[at.W_LIMIT]:
        stops = ends_query_text(t, i)
        length = min(first_of(stops) if stops else WIDTH, end - i)
        slashes = is_slash_at(t, i)
        if slashes << 1 & (slashes | is_dot_at(t, i)) & ((1 << length) - 1):
            return at.NOTHING
        i += length
        before = int(t[i - 1])
    while i < end:
        c = int(t[i])
        if not T[classes + c] & at.QUERY_TEXT:
            break
        if before == SLASH and (c == SLASH or c == DOT):
            return at.NOTHING
        before = c
        i += 1
    asks = i < end and int(t[i]) == QUESTION
    if before == SLASH or (not asks and (i < end or T[classes + before] & at.TRAILING)):
        return at.NOTHING
    entry = T[at.SITES] + site * at.SITE
    k = T[entry + 1]
    while k < T[entry + 2]:
        rule = T[at.RULES] + T[T[at.SITE_RULES] + k] * at.RULE
        op, op_end = T[rule + at.R_OPS], T[rule + at.R_OPS_END]
        if T[T[at.PATH_OPS] + op * at.STEP] == at.BACKTRACKS:
            return at.NOTHING
        fits, item, item_end = match_path(t, path, i, op, op_end, T, B, W[at.W_LIMIT])
        if fits:
            if asks and T[rule + at.R_UNWRAP] < T[rule + at.R_UNWRAP_END]:
                return at.NOTHING
            if not T[rule + at.R_GROUP] and T[rule + at.R_ID] < T[rule + at.R_ID_END]:
                if T[rule + at.R_WORD] or not asks:
                    return at.NOTHING
                item, item_end = number_in(t, i + 1, end, rule, T, B, W)
                if item < 0:
                    return at.NOTHING
            W[at.W_MARKETPLACE], W[at.W_FORM] = T[entry], T[rule + at.R_FORM]
            W[at.W_ITEM], W[at.W_ITEM_END] = item, item_end
            if T[rule + at.R_FORM] == at.TARGET:
                return at.NOTHING
            return at.LINK
        k += 1
    return at.NOTHING


@njit(nogil=True, forceinline=True)
def number_in(t, i, end, rule, T, B, W):  # type: ignore[no-untyped-def]
    """Where the id in a query stands that starts at i, -1 where it is not plainly there."""
    limit = W[at.W_LIMIT]
    names, names_end = T[rule + at.R_ID], T[rule + at.R_ID_END]
    while True:
        value = value_of(t, i, end, names, names_end, T, B)
        if value >= 0:
            i = behind_digits(t, value, end, limit)
            if i == value or (i < end and int(t[i]) != AMPERSAND and int(t[i]) != HASH):
                return -1, -1
            return value, i
        i = behind_query_text(t, i, end, limit)
        if i >= end or int(t[i]) != EQUALS:
            return -1, -1
        i = behind_plain_value(t, i + 1, end, limit)
        if i >= end or int(t[i]) != AMPERSAND:
            return -1, -1
        i += 1
