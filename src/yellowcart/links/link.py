"""What a piece of text points to."""

from typing import NamedTuple


class Link(NamedTuple):
    """One link or token found in a text.

    `marketplace` is the code of the marketplace whose host a browser would open, or None for a
    token that nothing assigns to one. `form` is one of item, coupon, click, short, token,
    deeplink, shop, activity, other. `item_id` is kept as the text has it: leading zeros stay,
    and it need not be a number. `url` is the canonical address (None for a token), `affiliate`
    the publisher's identifiers under their own names, `via` the hosts of the wrappers that were
    opened to find the item, outermost first.
    """

    marketplace: str | None
    form: str
    item_id: str | None
    url: str | None
    affiliate: dict[str, str]
    via: tuple[str, ...]
