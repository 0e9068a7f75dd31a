"""The API from Python: `Client`, typed answers, and the check of a webhook's signature.

    from yellowcart.client import Client

    with Client("https://yellowcart.example", key) as client:
        page = client.cart("live-cart-001-1")

It imports no Django: it runs wherever Python and httpx do.
"""

from yellowcart.client.calls import Refused
from yellowcart.client.client import Client
from yellowcart.webhooks.signature import BadSignature, verify

__all__ = ["BadSignature", "Client", "Refused", "verify"]
