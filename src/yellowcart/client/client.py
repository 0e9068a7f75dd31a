"""One method for each address of the API, under its name there."""

from yellowcart.client.carts import CartCalls
from yellowcart.client.cutovers import CutoverCalls
from yellowcart.client.notices import NoticeCalls
from yellowcart.client.terms import TermCalls
from yellowcart.client.webhooks import WebhookCalls


class Client(TermCalls, CartCalls, CutoverCalls, NoticeCalls, WebhookCalls):
    """The API at `address`, with a key. Close it, or use it in a `with` block.

    Every write carries an `Idempotency-Key` of its own, so that one whose answer was lost is
    sent again without being done twice. Refused requests raise `Refused`; what the network does
    after three tries, httpx's own errors.
    """
