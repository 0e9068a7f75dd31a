"""Paths and parameters: which rule of a site an address meets, and the item id it carries."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.hosts import lower, named, opens, same
from yellowcart.links.kernels.masks import (
    behind_digits,
    behind_label,
    behind_labels,
    to_percent,
    to_value_end,
)

AMPERSAND, DASH, EQUALS, PERCENT, QUESTION, UNDERSCORE, SEMICOLON = 38, 45, 61, 37, 63, 95, 59


@njit(nogil=True)
def is_digit(c):  # type: ignore[no-untyped-def]
    return 48 <= c <= 57


@njit(nogil=True)
def is_alnum(c):  # type: ignore[no-untyped-def]
    return 48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122


@njit(nogil=True, forceinline=True)
def match_steps(t, i, end, op, op_end, T, B, limit):  # type: ignore[no-untyped-def]
    """Whether the path from i to its end meets the steps, and where the id stands in it."""
    item, item_end = -1, -1
    while op < op_end:
        step = T[at.PATH_OPS] + op * at.STEP
        what = T[step]
        start = i
        if what == at.LITERAL:
            length = T[step + 2]
            if i + length > end or not opens(t, i, B, T[step + 1], length, limit):
                return False, -1, -1
            i += length
        elif what == at.ANY:
            i = end
        else:
            if what == at.DIGITS or what == at.ID_DIGITS:
                i = behind_digits(t, i, end, limit)
            elif what == at.WORD:
                i = behind_labels(t, i, end, limit)
            else:
                i = behind_label(t, i, end, limit)
            if i == start:
                return False, -1, -1
            if what == at.ID_DIGITS or what == at.ID_WORD:
                item, item_end = start, i
        op += 1
    return i == end, item, item_end


@njit(nogil=True, forceinline=True)
def match_path(t, start, end, op, op_end, T, B, limit):  # type: ignore[no-untyped-def]
    """The same for a pattern that may begin with any text: its last fit counts."""
    first = T[at.PATH_OPS] + op * at.STEP
    if T[first] != at.ANY:
        return match_steps(t, start, end, op, op_end, T, B, limit)
    if op + 1 == op_end:
        return True, -1, -1
    following = first + at.STEP
    opening = int(B[T[following + 1]])
    i = end - T[following + 2]
    while i >= start:
        if lower(t, i) == opening:
            fits, item, item_end = match_steps(t, i, end, op + 1, op_end, T, B, limit)
            if fits:
                return True, item, item_end
        if op + 2 == op_end:
            break  # only its end fits
        i -= 1
    return False, -1, -1


@njit(nogil=True)
def find_parameter(t, start, end, names, names_end, T, B, W):  # type: ignore[no-untyped-def]
    """Where the value of the first of these parameters starts and ends, -1 when it is not there.

    The query has its "?", and HTML may have written "&amp;" for "&". W notes where the
    parameters start, unless there are too many.
    """
    noted = W[at.PARAMETERS]
    if noted >= 0:
        for k in range(noted):
            value = value_of(t, W[at.PARAMETERS + 1 + k], end, names, names_end, T, B)
            if value >= 0:
                return value, to_value_end(t, value, end, W[at.W_LIMIT])
        return -1, -1
    i = start
    while i < end:
        c = int(t[i])
        i += 1
        if c == AMPERSAND or i == start + 1:
            value = value_of(t, i, end, names, names_end, T, B)
            if value >= 0:
                return value, to_value_end(t, value, end, W[at.W_LIMIT])
    return -1, -1


@njit(nogil=True, forceinline=True)
def value_of(t, name, end, names, names_end, T, B):  # type: ignore[no-untyped-def]
    """Where the value of the parameter that starts here stands, -1 if it is none of these."""
    if name + 4 <= end and t[name] == 97 and t[name + 1] == 109 and t[name + 2] == 112:
        if t[name + 3] == SEMICOLON:
            name += 4
    entry = names
    while entry < names_end:
        length = T[entry + 1]
        value = name + length + 1
        if value <= end and int(t[value - 1]) == EQUALS:
            if named(t, name, B, T[entry], length):
                return value
        entry += 2
    return -1


@njit(nogil=True)
def has_parameter(t, start, end, names, names_end, T, B):  # type: ignore[no-untyped-def]
    """Whether the query has one of these parameters, case aside, by any chance."""
    i = start
    while i < end:
        c = int(t[i])
        i += 1
        if c == AMPERSAND or c == QUESTION or c == SEMICOLON:
            entry = names
            while entry < names_end:
                value = i + T[entry + 1]
                if value < end and int(t[value]) == EQUALS:
                    if same(t, i, B, T[entry], T[entry + 1]):
                        return True
                entry += 2
    return False


@njit(nogil=True)
def read_id(t, query, query_end, rule, T, B, W):  # type: ignore[no-untyped-def]
    """Whether the query makes it this rule (LINK, NOTHING or SLOW), and the id it carries."""
    if T[rule + at.R_ID] < T[rule + at.R_ID_END]:
        value, stop = find_parameter(
            t, query, query_end, T[rule + at.R_ID], T[rule + at.R_ID_END], T, B, W
        )
        if value >= 0:
            i = value
            while i < stop:
                c = int(t[i])
                if c == PERCENT:
                    return at.SLOW, -1, -1
                if not is_digit(c):
                    if not T[rule + at.R_WORD]:
                        break
                    if not (is_alnum(c) or c == UNDERSCORE or c == DASH):
                        break
                i += 1
            if to_percent(t, i, stop, W[at.W_LIMIT]) < stop:
                return at.SLOW, -1, -1
            if i > value and (T[rule + at.R_WORD] or i == stop or not is_alnum(int(t[i]))):
                return at.LINK, value, i
    if not T[rule + at.R_REQUIRED]:
        return at.LINK, -1, -1
    if T[rule + at.R_OPAQUE] < T[rule + at.R_OPAQUE_END]:
        value, stop = find_parameter(
            t, query, query_end, T[rule + at.R_OPAQUE], T[rule + at.R_OPAQUE_END], T, B, W
        )
        if value >= 0:
            return at.LINK, -1, -1
    return at.NOTHING, -1, -1


@njit(nogil=True)
def find_rule(site, p, path, path_end, t, query, query_end, T, B, W):  # type: ignore[no-untyped-def]
    """The first rule of the site that the address meets, -1 for none, -2 for slow; and the id.

    The path stands in p, the query in t.
    """
    entry = T[at.SITES] + site * at.SITE
    i = T[entry + 1]
    while i < T[entry + 2]:
        number = T[T[at.SITE_RULES] + i]
        rule = T[at.RULES] + number * at.RULE
        op, op_end = T[rule + at.R_OPS], T[rule + at.R_OPS_END]
        if T[T[at.PATH_OPS] + op * at.STEP] == at.BACKTRACKS:
            return -2, -1, -1
        fits, item, item_end = match_path(p, path, path_end, op, op_end, T, B, W[at.W_LIMIT])
        if fits:
            if T[rule + at.R_GROUP]:
                return number, item, item_end
            met, item, item_end = read_id(t, query, query_end, rule, T, B, W)
            if met == at.SLOW:
                return -2, -1, -1
            if met == at.LINK:
                return number, item, item_end
        i += 1
    return -1, -1, -1
