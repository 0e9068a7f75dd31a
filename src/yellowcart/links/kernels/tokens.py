"""Tokens in a text: the twin of `yellowcart.links.tokens`."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.masks import behind_word, to_word
from yellowcart.links.kernels.rules import is_digit
from yellowcart.links.kernels.starts import code_point

NOT_A_TOKEN = -2
VARIATION = 0xFE0F
EMOJI, EMOJI_END = 0x1F300, 0x1FAFF
FOLDED = 128  # room for one side's window in the scratch of words
UPPER, LOWER, DIGIT, ALL_KINDS = 1, 2, 4, 7
SMALL_A, WORD_PART = 97, 3


@njit(nogil=True)
def side(c, T, M):  # type: ignore[no-untyped-def]
    """What a character may be beside a token."""
    if c < at.SIDES:
        return int(M[at.SIDES + c]) & ~at.OPENS_WORD
    for k in range(T[at.ASTRAL_SIDE_COUNT]):
        if T[T[at.ASTRAL_SIDES] + 2 * k] == c:
            return T[T[at.ASTRAL_SIDES] + 2 * k + 1]
    return 0


@njit(nogil=True)
def previous(t, i, start):  # type: ignore[no-untyped-def]
    """Where the character before i starts."""
    i -= 1
    while i > start and int(t[i]) & 0xC0 == 0x80:
        i -= 1
    return i


@njit(nogil=True)
def folded_after(t, i, end, T, M, F):  # type: ignore[no-untyped-def]
    """Folds the window from i on into F; how many characters, -1 where only Python can fold."""
    count = 0
    for _ in range(T[at.WINDOW]):
        if i >= end:
            break
        c, i = code_point(t, i, end)
        f = folded(c, M)
        if f == at.UNSURE:
            return -1
        if f != at.DROPPED:
            F[count] = f
            count += 1
    return count


@njit(nogil=True)
def folded_before(t, i, start, T, M, F):  # type: ignore[no-untyped-def]
    window = i
    for _ in range(T[at.WINDOW]):
        if window <= start:
            break
        window = previous(t, window, start)
    count = 0
    while window < i:
        c, window = code_point(t, window, i)
        f = folded(c, M)
        if f == at.UNSURE:
            return -1
        if f != at.DROPPED:
            F[count] = f
            count += 1
    return count


@njit(nogil=True)
def folded(c, M):  # type: ignore[no-untyped-def]
    if c < at.SIDES:
        return int(M[c])
    return at.DROPPED if EMOJI <= c <= EMOJI_END else at.UNSURE


@njit(nogil=True)
def word_at(F, i, count, T, M):  # type: ignore[no-untyped-def]
    """Which word stands at i, -1 for none."""
    if not int(M[at.SIDES + F[i]]) & at.OPENS_WORD:
        return -1
    for k in range(T[at.WORD_COUNT]):
        word = T[at.WORDS] + 3 * k
        length = T[word + 1]
        if i + length <= count and F[i] == T[T[word]]:
            n = 1
            while n < length and F[i + n] == T[T[word] + n]:
                n += 1
            if n == length:
                return k
    return -1


@njit(nogil=True)
def nearest_word(t, left, right, start, end, T, M, F):  # type: ignore[no-untyped-def]
    """The word nearest to a token, -1 for none, -2 where only Python can fold the text."""
    count = folded_after(t, right, end, T, M, F)
    if count < 0:
        return -2
    following, distance = -1, 0
    for i in range(count):
        following = word_at(F, i, count, T, M)
        if following >= 0:
            distance = i
            break
    count = folded_before(t, left, start, T, M, F)
    if count < 0:
        return -2
    preceding, i, gap = -1, 0, 0
    while i < count:
        word = word_at(F, i, count, T, M)
        if word >= 0:
            preceding = word
            i += T[T[at.WORDS] + 3 * word + 1]
            gap = count - i
        else:
            i += 1
    if following >= 0 and (preceding < 0 or distance <= gap):
        return following
    return preceding


@njit(nogil=True)
def kinds_of(t, s, e):  # type: ignore[no-untyped-def]
    kinds = 0
    for i in range(s, e):
        c = int(t[i])
        kinds |= DIGIT if is_digit(c) else (UPPER if c <= 90 else LOWER)
    return kinds


@njit(nogil=True)
def is_word_like(t, s, e):  # type: ignore[no-untyped-def]
    """A word or the name of a variable: HELLO2, Information, camelCase12; not AbCdEf12345."""
    while e > s and is_digit(int(t[e - 1])):
        e -= 1
    capitals = s
    while capitals < e and is_capital(int(t[capitals])):
        capitals += 1
    if capitals == e:
        return e > s
    i, longest = s, 0
    while i < e:
        if is_capital(int(t[i])):
            i += 1
        elif i > s:
            return False
        letters = i
        while i < e and int(t[i]) >= SMALL_A:
            i += 1
        if i == letters:
            return False
        longest = max(longest, i - letters)
    return longest >= WORD_PART


@njit(nogil=True)
def is_capital(c):  # type: ignore[no-untyped-def]
    return 65 <= c <= 90


@njit(nogil=True)
def judge(t, s, e, left, left_side, right, right_side, start, end, T, M, F):  # type: ignore[no-untyped-def]
    """The marketplace of what stands between two marks; -1 none, NOT_A_TOKEN, or -3 for slow.

    `left` is where the left mark starts, `right` where the right one ends.
    """
    kinds = kinds_of(t, s, e)
    if kinds == DIGIT:
        return NOT_A_TOKEN
    marked = left_side & at.MARK and right_side & at.MARK
    mixed = kinds not in (UPPER, LOWER) and not is_word_like(t, s, e)
    word = nearest_word(t, left, right, start, end, T, M, F)
    if word == -2:
        return -3
    by_length = T[T[at.BY_LENGTH] + e - s]
    bare = left_side & at.BARE and right_side & at.BARE and mixed and by_length >= 0
    if word >= 0:
        if marked or bare or (mixed and kinds == ALL_KINDS):
            return T[T[at.WORDS] + 3 * word + 2]
        return NOT_A_TOKEN
    if marked:
        return by_length if by_length >= 0 or (mixed and e - s > 7) else NOT_A_TOKEN
    if bare:
        return by_length
    if left_side & at.LOUD and right_side & at.LOUD and kinds == ALL_KINDS and e - s > 11:
        return -1
    return NOT_A_TOKEN


@njit(nogil=True)
def next_token(t, i, start, end, limit, out, taken, T, M, F):  # type: ignore[no-untyped-def]
    """The next token from i on: its marketplace (-1 none, -3 slow) and its end, or NOT_A_TOKEN.

    The first `taken` stretches noted in `out` belong to links.
    """
    shortest, longest = T[at.SHORTEST], T[at.LONGEST]
    while i < end:
        s = to_word(t, i, end, limit)
        i = behind_word(t, s, end, limit)
        if i - s < shortest or i - s > longest or i >= end or s == start:
            continue
        left = previous(t, s, start)
        c = code_point(t, left, s)[0]
        if c == VARIATION and left > start:
            left = previous(t, left, start)
            c = code_point(t, left, s)[0]
        left_side = side(c, T, M)
        if not left_side:
            continue
        c, right = code_point(t, i, end)
        right_side = side(c, T, M)
        if not right_side:
            continue
        free = True
        for k in range(taken):
            free = free and not out[at.TAKEN + 2 * k] <= s < out[at.TAKEN + 2 * k + 1]
        if free:
            owner = judge(t, s, i, left, left_side, right, right_side, start, end, T, M, F)
            if owner != NOT_A_TOKEN:
                return owner, i
    return NOT_A_TOKEN, end
