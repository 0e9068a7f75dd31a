"""Tokens (口令): short codes in a message that an app reads from the clipboard."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from yellowcart.links.book import Book

_KEPT = re.compile(r"[\W_]+")
_UPPER, _LOWER, _DIGIT = (re.compile(f"[{which}]") for which in ("A-Z", "a-z", "0-9"))
# A word or the name of a variable: HELLO2, Information, camelCase12; not AbCdEf12345.
_WORD_LIKE = re.compile(r"(?:(?=[A-Za-z]*[a-z]{3})[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+)[0-9]*\Z")
_ALL_KINDS = 3


class Tokens:
    """Finds the tokens of a text and whose they are.

    Delimiters and length cannot name the marketplace, since several share them: the nearest
    word does. Without a word, a token of exactly the length that one marketplace uses, between
    the marks that it uses, is that marketplace's; any other is a token of no marketplace.
    """

    def __init__(self, book: Book) -> None:
        marks = book.tokens
        self._marks = frozenset(marks.marks)
        self._bare = self._marks | frozenset(marks.bare)
        self._loud = frozenset(marks.loud)
        self._window = marks.window
        sides = "".join(map(re.escape, (*marks.marks, *marks.plain)))
        length = f"{{{marks.shortest},{marks.longest}}}"
        self._token = re.compile(
            f"(?P<left>[{sides}])\ufe0f?(?P<token>[A-Za-z0-9]{length})(?=(?P<right>[{sides}]))"
        )
        self.owners: dict[str, str | None] = dict.fromkeys(marks.elsewhere)
        for marketplace in book.marketplaces:
            self.owners.update(dict.fromkeys(marketplace.words, marketplace.code))
        stand_ins: dict[str, str] = {}
        for disguise, character in marks.disguises.items():
            stand_ins[character] = stand_ins.get(character, character) + disguise
        self._owner_of_group = [None, *self.owners.values()]
        self._words = re.compile(
            f"(?=[{''.join(sorted({stand_ins.get(word[0], word[0]) for word in self.owners}))}])(?:"
            + "|".join(
                "(" + "".join(f"[{stand_ins.get(letter, letter)}]" for letter in word) + ")"
                for word in self.owners
            )
            + ")"
        )
        self._by_length = {m.token_length: m.code for m in book.marketplaces if m.token_length}
        self._token_words = {word: m.code for m in book.marketplaces for word in m.token_words}

    def find(self, text: str, taken: list[tuple[int, int]]) -> Iterator[str | None]:
        """The marketplace, or None, of each token outside the stretches `taken` by links.

        The stretches are (start, end), in order.
        """
        starts = [start for start, _ in taken]
        for found in self._token.finditer(text):
            before = bisect_right(starts, found.start("token")) - 1
            if before >= 0 and found.start("token") < taken[before][1]:
                continue
            is_token, marketplace = self._judge(text, found)
            if is_token:
                yield marketplace
        for word, code in self._token_words.items():
            if word in text:
                yield code

    def _judge(self, text: str, found: re.Match[str]) -> tuple[bool, str | None]:
        left, token, right = found["left"], found["token"], found["right"]
        kinds = sum(bool(kind.search(token)) for kind in (_UPPER, _LOWER, _DIGIT))
        if token.isdigit():
            return False, None  # a price, a date, a number
        marked = left in self._marks and right in self._marks
        mixed = kinds > 1 and not _WORD_LIKE.match(token)
        named, owner = self._named(text, found.start("left"), found.end("right"))
        by_length = self._by_length.get(len(token))
        bare = left in self._bare and right in self._bare and mixed and by_length is not None
        if named:
            return marked or bare or (mixed and kinds == _ALL_KINDS), owner
        if marked:
            return by_length is not None or (mixed and len(token) > 7), by_length
        if bare:
            return True, by_length
        loud = left in self._loud and right in self._loud
        return loud and kinds == _ALL_KINDS and len(token) > 11, None

    def _named(self, text: str, start: int, end: int) -> tuple[bool, str | None]:
        """The nearest word on either side that says whose token it is."""
        after = _folded(text[end : end + self._window])
        before = _folded(text[max(0, start - self._window) : start])
        following = self._words.search(after)
        *_, preceding = (None, *self._words.finditer(before))
        if following and (preceding is None or following.start() <= len(before) - preceding.end()):
            return True, self._owner_of_group[following.lastindex or 0]
        if preceding:
            return True, self._owner_of_group[preceding.lastindex or 0]
        return False, None


def _folded(text: str) -> str:
    """The text without the pictures and marks that hide a word from a filter."""
    return _KEPT.sub("", text.casefold())
