"""Writes the texts and the facts of rows into buffers, straight from the compiled mix."""

from __future__ import annotations

import numpy as np
from numba import njit

from yellowcart.sweep.generate.draws import (
    CREATOR_LANE,
    FACTS_LANE,
    GOLDEN,
    ITEM_LANE,
    TEXT_LANE,
    below,
    lane,
    mix,
    zipf,
)
from yellowcart.sweep.generate.program import (
    CHARACTERS,
    DIGITS,
    ENCODED,
    ITEM,
    LITERAL,
    OPAQUE_ITEM,
    PHRASE,
)

TEN, SIX, NINE = np.uint64(10), np.uint64(6), np.uint64(9)
SIX_BITS, SIXTEEN_BITS = np.uint64(63), np.uint64(0xFFFF)
ZERO_CHAR = np.uint64(48)
CREATOR_SCATTER = np.uint64(2654435761)  # odd, so that no two ranks share an id
CREATOR_IDS = np.uint64(0xFFFFFFFF)
GMV_SHARE = 19661  # of 65536: three entries in ten sold something in 30 days


@njit(cache=True, nogil=True)
def put_digits(out, at, size, draw):  # type: ignore[no-untyped-def]
    """A number of exactly so many digits, none of them a leading zero."""
    for place in range(at + size - 1, at, -1):
        out[place] = ZERO_CHAR + draw % TEN
        draw //= TEN
    out[at] = ZERO_CHAR + np.uint64(1) + draw % NINE
    return at + size


@njit(cache=True, nogil=True)
def put_characters(out, at, size, alphabet, state):  # type: ignore[no-untyped-def]
    draw = np.uint64(0)
    for i in range(size):
        if i % 10 == 0:
            draw = mix(state + np.uint64(i + 1) * GOLDEN)
        out[at + i] = alphabet[draw & SIX_BITS]
        draw >>= SIX
    return at + size


@njit(cache=True, nogil=True)
def put_encoded(out, at, size, alphabet, state):  # type: ignore[no-untyped-def]
    """Base64 whose plus and slash are percent-encoded: about one character in 32."""
    put_characters(out, at, size, alphabet, state)
    for i in range(size // 32):
        place = at + i * 32 + np.int64(below(mix(state - np.uint64(i) * GOLDEN), 29))
        out[place] = 37
        out[place + 1] = 50
        out[place + 2] = 66 if i & 1 else 70
    return at + size


@njit(cache=True, nogil=True)
def write_texts(  # type: ignore[no-untyped-def]
    seed, first_row, rows, items, tickets, first_op, ops, literals, phrase_at, alphabets, longest,
    text, text_at, item, item_at, shape_of,
):  # fmt: skip
    """Writes rows until done or until the text buffer may not hold one more; answers how many."""
    at = 0
    item_end = 0
    text_at[0] = 0
    item_at[0] = 0
    for i in range(rows):
        if at + longest > len(text):
            return i
        row = first_row + i
        rank = zipf(lane(seed, row, ITEM_LANE), items, 256)
        state = lane(seed, row, TEXT_LANE)
        shape = tickets[state & SIXTEEN_BITS]
        shape_of[i] = shape
        for op in range(first_op[shape], first_op[shape + 1]):
            what, a, b = ops[op, 0], ops[op, 1], ops[op, 2]
            state += GOLDEN
            start = at
            if what == LITERAL:
                for j in range(a, b):
                    text[at] = literals[j]
                    at += 1
            elif what == ITEM:
                text[at : at + b] = ZERO_CHAR
                at = put_digits(text, at + b, a, mix(rank * GOLDEN + np.uint64(a)))
            elif what == DIGITS:
                at = put_digits(text, at, a, mix(state))
            elif what == CHARACTERS:
                at = put_characters(text, at, a, alphabets[b], state)
            elif what == OPAQUE_ITEM:
                at = put_characters(text, at, a, alphabets[b], mix(rank * GOLDEN))
            elif what == ENCODED:
                at = put_encoded(text, at, a, alphabets[b], state)
            elif what == PHRASE:
                phrase = a + np.int64(below(mix(state), b))
                for j in range(phrase_at[phrase], phrase_at[phrase + 1]):
                    text[at] = literals[j]
                    at += 1
            if what in (ITEM, OPAQUE_ITEM):
                for j in range(start, at):
                    item[item_end] = text[j]
                    item_end += 1
        text_at[i + 1] = at
        item_at[i + 1] = item_end
    return rows


@njit(cache=True, nogil=True)
def write_facts(  # type: ignore[no-untyped-def]
    seed, first_row, rows, items, creators, surfaces, kinds, categories, groups,
    surface, kind, category, group, creator_id, gmv, hours,
):  # fmt: skip
    """Everything but the text. The category follows the item, the group follows the creator."""
    for i in range(rows):
        row = first_row + i
        item = mix(zipf(lane(seed, row, ITEM_LANE), items, 256) * GOLDEN)
        creator = zipf(lane(seed, row, CREATOR_LANE), creators, 16)
        state = lane(seed, row, FACTS_LANE)
        creator_id[i] = 1_000_000_000 + np.int64(creator * CREATOR_SCATTER & CREATOR_IDS)
        group[i] = groups[mix(creator * GOLDEN + GOLDEN) & SIXTEEN_BITS]
        category[i] = categories[item & SIXTEEN_BITS]
        surface[i] = surfaces[state & SIXTEEN_BITS]
        kind[i] = kinds[(state >> np.uint64(16)) & SIXTEEN_BITS]
        hours[i] = below(state, 9600)
        money = mix(state + GOLDEN)
        sold = (money & SIXTEEN_BITS) < np.uint64(GMV_SHARE)
        gmv[i] = np.int64(zipf(mix(money), 5_000_000, 1_000)) + 100 if sold else 0
