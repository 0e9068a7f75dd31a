"""What webhooks refuse."""

from yellowcart.kit.errors import YellowcartError


class BadAddress(YellowcartError):
    """Not an address that messages may be sent to."""

    code = "bad-address"
    status = 422


class BadKinds(YellowcartError):
    """Kinds of events that there are not, or none."""

    code = "bad-kinds"
    status = 422


class UnknownEndpoint(YellowcartError):
    """There is no such endpoint."""

    code = "unknown-endpoint"
    status = 404


class Disabled(YellowcartError):
    """The endpoint is disabled, and is told nothing."""

    code = "endpoint-disabled"
    status = 409


class UnknownEvent(YellowcartError):
    """There is no such event."""

    code = "unknown-event"
    status = 404
