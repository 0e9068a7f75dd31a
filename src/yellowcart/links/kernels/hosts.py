"""Names and hosts, by the packed tables."""

from numba import njit

from yellowcart.links.kernels import layout as at

HASH_MASK = 0xFFFFFFFF
CAPITAL_A, CAPITAL_Z = 65, 90
DOT = 46


@njit(nogil=True)
def lower(t, i):  # type: ignore[no-untyped-def]
    c = int(t[i])
    return c + 32 if CAPITAL_A <= c <= CAPITAL_Z else c


@njit(nogil=True)
def same(t, i, B, offset, length):  # type: ignore[no-untyped-def]
    """Whether the text at i is this name, case aside; the name is in lower case."""
    for k in range(length):
        if lower(t, i + k) != int(B[offset + k]):
            return False
    return True


@njit(nogil=True)
def named(t, i, B, offset, length):  # type: ignore[no-untyped-def]
    """Whether the text at i is exactly this name."""
    for k in range(length):
        if int(t[i + k]) != int(B[offset + k]):
            return False
    return True


@njit(nogil=True)
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


@njit(nogil=True)
def find_host(t, start, end, T, B):  # type: ignore[no-untyped-def]
    """The site of a host, STRANGER for one without goods, NEW_HOST for one not in the tables.

    Suffixes are tried on label boundaries only, from the right.
    """
    table, mask = T[at.DOMAINS], T[at.DOMAIN_MASK]
    value = 2166136261
    known = False
    i = end - 1
    while i >= start:
        c = lower(t, i)
        if c == DOT and not known:
            known = slot(t, i + 1, end, value, table, mask, T, B) == at.SUFFIX
        value = ((value ^ c) * 16777619) & HASH_MASK
        i -= 1
    if not known and slot(t, start, end, value, table, mask, T, B) == -1:
        return at.STRANGER
    site = slot(t, start, end, value, T[at.HOSTS], T[at.HOST_MASK], T, B)
    if site == -1:
        return at.NEW_HOST
    return at.STRANGER if site == at.BACKSTAGE else site
