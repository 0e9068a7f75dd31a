"""Row locks, in the order in which they are taken: the endpoint, then its deliveries."""

from yellowcart.webhooks.errors import UnknownEndpoint
from yellowcart.webhooks.models import Delivery, Endpoint


def lock_endpoint(key: int) -> Endpoint:
    """Holds an endpoint still until the transaction ends; events may be put off to it meanwhile."""
    found = Endpoint.objects.select_for_update(no_key=True).filter(pk=key).first()
    if found is None:
        raise UnknownEndpoint(f"there is no endpoint {key}")
    return found


def lock_delivery(key: int) -> Delivery | None:
    """Holds a delivery still; answers it as it is now, with its event and its endpoint."""
    deliveries = Delivery.objects.select_for_update(of=("self",), no_key=True)
    return deliveries.select_related("event", "endpoint").filter(pk=key).first()
