"""Where things stand in the packed tables, and what the kernels' numbers mean.

Numba pays for every argument of a call, so the book is packed into three arrays: `T` numbers,
`B` bytes that the numbers point into, `M` two 64 K maps by code point.
"""

from yellowcart.links.book import FORM_NAMES

# Header of T: offsets of its sections.
CLASSES = 0  # 256 character classes
DOMAINS = 1  # hash table of domains
HOSTS = 2  # hash table of hosts
SITES = 3
RULES = 4
SITE_RULES = 5
PATH_OPS = 6
NAMES = 7
APPS = 8
WORDS = 9
BY_LENGTH = 10
TOKEN_WORDS = 11
FAMILIES = 12
JSON_URLS = 13
JSON_IDS = 14
ASTRAL_SIDES = 15
DOMAIN_MASK = 16
HOST_MASK = 17
WORD_COUNT = 18
TOKEN_WORD_COUNT = 19
APP_COUNT = 20
SHORTEST = 21
LONGEST = 22
WINDOW = 23
JSON_URL_COUNT = 24
JSON_ID_COUNT = 25
ASTRAL_SIDE_COUNT = 26
AFFILIATES = 27
ROOT = 28  # where the path "/" stands in B
DOMAIN_LABELS = 29  # labels of the longest domain
HEADER = 32

# Character classes.
RUN = 1
SIGN = 2
HOST = 4
REST = 8
ALNUM = 16
DIGIT = 32
TRAILING = 64
SCHEME = 128
PLAIN_PATH = 256
PLAIN_QUERY = 512
APP_REST = 1024
ALPHA = 2048
PLAIN_HOST = 4096
CONTROL = 16384
HIGH = 32768
QUERY_TEXT = 65536

# One slot of a hash table: hash, offset and length of the name in B, value (-1: empty slot).
SLOT = 4
SUFFIX, EXACT = 1, 2
BACKSTAGE = -2  # in the table of hosts: the book knows it, and it serves no goods

# A site: marketplace, its rules in SITE_RULES.
SITE = 3
# A rule.
RULE = 14
R_FORM, R_OPS, R_OPS_END, R_GROUP, R_ID, R_ID_END, R_WORD, R_OPAQUE, R_OPAQUE_END = range(9)
R_UNWRAP, R_UNWRAP_END, R_BASE, R_BASE_LENGTH, R_REQUIRED = range(9, 14)
# An app.
APP = 10
A_SCHEME, A_SCHEME_LENGTH, A_MARKETPLACE, A_READS, A_HOST, A_HOST_LENGTH = range(6)
A_ID, A_ID_END, A_UNWRAP, A_UNWRAP_END = range(6, 10)
READS_NOTHING, READS_AS_GIVEN, READS_FIXED = 0, 1, 2

# Steps of a path pattern.
LITERAL, ID_DIGITS, ID_WORD, DIGITS, WORD, ANY, BACKTRACKS = range(7)
STEP = 3

# Forms, as the kernels number them.
FORMS = (*FORM_NAMES, "target")
ITEM, TOKEN, DEEPLINK, OTHER, TARGET = 0, 4, 5, 8, 9

# M: what a code point is in a word, then what it is beside a token.
DROPPED, UNSURE = 0, 0xFFFF
SIDES = 65536
SIDE, MARK, BARE, LOUD, OPENS_WORD = 1, 2, 4, 8, 16

# What a reading answers.
NOTHING, LINK, ITEM_ONLY = 0, 1, 2
SLOW = -1  # only the exact recogniser can tell
NEW_HOST = -2  # the same, because the tables do not have the host yet
STRANGER = -3

# One reading of a candidate.
(
    W_END, W_TRIMMED, W_DOTTED, W_MARKETPLACE, W_FORM, W_RULE, W_ITEM, W_ITEM_END, W_HOST,
    W_HOST_END, W_PATH, W_PATH_END, W_QUERY, W_QUERY_END, W_PLAIN, W_UNWRAP, W_UNWRAP_END, W_BASE,
    W_BASE_LENGTH, W_SCHEME,
) = range(20)  # fmt: skip
W_IN_DETAIL = 20  # asked for: whether the address is plain
W_LIMIT = 21  # where the letters end that may be loaded, at the end of this text or behind it
W_PUBLISHER = 22  # the marketplace whose publisher identifiers the query may have
PARAMETERS = 24  # how many the query has, -1: too many to note; then where each starts
MOST_PARAMETERS = 23
READING = 48
NO_SCHEME, HTTP, HTTPS = 0, 1, 2

# What is written for each link found.
(
    L_KIND, L_MARKETPLACE, L_FORM, L_ITEM, L_ITEM_END, L_IN_SCRATCH, L_HOST, L_HOST_END, L_PATH,
    L_PATH_END, L_QUERY, L_QUERY_END, L_RULE, L_SCHEME, L_EXACT, L_AFFILIATE, L_OPENED,
) = range(17)  # fmt: skip
FOUND = 17
MOST = 16  # links of one text; more are left to the slow path
TAKEN = 1 + MOST * FOUND  # then stretches taken by links, start and end
MOST_TAKEN = 32
OUT = TAKEN + 2 * MOST_TAKEN  # then one reading, wrapper levels, folded words
LEVELS = OUT + READING
# Behind the levels: how many were opened, whether the last was a link, the top of the scratch.
DEPTH, OPENED, TOP = 20, 21, 22
FOLDS = LEVELS + 32
OUT_SIZE = FOLDS + 128
SCRATCH = 65536
SPARE = 256  # letters at the end of the scratch that are loaded and written, but never read
PADDING = 32  # letters behind those of B, which may be loaded
LONGEST_VALUE = 8192
