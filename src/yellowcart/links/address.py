"""Web addresses, as the WHATWG URL standard reads them (https://url.spec.whatwg.org)."""

import re
from typing import NamedTuple

import can_ada


class Address(NamedTuple):
    """The parts of a web address that say where a browser goes."""

    scheme: str
    host: str
    port: str
    path: str
    query: str  # with its "?", or empty

    @property
    def href(self) -> str:
        """The address written canonically, without user and fragment."""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{self.query}"


# An address that the standard's parser would hand back as it stands: plain host, no user, port,
# dot segments or characters to be encoded. Most links are like that, and need no parser.
# The last character may not be one that running text puts after a link.
PLAIN = re.compile(
    r"(?:(https?):)?//([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+)"
    r"(/[!$%&()*+,\-./0-9:;=@A-Z\[\]_a-z|~']*)?"
    r"(\?[!$%&()*+,\-./0-9:;=?@A-Z\[\]^_`a-z{|}~]*)?"
    r"(?<![.,;:!?')\]}*_~>])\Z"
)
# What follows the user's name, if any; the standard's own way with a long one takes its square.
_HOST_PART = re.compile(r"[^/\\]*[/\\]*(?:[^/\\?#@]*@)*([^/\\?#]*)")
LONGEST_HOST = 2048
_DOT_SEGMENTS = re.compile(r"/(?:\.|%2e)", re.IGNORECASE)


def read_address(text: str) -> Address | None:
    """The address a browser would open for this text; None where it would open none.

    Only web addresses count; one that starts with `//` is read as https.
    """
    found = PLAIN.match(text)
    if found and "--" not in found[2] and not (found[3] and _DOT_SEGMENTS.search(found[3])):
        scheme, host, path, query = found.groups()
        return Address(scheme or "https", host, "", path or "/", query or "")
    if text[:2] in ("//", "\\\\", "/\\", "\\/"):
        text = "https:" + text
    if len(_HOST_PART.match(text)[1]) > LONGEST_HOST:  # type: ignore[index]  # it matches all
        return None
    try:
        url = can_ada.parse(text)
    except (ValueError, TypeError):  # TypeError: the text holds half a surrogate pair
        return None
    scheme = url.protocol[:-1]
    if scheme not in ("http", "https"):
        return None
    return Address(scheme, url.hostname.removesuffix("."), url.port, url.pathname, url.search)
