"""The mix compiled to flat arrays, so that the kernel writes a text without looking at Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from yellowcart.sweep.generate.mix import MIX
from yellowcart.sweep.generate.shape import PARTS, Shape
from yellowcart.sweep.generate.titles import BADGES, TITLES

LITERAL, ITEM, DIGITS, CHARACTERS, ENCODED, PHRASE, OPAQUE_ITEM = range(7)
TICKETS = 1 << 16
"""A row draws one of so many tickets; each shape holds a share of them."""

ALPHABETS = (
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzEk",
    "0123456789abcdef" * 4,
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_",
)
"""Each 64 long, so that six random bits are one character."""
B62, HEX, B64U = range(3)

PHRASES = {"title": TITLES, "badge": BADGES}
HOLE = re.compile(r"<(\w+)(?::(\d+))?>")


@dataclass(frozen=True, slots=True)
class Program:
    shapes: tuple[Shape, ...]
    tickets: npt.NDArray[np.uint16]  # ticket -> shape
    first_op: npt.NDArray[np.int32]  # shape -> its first operation; one more than shapes
    ops: npt.NDArray[np.int64]  # (operation, 3): what, and its two arguments
    literals: npt.NDArray[np.uint8]
    phrase_at: npt.NDArray[np.int64]  # phrase -> its first byte in literals; one more than phrases
    alphabets: npt.NDArray[np.uint8]  # (alphabet, 64)
    longest: int  # no text is longer, in bytes


def spelled_out(text: str) -> str:
    while (filled := HOLE.sub(lambda hole: PARTS.get(hole[1], hole[0]), text)) != text:
        text = filled
    return text


def shares(weights: list[float], total: int) -> list[int]:
    """Whole shares that sum to the total, by largest remainder."""
    exact = [weight * total / sum(weights) for weight in weights]
    whole = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in by_remainder[: total - sum(whole)]:
        whole[i] += 1
    return whole


def tickets_of(weights: list[float], total: int = TICKETS) -> npt.NDArray[Any]:
    return np.repeat(np.arange(len(weights), dtype=np.uint16), shares(weights, total))


class _Assembler:
    def __init__(self) -> None:
        self.literals = bytearray()
        self.phrase_at = [0]
        self.phrases: dict[str, tuple[int, int]] = {}
        for name, phrases in PHRASES.items():
            self.phrases[name] = (len(self.phrase_at) - 1, len(phrases))
            for phrase in phrases:
                self.literals += phrase.encode()
                self.phrase_at.append(len(self.literals))

    def operations(self, text: str) -> Iterator[tuple[int, int, int]]:
        at = 0
        text = spelled_out(text)
        for hole in HOLE.finditer(text):
            if hole.start() > at:
                yield self.literal(text[at : hole.start()])
            yield self.hole(hole[1], int(hole[2] or 0))
            at = hole.end()
        if at < len(text):
            yield self.literal(text[at:])

    def literal(self, text: str) -> tuple[int, int, int]:
        start = len(self.literals)
        self.literals += text.encode()
        return LITERAL, start, len(self.literals)

    def hole(self, name: str, size: int) -> tuple[int, int, int]:
        if name in self.phrases:
            return PHRASE, *self.phrases[name]
        return {
            "item": (ITEM, size, 0),
            "padded": (ITEM, size, 7),
            "opaque": (OPAQUE_ITEM, size, B64U),
            "digits": (DIGITS, size, 0),
            "b62": (CHARACTERS, size, B62),
            "hex": (CHARACTERS, size, HEX),
            "b64u": (CHARACTERS, size, B64U),
            "enc": (ENCODED, size, B62),
        }[name]

    def longest(self, operations: list[tuple[int, int, int]]) -> int:
        longest_phrase = max(end - start for start, end in pairwise(self.phrase_at))
        total = 0
        for op, a, b in operations:
            total += b - a if op == LITERAL else longest_phrase if op == PHRASE else a + b
        return total


@cache
def program() -> Program:
    assembler = _Assembler()
    shapes = tuple(shape for group in MIX for shape in group.shapes)
    weights = [
        group.percent * shape.weight / sum(one.weight for one in group.shapes)
        for group in MIX
        for shape in group.shapes
    ]
    by_shape = [list(assembler.operations(shape.text)) for shape in shapes]
    return Program(
        shapes=shapes,
        tickets=tickets_of(weights),
        first_op=np.cumsum([0, *map(len, by_shape)], dtype=np.int32),
        ops=np.array([op for ops in by_shape for op in ops], dtype=np.int64),
        literals=np.frombuffer(bytes(assembler.literals), dtype=np.uint8),
        phrase_at=np.array(assembler.phrase_at, dtype=np.int64),
        alphabets=np.array([list(a.encode()) for a in ALPHABETS], dtype=np.uint8),
        longest=max(assembler.longest(ops) for ops in by_shape),
    )
