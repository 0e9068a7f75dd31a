"""What publishing refuses."""

from datetime import tzinfo

from yellowcart.kit.errors import YellowcartError
from yellowcart.terms import Decision, Table, Wording


class NotGranted(YellowcartError):
    """No clause grants it there at that instant, or one forbids it. Nothing was written."""

    code = "not-granted"
    status = 409

    def __init__(self, decision: Decision, explanation: Wording, zone: tzinfo) -> None:
        super().__init__(explanation.en)
        self.decision = decision
        self.explanation = explanation
        self.zone = zone

    @classmethod
    def by(
        cls, table: Table, decision: Decision, category: str | None, group: str | None
    ) -> "NotGranted":
        asked = decision.partner, decision.surface, decision.kind, decision.at, category, group
        zh, en = (table.explain(*asked, language=language) for language in ("zh", "en"))
        return cls(decision, Wording(zh, en), table.terms.zone)


class CartFull(YellowcartError):
    """The cart holds as many entries as it may."""

    code = "cart-full"
    status = 409


class NotInCart(YellowcartError):
    """The entries named are not those that the cart holds."""

    code = "not-in-cart"
    status = 409


class NotHung(YellowcartError):
    """The entry does not hang, or is not served at present."""

    code = "not-hung"
    status = 409


class NotWithdrawn(YellowcartError):
    """The entry was not withdrawn from that cart, or something stands in for it already."""

    code = "not-withdrawn"
    status = 409


class NotInReview(YellowcartError):
    """The entry does not wait for a review, or no longer."""

    code = "not-in-review"
    status = 409


class UnknownCart(YellowcartError):
    """There is no such cart, or none that the person may see."""

    code = "unknown-cart"
    status = 404


class UnknownEntry(YellowcartError):
    """There is no such entry, or none that the person may see."""

    code = "unknown-entry"
    status = 404


class UnknownSurface(YellowcartError):
    """The surface is none of the platform's."""

    code = "unknown-surface"
    status = 422


class CartCodeTaken(YellowcartError):
    """There is a cart of that code already."""

    code = "cart-code-taken"
    status = 409


class OnAirAlready(YellowcartError):
    """A session of the room is on air."""

    code = "on-air-already"
    status = 409


class NotOnAir(YellowcartError):
    """No session of the room is on air."""

    code = "not-on-air"
    status = 409


class NoOwnShop(YellowcartError):
    """A product of the platform's own, where the platform has named no marketplace of its own."""

    code = "no-own-shop"
    status = 422
