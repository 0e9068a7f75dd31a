"""Names and hosts, by the packed tables."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.pointers import eight

# Of letters, a set bit makes small ones; two other characters may then hash alike, no more.
SMALL, HALF, PRIME = 0x20202020, 0xFFFFFFFF, 739982445
ANY_CASE = 0xDFDFDFDFDFDFDF
CAPITAL_A, CAPITAL_Z = 65, 90
DOT, DASH = 46, 45


@njit(nogil=True, forceinline=True)
def lower(t, i):  # type: ignore[no-untyped-def]
    c = int(t[i])
    return c + 32 if CAPITAL_A <= c <= CAPITAL_Z else c


@njit(nogil=True, forceinline=True)
def same(t, i, B, offset, length):  # type: ignore[no-untyped-def]
    """Whether the text at i is this name, case aside; the name is in lower case."""
    if length >= 8 and alike(t, i, B, offset, length):
        return True
    for k in range(length):
        if lower(t, i + k) != int(B[offset + k]):
            return False
    return True


@njit(nogil=True, forceinline=True)
def opens(t, i, B, offset, length, limit):  # type: ignore[no-untyped-def]
    """The same of a short name, looked at as one word where so much may be loaded."""
    if length < 8 and i + 8 <= limit:
        apart = (eight(t, i) ^ eight(B, offset)) & ((1 << 8 * length) - 1)
        if not apart & ANY_CASE:
            return apart == 0 or same(t, i, B, offset, length)
        return False
    return same(t, i, B, offset, length)


@njit(nogil=True, forceinline=True)
def alike(t, i, B, offset, length):  # type: ignore[no-untyped-def]
    """Whether eight letters or more are exactly these."""
    k = length - 8
    if eight(t, i + k) != eight(B, offset + k):
        return False
    while k > 0:
        k = max(k - 8, 0)
        if eight(t, i + k) != eight(B, offset + k):
            return False
    return True


@njit(nogil=True, forceinline=True)
def named(t, i, B, offset, length):  # type: ignore[no-untyped-def]
    """Whether the text at i is exactly this name."""
    for k in range(length):
        if int(t[i + k]) != int(B[offset + k]):
            return False
    return True


@njit(nogil=True, forceinline=True)
def slot(t, start, end, value, table, mask, T, B):  # type: ignore[no-untyped-def]
    """The value of a name in a hash table, -1 when it is not there."""
    place = value & mask
    while True:
        entry = table + place * at.SLOT
        if T[entry + 3] == -1:
            return -1
        if T[entry] == value and T[entry + 2] == end - start:
            if same(t, start, B, T[entry + 1], T[entry + 2]):
                return T[entry + 3]
        place = (place + 1) & mask


@njit(nogil=True, forceinline=True)
def hash_of(t, start, end):  # type: ignore[no-untyped-def]
    """The hash of a name, case aside, eight letters at a time."""
    value = end - start
    i = start
    while i + 8 <= end:
        value = mixed(value, eight(t, i))
        i += 8
    if i < end:
        left = 8 * (end - i)
        if end - start >= 8:
            word = eight(t, end - 8) >> (64 - left) & ((1 << left) - 1)
        else:
            word = 0
            for k in range(end - i):
                word |= int(t[i + k]) << (8 * k)
        value = mixed(value, word)
    return value


@njit(nogil=True, forceinline=True)
def mixed(value, word):  # type: ignore[no-untyped-def]
    value = ((value ^ ((word | SMALL) & HALF)) * PRIME) & HALF
    value = ((value ^ (((word >> 32) | SMALL) & HALF)) * PRIME) & HALF
    return value ^ (value >> 15)


@njit(nogil=True)
def scan_host(t, i, end, T):  # type: ignore[no-untyped-def]
    """Where a run of host characters ends, its hash, and whether only the parser reads it.

    That is so for empty labels, and those with two dashes, which may be of another script.
    """
    classes = T[at.CLASSES]
    start, before, odd = i, DOT, False
    while i < end:
        c = int(t[i])
        if not T[classes + c] & at.HOST:
            if c != DOT:
                break
            odd = odd or before == DOT
        odd = odd or (c == DASH and before == DASH)
        before = c
        i += 1
    return i, hash_of(t, start, i), odd


@njit(nogil=True, forceinline=True)
def find_host(t, start, end, value, T, B):  # type: ignore[no-untyped-def]
    """The site of a host, STRANGER for one without goods, NEW_HOST for one not in the tables.

    `value` is the host's hash. Suffixes are tried on label boundaries only.
    """
    site = slot(t, start, end, value, T[at.HOSTS], T[at.HOST_MASK], T, B)
    if site >= 0:
        return site
    if site == at.BACKSTAGE:
        return at.STRANGER
    table, mask = T[at.DOMAINS], T[at.DOMAIN_MASK]
    if slot(t, start, end, value, table, mask, T, B) != -1:
        return at.NEW_HOST
    i, labels = end - 1, 0
    while i > start and labels < T[at.DOMAIN_LABELS]:
        if int(t[i]) == DOT:
            labels += 1
            found = slot(t, i + 1, end, hash_of(t, i + 1, end), table, mask, T, B)
            if found == at.SUFFIX:
                return at.NEW_HOST
        i -= 1
    return at.STRANGER
