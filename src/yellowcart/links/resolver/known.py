"""Which hosts belong to a marketplace."""

from functools import cache

from yellowcart.links.book import book


@cache
def _marketplace_names() -> frozenset[str]:
    return frozenset(
        name
        for marketplace in book().marketplaces
        for name in (*marketplace.domains, *marketplace.hosts)
    )


@cache
def _marketplace_domains() -> tuple[str, ...]:
    return tuple(
        f".{domain}" for marketplace in book().marketplaces for domain in marketplace.domains
    )


def is_marketplace_host(host: str) -> bool:
    """Whether a host, as the WHATWG standard writes it, is a marketplace's by the book.

    Hosts without goods count as well: a short link may pass over a marketplace's sign-in on its
    way. Names match on label boundaries, so `hubojd.com` is not below `jd.com`.
    """
    name = host.removesuffix(".")
    return name in _marketplace_names() or name.endswith(_marketplace_domains())
