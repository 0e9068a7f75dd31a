"""Thirty-two letters at once: at which of them a scan stops."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.pointers import COMPILED
from yellowcart.links.kernels.tables import classes_of

WIDTH = 32
LETTERS, BITS = ir.VectorType(ir.IntType(8), WIDTH), ir.IntType(WIDTH)


def _where(met: Callable[[int], bool]) -> Any:
    """Of the 32 letters from a place on, a bit for each that is met, the first lowest."""

    def in_python(letters: Any, index: int) -> int:
        return sum(met(int(letters[index + k])) << k for k in range(WIDTH))

    @intrinsic
    def where(typing_context, place, index):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            there = builder.gep(arguments[0], [arguments[1]])
            letters = builder.load(builder.bitcast(there, LETTERS.as_pointer()))
            letters.align = 1
            found = LETTERS_NONE
            for first, last in _spans(met):
                above = builder.sub(letters, _all(first))
                found = builder.or_(found, builder.icmp_unsigned("<=", above, _all(last - first)))
            return builder.zext(builder.bitcast(found, BITS), context.get_value_type(types.int64))

        return types.int64(place, types.int64), generate

    return where if COMPILED else in_python


LETTERS_NONE = ir.Constant(ir.VectorType(ir.IntType(1), WIDTH), [0] * WIDTH)


def _all(letter: int) -> ir.Constant:
    return ir.Constant(LETTERS, [letter] * WIDTH)


def _spans(met: Callable[[int], bool]) -> list[tuple[int, int]]:
    edges = [c for c in range(257) if (c < 256 and met(c)) != (c > 0 and met(c - 1))]
    return [(first, end - 1) for first, end in list(pairwise(edges))[::2]]


def _outside(classes: int) -> Any:
    return _where(lambda c: not classes_of(chr(c)) & classes)


@intrinsic
def _first(typing_context, mask):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), generate


def _first_in_python(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


@intrinsic
def _copy(typing_context, source, i, target, k):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        there, start, place, number = arguments
        kind = LETTERS.as_pointer()
        letters = builder.load(builder.bitcast(builder.gep(there, [start]), kind))
        letters.align = 1
        builder.store(letters, builder.bitcast(builder.gep(place, [number]), kind)).align = 1
        return context.get_dummy_value()

    return types.void(source, types.int64, target, types.int64), generate


def _copy_in_python(source: Any, i: int, target: Any, k: int) -> None:
    target[k : k + WIDTH] = source[i : i + WIDTH]


copy_width: Any = _copy if COMPILED else _copy_in_python
"""Copies 32 letters from i of the first to k of the second."""

first_of: Any = _first if COMPILED else _first_in_python
"""Where the lowest bit of a mask is, which is not 0."""
ends_host = _outside(at.PLAIN_HOST)
ends_query_text = _outside(at.QUERY_TEXT)
ends_value = _where(lambda c: not classes_of(chr(c)) & at.REST or c == ord("&"))
is_stop = _where(lambda c: classes_of(chr(c)) & (at.SIGN | at.CONTROL) != 0)
is_control = _where(lambda c: classes_of(chr(c)) & at.CONTROL != 0)
is_high = _where(lambda c: c >= 0x80)
is_slash_at = _where(lambda c: c == ord("/"))
is_dot_at = _where(lambda c: c == ord("."))
ends_digits = _outside(at.DIGIT)
