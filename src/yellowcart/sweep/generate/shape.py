"""A text with holes: one way in which a published link looks.

`<item:12>` is the shop's item id in 12 digits (Zipf: some items hang everywhere), `<padded:11>`
is one after seven zeros, `<opaque:n>` one that is no number. `<digits:n>`, `<hex:n>`, `<b62:n>`
and `<b64u:n>` are n random characters, `<enc:n>` is n characters of percent-encoded base64,
`<title>` is a goods title, `<badge>` a seller's promise, and the names in `PARTS` stand for pieces
that recur. Shapes follow the public examples in the links room's data; `marketplace`, `form` and
whether there is an item say what a right answer is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    weight: float  # within its group
    marketplace: str | None
    form: str | None
    text: str


PARTS = {
    "spm": "a<digits:3>o.<digits:7>.<digits:2>.<digits:1>.<hex:8><b62:6>",
    "uuid": "<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
    "ms": "16<digits:11>",
    "pid": "mm_<digits:8>_<digits:9>_<digits:11>",
    "lens": "lensId:TAPI@16<digits:8>@<hex:8>_<hex:4>_<hex:11>_<hex:4>@01",
    "cps": "CC_<digits:6>_<digits:8>_<digits:9>_<hex:32>",
    "utm_jd": "utm_source=iosapp&utm_medium=appshare&utm_campaign=t_<digits:9>&utm_term=CopyURL",
}
