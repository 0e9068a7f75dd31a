"""Reads the address of a link or of a redirect, as a browser would, and says if it may be asked."""

from dataclasses import dataclass

import can_ada

from yellowcart.links.resolver.answer import Reason, WalkEnded

MAX_URL_LENGTH = 8 * 1024


@dataclass(frozen=True, slots=True)
class Destination:
    """An http or https address in the WHATWG standard's serialisation."""

    url: str
    host: str
    is_secure: bool

    @property
    def page(self) -> str:
        """The address without its fragment, which a server never sees."""
        return self.url.partition("#")[0]


def read_destination(text: str, base: Destination | None = None) -> Destination:
    """Parses an address, relative to `base` if given, by the WHATWG URL standard.

    So `//host`, `\\\\host`, tabs within the scheme, full-width letters and decimal, octal or
    hexadecimal IP addresses all become what a browser would open, and are judged as that. Ends
    the walk with not_http for another scheme, and with bad_url for an address that does not
    parse, is longer than 8 KiB, has a user name or password (its only use here is to look like
    another host) or names a port other than its scheme's own.
    """
    if len(text) > MAX_URL_LENGTH:
        raise WalkEnded(Reason.BAD_URL)
    try:
        url = can_ada.parse(text) if base is None else can_ada.parse(base.url) + text
    except (ValueError, TypeError):  # TypeError: half a surrogate pair
        raise WalkEnded(Reason.BAD_URL) from None
    if url.protocol not in ("http:", "https:"):
        raise WalkEnded(Reason.NOT_HTTP)
    if url.username or url.password or url.port or len(url.href) > MAX_URL_LENGTH:
        raise WalkEnded(Reason.BAD_URL)
    return Destination(url.href, url.hostname, url.protocol == "https:")
