"""Where messages may be sent: by TLS to the public internet; in development also to ourselves."""

from ipaddress import ip_address

import httpx
from django.conf import settings

from yellowcart.links.resolver.addresses import is_public_address
from yellowcart.webhooks.errors import BadAddress

LONGEST = 2000


def refuse_bad_address(url: str) -> None:
    """Refuses what is no address to send to, as far as its text tells.

    What a host's name stands for is looked up when a message is sent, and refused then.
    """
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise BadAddress(f"an address has at most {LONGEST:,} ASCII letters and no blanks")
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise BadAddress(f"{url[:80]} is no address") from None
    host = parsed.host
    plain = settings.PLAIN_WEBHOOKS and parsed.scheme == "http" and _is_this_machine(host)
    if not host or parsed.port == 0 or not (parsed.scheme == "https" or plain):
        raise BadAddress(f"{url[:80]}: expected an address that starts with https://")
    if parsed.userinfo or parsed.fragment:
        raise BadAddress("an address here carries no user name, password or fragment")
    if not settings.PRIVATE_WEBHOOKS and (
        _is_this_machine(host) or (_is_literal(host) and not is_public_address(host))
    ):
        raise BadAddress(f"{host} is not on the public internet")


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or (_is_literal(host) and ip_address(host).is_loopback)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
