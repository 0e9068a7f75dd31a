"""Where messages may be sent: to the public internet by TLS; in development anywhere."""

from urllib.parse import urlsplit

from django.conf import settings

from yellowcart.webhooks.errors import BadAddress

LONGEST = 2000


def refuse_bad_address(url: str) -> None:
    """Refuses what is no address to send to. In development plain HTTP is allowed."""
    schemes = ("https", "http") if settings.PRIVATE_WEBHOOKS else ("https",)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise BadAddress(f"{url[:80]} is no address") from None
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise BadAddress(f"an address has at most {LONGEST:,} ASCII letters and no blanks")
    if parts.scheme not in schemes or not host or port == 0:
        raise BadAddress(f"{url[:80]}: expected an address that starts with {schemes[0]}://")
    if parts.username or parts.password or parts.fragment:
        raise BadAddress("an address here carries no user name, password or fragment")
