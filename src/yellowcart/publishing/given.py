"""What somebody gives to be hung, read: a link in any message, or an own product's code."""

from collections.abc import Callable
from dataclasses import dataclass

from yellowcart.agreements.models import Platform
from yellowcart.kit.errors import BadInput
from yellowcart.links import recognise
from yellowcart.publishing.errors import NoOwnShop
from yellowcart.publishing.models import Entry, Kind

LONGEST = {"text": 10_000, "product": 64, "title": 200, "category": 64}
OWN = "product"
"""The form of the platform's own products, whose codes are their item ids."""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing to hang: `text` with a link, or `product`, the code of one of the platform's own.

    Refused with `BadInput`: both or neither, what is too long or no text, an unknown kind.
    """

    text: str = ""
    product: str = ""
    title: str = ""
    kind: str = "goods"
    category: str = ""
    gmv_30d_fen: int = 0
    commission_30d_fen: int = 0

    def __post_init__(self) -> None:
        if bool(self.text.strip()) == bool(self.product.strip()):
            found = "a link and a product at once" if self.text.strip() else "missing"
            raise BadInput(found, field="text", expected="a link or a product")
        for field, most in LONGEST.items():
            written(field, getattr(self, field), most)
        if self.kind not in Kind.values:
            raise BadInput(
                "no such kind", field="kind", value=self.kind, expected="goods or services"
            )
        for field in ("gmv_30d_fen", "commission_30d_fen"):
            if not 0 <= getattr(self, field) < 1 << 63:
                raise BadInput(
                    "not an amount", field=field, value=getattr(self, field), expected="whole fen"
                )

    def entry(self, own: Callable[[], str] | None = None) -> Entry:
        """An entry of it, not saved, with what the first link of the text points to.

        `own` is asked for the platform's own marketplace, by whoever needs it many times.
        """
        entry = Entry(
            text="" if self.product.strip() else self.text,
            product=self.product.strip(),
            title=self.title.strip(),
            kind=self.kind,
            category=self.category.strip(),
            gmv_30d_fen=self.gmv_30d_fen,
            commission_30d_fen=self.commission_30d_fen,
        )
        if entry.product:
            own_marketplace = (own or the_own_marketplace)()
            entry.marketplace, entry.form, entry.item_id = own_marketplace, OWN, entry.product
        else:
            point(entry, entry.text)
        return entry


def point(entry: Entry, text: str) -> None:
    """Notes what the first link of `text` points to; nothing, where there is none."""
    links = recognise(text)
    if links:
        link = links[0]
        entry.marketplace, entry.form = link.marketplace or "", link.form
        entry.item_id, entry.url = link.item_id or "", link.url or ""


def the_own_marketplace() -> str:
    """Refused with `NoOwnShop` where the platform has named none."""
    marketplace = Platform.objects.values_list("marketplace", flat=True).first()
    if not marketplace:
        raise NoOwnShop("the platform has named no marketplace of its own")
    return marketplace


def written(field: str, value: str, most: int) -> str:
    """The value without blanks around it; `BadInput` for what is too long or no text."""
    if len(value) > most:
        raise BadInput("too long", field=field, expected=f"at most {most:,} letters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput("not a text", field=field, expected="letters that UTF-8 has") from None
    if "\0" in value:
        raise BadInput("not a text", field=field, expected="no letter 0")
    return value.strip()
