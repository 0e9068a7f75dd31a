"""What a candidate address is, once its start is known: host, rule, item id."""

from numba import njit

from yellowcart.links.kernels import layout as at
from yellowcart.links.kernels.hosts import find_host, hash_of, same, scan_host
from yellowcart.links.kernels.masks import behind_app_link, to_brace, to_dot
from yellowcart.links.kernels.objects import skip_object
from yellowcart.links.kernels.rules import find_parameter, find_rule, is_digit
from yellowcart.links.kernels.starts import (
    APP,
    BARE,
    WEB,
    address_parts,
    code_point,
    is_punctuation,
    is_slash,
    query_end_of,
    trimmed,
)

BACKSLASH, COLON, DOT, HASH, PERCENT, QUESTION, SLASH = 92, 58, 46, 35, 37, 63, 47
SHORT_PORT = 5  # with its colon; a longer one may be none
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
SPACE, NEWLINE, QUOTE, LESS, GREATER = 32, 10, 34, 60, 62
AT_SIGN, AMPERSAND, EQUALS, H, T_LETTER, P, S_LETTER = 64, 38, 61, 104, 116, 112, 115


@njit(nogil=True)
def forget(W, end):  # type: ignore[no-untyped-def]
    for i in range(at.W_IN_DETAIL):
        W[i] = -1
    W[at.W_END] = end
    W[at.W_TRIMMED] = end
    W[at.W_DOTTED] = 0
    W[at.W_PLAIN] = 0
    W[at.W_UNWRAP] = 0
    W[at.W_UNWRAP_END] = 0
    W[at.W_BASE_LENGTH] = 0


@njit(nogil=True)
def weigh_address(t, s, after, bare, end, T, B, W):  # type: ignore[no-untyped-def]
    """Reads an address with two slashes, or without a scheme: LINK, NOTHING, SLOW, NEW_HOST.

    `after` is where the host starts; for a bare host, where it ends.
    """
    forget(W, after)
    classes = T[at.CLASSES]
    host = s if bare else after
    if not bare and (after - s < 2 or not is_slash(t, after - 1, end) or after - s > 8):
        return at.SLOW
    i, value, odd = scan_host(t, host, end, W[at.W_LIMIT])
    host_end = i
    if i < end and int(t[i]) == COLON:
        i += 1
        while i < end and is_digit(int(t[i])):
            i += 1
    if bare:
        i = after
    ported = i > host_end
    if i - host_end > SHORT_PORT:
        return at.SLOW
    if not bare and i < end and may_name_user(int(t[i]), T):
        host = skip_user(t, after, end, T)
        if host < 0:
            return weigh_dotless(t, s, after, end, T, W)
        i, value, odd = scan_host(t, host, end, W[at.W_LIMIT])
        host_end = i
        ported = True
    if i < end and not bare:
        c = int(t[i])
        if c >= 0x80:
            if not is_punctuation(code_point(t, i, end)[0]) or names_user(t, i, end):
                return at.SLOW
        elif c in (QUOTE, LESS, GREATER):
            if names_user(t, i, end):
                return at.SLOW
        elif c not in (SLASH, BACKSLASH, QUESTION, HASH, SPACE, NEWLINE):
            return at.SLOW
    path_end, query_end, stop = address_parts(t, i, end, T, W)
    if stop < 0:
        return at.SLOW
    W[at.W_END] = stop
    stop = trimmed(t, s, stop, T)
    W[at.W_TRIMMED] = stop
    path, path_end = min(i, stop), min(path_end, stop)
    query, query_end = path_end, min(query_end, stop)
    if query_end - query == 1:  # a "?" alone asks nothing
        query_end = query
    stopped = min(host_end, stop)
    if stopped > host and int(t[stopped - 1]) == DOT:
        stopped -= 1
    if stopped <= host:
        return at.SLOW
    shortened = stopped < host_end
    if shortened:
        host_end, value, odd = scan_host(t, host, stopped, W[at.W_LIMIT])
    if odd or int(t[host_end - 1]) == DOT:
        return at.SLOW
    site = find_host(t, host, host_end, value, T, B)
    W[at.W_HOST], W[at.W_HOST_END] = host, host_end
    if site == at.STRANGER:
        note_dot(t, s, stop, W)
        return at.NOTHING
    if site == at.NEW_HOST:
        return at.NEW_HOST
    plain = W[at.W_IN_DETAIL] and not ported and not shortened
    k = host
    while plain and k < host_end:
        plain = T[classes + int(t[k])] & at.PLAIN_HOST != 0
        k += 1
    return weigh_page(t, site, path, path_end, query, query_end, plain, T, B, W)


@njit(nogil=True)
def may_name_user(c, T):  # type: ignore[no-untyped-def]
    """Whether a character that ends a host goes on with a user's name before another one."""
    return c < 0x80 and T[T[at.CLASSES] + c] & at.REST and c != SLASH


@njit(nogil=True)
def skip_user(t, i, end, T):  # type: ignore[no-untyped-def]
    """Where the host starts behind the last "@" of what stands before it, -1 if nowhere plain."""
    classes = T[at.CLASSES]
    host = -1
    while i < end and T[classes + int(t[i])] & at.REST and int(t[i]) != SLASH:
        if int(t[i]) == AT_SIGN:
            host = i + 1
        i += 1
    if host < 0 or (i < end and int(t[i]) >= 0x80):
        return -1
    return host


@njit(nogil=True)
def weigh_dotless(t, s, i, end, T, W):  # type: ignore[no-untyped-def]
    """Reads what follows a scheme but is no plain host: NOTHING if it cannot have a dot."""
    while i < end:
        c = int(t[i])
        if c >= 0x80:
            c, following = code_point(t, i, end)
            if is_punctuation(c):
                break
            if not FIRST_HAN <= c <= LAST_HAN:
                return at.SLOW
            i = following
            continue
        if c <= SPACE or c in (SLASH, BACKSLASH, QUESTION, HASH, QUOTE, LESS, GREATER):
            break
        if c in (DOT, PERCENT, AT_SIGN):
            return at.SLOW
        i += 1
    if i < end and names_user(t, i, end):
        return at.SLOW
    _, _, stop = address_parts(t, i, end, T, W)
    if stop < 0:
        return at.SLOW
    W[at.W_END], W[at.W_TRIMMED] = stop, trimmed(t, s, stop, T)
    note_dot(t, s, W[at.W_TRIMMED], W)
    return at.NOTHING


@njit(nogil=True)
def note_dot(t, s, stop, W):  # type: ignore[no-untyped-def]
    W[at.W_DOTTED] = 1 if to_dot(t, s, stop, W[at.W_LIMIT]) < stop else 0


@njit(nogil=True)
def names_user(t, i, end):  # type: ignore[no-untyped-def]
    """Whether an "@" follows before a slash or space: what precedes it may name a user."""
    while i < end:
        c = int(t[i])
        if c == AT_SIGN:
            return True
        if c <= SPACE or c in (SLASH, BACKSLASH, QUESTION, HASH):
            return False
        i += 1
    return False


@njit(nogil=True)
def weigh_page(t, site, path, path_end, query, query_end, plain, T, B, W):  # type: ignore[no-untyped-def]
    """Reads path and query of a site's page."""
    classes = T[at.CLASSES]
    W[at.W_PATH], W[at.W_PATH_END] = path, path_end
    W[at.W_QUERY], W[at.W_QUERY_END] = query, query_end
    for k in range(path, path_end):
        c = int(t[k])
        if c == PERCENT or c == BACKSLASH:
            return at.SLOW
        if c == SLASH and k + 1 < path_end and int(t[k + 1]) in (SLASH, DOT):
            return at.SLOW
        plain = plain and T[classes + c] & at.PLAIN_PATH != 0
    k = query
    while plain and k < query_end:
        plain = T[classes + int(t[k])] & at.PLAIN_QUERY != 0
        k += 1
    if path_end - path > 1 and int(t[path_end - 1]) == SLASH:
        path_end -= 1
    if path == path_end:
        root = T[at.ROOT]
        number, item, item_end = find_rule(site, B, root, root + 1, t, query, query_end, T, B, W)
    else:
        number, item, item_end = find_rule(site, t, path, path_end, t, query, query_end, T, B, W)
    if number == -2:
        return at.SLOW
    W[at.W_PLAIN] = 1 if plain else 0
    W[at.W_MARKETPLACE] = W[at.W_PUBLISHER] = T[T[at.SITES] + site * at.SITE]
    W[at.W_RULE] = number
    W[at.W_FORM] = at.OTHER
    W[at.W_ITEM], W[at.W_ITEM_END] = item, item_end
    if number >= 0:
        rule = T[at.RULES] + number * at.RULE
        W[at.W_FORM] = T[rule + at.R_FORM]
        W[at.W_UNWRAP], W[at.W_UNWRAP_END] = T[rule + at.R_UNWRAP], T[rule + at.R_UNWRAP_END]
        W[at.W_BASE], W[at.W_BASE_LENGTH] = T[rule + at.R_BASE], T[rule + at.R_BASE_LENGTH]
    return at.LINK


@njit(nogil=True)
def ends_in_http(t, end):  # type: ignore[no-untyped-def]
    """Whether letters are glued to a web scheme that ends here."""
    if int(t[end - 1]) | 32 == S_LETTER:
        end -= 1
    return (
        int(t[end - 1]) | 32 == P
        and int(t[end - 2]) | 32 == T_LETTER
        and int(t[end - 3]) | 32 == T_LETTER
        and int(t[end - 4]) | 32 == H
    )


@njit(nogil=True)
def weigh_app(t, scheme_start, after, end, T, B, W):  # type: ignore[no-untyped-def]
    """Reads a link of an app, without opening what it carries."""
    forget(W, after)
    scheme_end = after - 3
    length = scheme_end - scheme_start
    if length > 4 and ends_in_http(t, scheme_end):
        return at.SLOW
    stop = behind_app_link(t, after, end, W[at.W_LIMIT])
    brace = to_brace(t, after, stop, W[at.W_LIMIT])
    if brace < stop:
        json_end = skip_object(t, brace, end, W[at.W_LIMIT])
        if json_end < 0 or json_end - brace > at.LONGEST_VALUE:
            return at.SLOW
        stop = max(stop, json_end)
    W[at.W_END], W[at.W_TRIMMED] = stop, stop
    app = -1
    for k in range(T[at.APP_COUNT]):
        entry = T[at.APPS] + k * at.APP
        if T[entry + at.A_SCHEME_LENGTH] == length:
            if same(t, scheme_start, B, T[entry + at.A_SCHEME], length):
                app = entry
                break
    if app < 0:
        note_dot(t, scheme_start, stop, W)
        return at.NOTHING
    return weigh_app_parts(t, after, stop, app, T, B, W)


@njit(nogil=True)
def json_query_end(t, i, stop):  # type: ignore[no-untyped-def]
    """Where a query with JSON in it ends, -1 where the name of a parameter may be encoded."""
    naming = False
    while i < stop and int(t[i]) != HASH:
        c = int(t[i])
        if c == EQUALS:
            naming = False
        elif c == AMPERSAND:
            naming = True
        elif c == PERCENT and naming:
            return -1
        i += 1
    return i


@njit(nogil=True)
def weigh_app_parts(t, start, stop, app, T, B, W):  # type: ignore[no-untyped-def]
    while is_slash(t, start, stop):
        start += 1
    place_end = start
    while place_end < stop and int(t[place_end]) != QUESTION:
        place_end += 1
    host_end = start
    while host_end < place_end and int(t[host_end]) != SLASH:
        host_end += 1
    query_end = place_end
    W[at.PARAMETERS] = 0
    if place_end < stop:
        query_end = query_end_of(t, place_end + 1, stop, T, W)
        if query_end < 0:
            return at.SLOW
        if query_end < stop and int(t[query_end]) != HASH:
            W[at.PARAMETERS] = -1  # JSON as it is
            query_end = json_query_end(t, query_end, stop)
            if query_end < 0:
                return at.SLOW
    item, item_end = -1, -1
    W[at.W_PUBLISHER] = T[app + at.A_MARKETPLACE]
    reads = T[app + at.A_READS]
    if reads != at.READS_NOTHING:
        classes = T[at.CLASSES]
        for k in range(start, place_end):
            if not (T[classes + int(t[k])] & at.PLAIN_PATH) or int(t[k]) == COLON:
                return at.SLOW
            if k < host_end and not (T[classes + int(t[k])] & at.PLAIN_HOST):
                return at.SLOW
        if reads == at.READS_FIXED:
            name = T[app + at.A_HOST]
            name_end = name + T[app + at.A_HOST_LENGTH]
            site = find_host(B, name, name_end, hash_of(B, name, name_end), T, B)
        else:
            stopped, value, odd = scan_host(t, start, host_end, W[at.W_LIMIT])
            if odd or host_end == start or stopped < host_end or int(t[host_end - 1]) == DOT:
                return at.SLOW
            site = find_host(t, start, host_end, value, T, B)
        if site == at.NEW_HOST:
            W[at.W_HOST], W[at.W_HOST_END] = start, host_end
            return at.NEW_HOST
        if site >= 0:
            met = weigh_page(t, site, host_end, place_end, place_end, query_end, False, T, B, W)
            if met != at.LINK:
                return met
            item, item_end = W[at.W_ITEM], W[at.W_ITEM_END]
    if T[app + at.A_ID] < T[app + at.A_ID_END]:
        value, value_end = find_parameter(
            t, place_end, query_end, T[app + at.A_ID], T[app + at.A_ID_END], T, B, W
        )
        if value >= 0:
            for k in range(value, value_end):
                if int(t[k]) == PERCENT:
                    return at.SLOW
            if value_end > value:
                item, item_end = value, value_end
    W[at.W_MARKETPLACE] = T[app + at.A_MARKETPLACE]
    W[at.W_FORM] = at.DEEPLINK
    W[at.W_RULE] = -1
    W[at.W_PLAIN] = 0
    W[at.W_ITEM], W[at.W_ITEM_END] = item, item_end
    W[at.W_HOST], W[at.W_HOST_END] = start, host_end
    W[at.W_QUERY], W[at.W_QUERY_END] = place_end, query_end
    W[at.W_UNWRAP], W[at.W_UNWRAP_END] = T[app + at.A_UNWRAP], T[app + at.A_UNWRAP_END]
    W[at.W_BASE_LENGTH] = 0
    return at.LINK


@njit(nogil=True)
def weigh(t, s, kind, after, end, T, B, W):  # type: ignore[no-untyped-def]
    """Reads the candidate that starts at s in this way: LINK, NOTHING, SLOW or NEW_HOST."""
    if kind == APP:
        return weigh_app(t, s, after, end, T, B, W)
    met = weigh_address(t, s, after, kind == BARE, end, T, B, W)
    secure = kind != WEB or int(t[s + 4]) | 32 == S_LETTER
    W[at.W_SCHEME] = at.HTTPS if secure else at.HTTP
    return met
