"""How often each kind of published link occurs: the one table behind generated inventories."""

from __future__ import annotations

from dataclasses import dataclass

from yellowcart.sweep.generate.links import ALLIANCE_LINKS, ITEM_LINKS, OWN_SHOP, WRAPPED_LINKS
from yellowcart.sweep.generate.messages import SHARE_MESSAGES, TOKENS
from yellowcart.sweep.generate.shape import Shape
from yellowcart.sweep.generate.traps import NOISE, ODDITIES


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    percent: float  # of all entries; the groups sum to 100
    shapes: tuple[Shape, ...]


MIX = (
    Group("plain item links, with and without tracking", 57, ITEM_LINKS),
    Group("click, short and coupon links", 12, ALLIANCE_LINKS),
    Group("share messages", 14, SHARE_MESSAGES),
    Group("bare tokens", 4, TOKENS),
    Group("wrapped links and app links", 5, WRAPPED_LINKS),
    Group("the platform's own shop", 4, OWN_SHOP),
    Group("noise and look-alikes", 2, NOISE),
    Group("odd spellings a browser still opens", 2, ODDITIES),
)

SURFACES = {
    "live_cart": 38,
    "video_cart": 30,
    "product_page": 16,
    "shop_window": 12,
    "note": 4,
}
KINDS = {"goods": 96, "services": 4}
CATEGORIES = {
    "apparel": 22,
    "beauty": 15,
    "food": 15,
    "home": 13,
    "shoes-bags": 8,
    "baby": 7,
    "digital": 6,
    "sports": 4,
    "jewellery": 4,
    "books": 3,
    "pets": 2,
    "tobacco": 1,
}
CREATOR_GROUPS = {None: 80, "mcn": 12, "belt": 5, "brand": 3}
