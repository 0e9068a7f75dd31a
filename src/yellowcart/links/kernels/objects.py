"""Flat JSON objects of texts and whole numbers inside links; others are left to the parser."""

from numba import njit

from yellowcart.links.kernels.hosts import named
from yellowcart.links.kernels.masks import to_text_end
from yellowcart.links.kernels.rules import is_digit

QUOTE, COLON, COMMA, CLOSING, ZERO, SPACE = 34, 58, 44, 125, 48, 32
NOT_TEXT, TEXT, NUMBER = 0, 1, 2


@njit(nogil=True)
def skip_spaces(t, i, end):  # type: ignore[no-untyped-def]
    while i < end and int(t[i]) == SPACE:
        i += 1
    return i


@njit(nogil=True)
def skip_text(t, i, end, limit):  # type: ignore[no-untyped-def]
    """The place behind a text that opens at i, -1 where it has escapes or no end."""
    if i >= end or int(t[i]) != QUOTE:
        return -1
    i = to_text_end(t, i + 1, end, limit)
    return i + 1 if i < end and int(t[i]) == QUOTE else -1


@njit(nogil=True)
def skip_value(t, i, end, limit):  # type: ignore[no-untyped-def]
    if i < end and int(t[i]) == QUOTE:
        return skip_text(t, i, end, limit)
    start = i
    while i < end and is_digit(int(t[i])):
        i += 1
    if i == start or (int(t[start]) == ZERO and i > start + 1):
        return -1
    if i < end and int(t[i]) not in (COMMA, CLOSING, SPACE):
        return -1
    return i


@njit(nogil=True)
def skip_object(t, i, end, limit):  # type: ignore[no-untyped-def]
    """The place behind a flat object that opens at i, -1 where it is anything else."""
    i = skip_spaces(t, i + 1, end)
    if i < end and int(t[i]) == CLOSING:
        return i + 1
    while i < end:
        i = skip_text(t, i, end, limit)
        if i < 0:
            return -1
        i = skip_spaces(t, i, end)
        if i >= end or int(t[i]) != COLON:
            return -1
        i = skip_value(t, skip_spaces(t, i + 1, end), end, limit)
        if i < 0:
            return -1
        i = skip_spaces(t, i, end)
        if i >= end:
            return -1
        if int(t[i]) == CLOSING:
            return i + 1
        if int(t[i]) != COMMA:
            return -1
        i = skip_spaces(t, i + 1, end)
    return -1


@njit(nogil=True)
def find_value(t, i, end, B, name, length, limit):  # type: ignore[no-untyped-def]
    """What kind of value a flat object has under a name, and where it stands; the last counts."""
    kind, value, value_end = NOT_TEXT, -1, -1
    i = skip_spaces(t, i + 1, end)
    while i < end and int(t[i]) == QUOTE:
        key = i + 1
        i = skip_text(t, i, end, limit)
        here = i - 1 - key == length and named(t, key, B, name, length)
        i = skip_spaces(t, i, end) + 1
        i = skip_spaces(t, i, end)
        start = i
        i = skip_value(t, i, end, limit)
        if here:
            if int(t[start]) == QUOTE:
                kind, value, value_end = TEXT, start + 1, i - 1
            else:
                kind, value, value_end = NUMBER, start, i
        i = skip_spaces(t, skip_spaces(t, i, end) + 1, end)
    return kind, value, value_end
