"""Thirty-two letters at once: at which of them a scan stops."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.pointers import COMPILED
from yellowcart.links.kernels.tables import classes_of

WIDTH = 32
LETTERS = ir.VectorType(ir.IntType(8), WIDTH)


def _where(met: Callable[[int], bool], width: int = WIDTH) -> Any:
    """Of so many letters from a place on, a bit for each that is met, the first lowest."""
    kind = ir.VectorType(ir.IntType(8), width)

    def in_python(letters: Any, index: int) -> int:
        return sum(met(int(letters[index + k])) << k for k in range(width))

    @intrinsic
    def where(typing_context, place, index):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            there = builder.gep(arguments[0], [arguments[1]])
            letters = builder.load(builder.bitcast(there, kind.as_pointer()))
            letters.align = 1
            found = ir.Constant(ir.VectorType(ir.IntType(1), width), [0] * width)
            for first, last in _spans(met):
                above = builder.sub(letters, ir.Constant(kind, [first] * width))
                within = ir.Constant(kind, [last - first] * width)
                found = builder.or_(found, builder.icmp_unsigned("<=", above, within))
            bits = builder.bitcast(found, ir.IntType(width))
            return builder.zext(bits, context.get_value_type(types.int64))

        return types.int64(place, types.int64), generate

    return where if COMPILED else in_python


def _spans(met: Callable[[int], bool]) -> list[tuple[int, int]]:
    edges = [c for c in range(257) if (c < 256 and met(c)) != (c > 0 and met(c - 1))]
    return [(first, end - 1) for first, end in list(pairwise(edges))[::2]]


def _in(classes: int, characters: str = "") -> Callable[[int], bool]:
    return lambda c: classes_of(chr(c)) & classes != 0 or chr(c) in characters


def _not_in(classes: int, characters: str = "") -> Callable[[int], bool]:
    return lambda c: not classes_of(chr(c)) & classes and chr(c) not in characters


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
    for n in range(WIDTH):
        target[k + n] = source[i + n]


copy_width: Any = _copy if COMPILED else _copy_in_python
"""Copies 32 letters from i of the first to k of the second."""

first_of: Any = _first if COMPILED else _first_in_python
"""Where the lowest bit of a mask is, which is not 0."""
ends_query_text = _where(_not_in(at.QUERY_TEXT))
is_stop = _where(_in(at.SIGN | at.CONTROL))
is_high = _where(_in(at.HIGH))
is_slash_at = _where(_in(0, "/"))
is_dot_at = _where(_in(0, "."))


def _until(met: Callable[[int], bool]) -> Any:
    """Where the first letter stands that is met from i on, `end` if there is none before it.

    So far as `limit` letters may be loaded, it looks at 32 at once.
    """
    many, one = _where(met), _where(met, 1)

    @njit(nogil=True)
    def until(t, i, end, limit):  # type: ignore[no-untyped-def]
        while i < end and i + WIDTH <= limit:
            found = many(t, i)
            if found:
                return min(i + first_of(found), end)
            i += WIDTH
        while i < end and not one(t, i):
            i += 1
        return min(i, end)

    return until


to_control = _until(_in(at.CONTROL))
to_high = _until(_in(at.HIGH))
to_brace = _until(_in(0, "{"))
to_dot = _until(_in(0, "."))
to_escape = _until(lambda c: not ord(" ") <= c < 0x80 or chr(c) == "%")
to_percent = _until(_in(0, "%"))
to_question = _until(_in(0, "?"))
to_value_end = _until(_in(0, "&#"))
to_text_end = _until(lambda c: c < ord(" ") or chr(c) in '"\\')
to_word = _until(_in(at.ALNUM))
behind_word = _until(_not_in(at.ALNUM))
behind_digits = _until(_not_in(at.DIGIT))
behind_label = _until(_not_in(at.HOST))
behind_labels = _until(_not_in(at.HOST, "."))
behind_plain_host = _until(_not_in(at.PLAIN_HOST))
behind_path = _until(_not_in(at.REST, "\\"))
behind_query_text = _until(_not_in(at.QUERY_TEXT))
behind_value_text = _until(_not_in(at.QUERY_TEXT, "%="))
behind_plain_value = _until(lambda c: not classes_of(chr(c)) & at.REST or chr(c) == "&")
behind_fragment = _until(_not_in(at.REST, "?#\\"))
behind_app_link = _until(_not_in(at.APP_REST))
