"""A platform as it was before the agreements of 2022 changed: 200 creators, 20,000 entries."""

from datetime import timedelta
from pathlib import Path
from random import Random

from django.db import transaction

from yellowcart.agreements.actions import import_terms, name_own_marketplace
from yellowcart.kit.instant import parse_instant
from yellowcart.parties.actions import add_creator, add_organisation, add_person
from yellowcart.parties.models import Creator, Organisation, Person
from yellowcart.publishing.actions import Row, load, open_cart
from yellowcart.publishing.models import Cart
from yellowcart.terms import Terms

HERE = Path(__file__).resolve()
T = parse_instant("2022-03-01T00:00:00+08:00")
"""When Taobao Alliance's agreement ends, and JD Alliance's is narrowed."""
SEED, CREATORS, ENTRIES_A_CART = 20220301, 200, 20
HUNG_UNTIL = parse_instant("2022-02-20T12:00:00+08:00")
PASSWORD = "yellow-cart-2022"
PEOPLE = (
    ("clerk", "legal", "法务 林晚"),
    ("counsel", "legal", "法务 周明"),
    ("operator", "operations", "运营 陈思"),
    ("finance", "finance", "财务 何静"),
    ("auditor", "auditor", "审计 许诺"),
)
ORGANISATIONS = (
    ("merchant", "merchant", "江南茶铺"),
    ("belt-shop", "merchant", "义乌百货源头店"),
    ("mcn", "provider", "星河 MCN"),
    ("brand-care", "provider", "品牌服务商 远山"),
)
"""The first of each kind has a member who signs in, by its code."""
SURFACES = ("live_cart", "video_cart", "video_cart", "product_page", "shop_window")
TITLES = {
    "live_cart": "直播间", "video_cart": "短视频",
    "product_page": "商品详情", "shop_window": "橱窗",
}  # fmt: skip
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "安宁小禾云朵阿花果果星辰大山石头"
GOODS = (
    ("保温杯", "kitchen"), ("羽绒服", "clothing"), ("蓝牙耳机", "electronics"), ("口红", "beauty"),
    ("坚果礼盒", "food"), ("瑜伽垫", "sport"), ("台灯", "home"), ("儿童水彩", "toys"),
)  # fmt: skip
TAOBAO = (
    "https://item.taobao.com/item.htm?id={id}",
    "https://detail.tmall.com/item.htm?id={id}&skuId={sku}",
    "【{goods}】主播同款 https://item.taobao.com/item.htm?ft=t&id={id} 点开就能买",
)
JD = (
    "https://item.jd.com/{sku}.html",
    "https://item.m.jd.com/product/{sku}.html?utm_campaign=t_1000",
    "{goods} 京东好价 https://item.jd.com/{sku}.html",
)
UNKNOWN = ("https://shop.example.cn/goods/{sku}", "私信我领 {goods} 链接")


def agreements_file() -> Path:
    """The agreements of the event: beside this file in a wheel, an example in a checkout."""
    packed = HERE.with_name("agreements.toml")
    example = HERE.parents[3] / "examples" / "kuaishou-2022" / "agreements.toml"
    return packed if packed.exists() else example


@transaction.atomic
def fill(terms: Terms, creators: int = CREATORS) -> None:
    """Takes over the agreements, and what so many creators had hung by 20 February 2022.

    No job has taken anything down since: what is served follows the agreements.
    """
    import_terms(by=None, terms=terms)
    name_own_marketplace(by=None, marketplace="kuaishou")
    hang_everything(open_carts(creators))
    add_people()


def open_carts(creators: int) -> list[str]:
    draw, codes = Random(SEED), []
    merchants, providers = organisations()
    for number in range(creators):
        name = draw.choice(SURNAMES) + "".join(draw.sample(NAMES, 2))
        creator = add_creator(
            by=None, code=f"creator-{number + 1:03}", name=name,
            merchant=merchants[number // 10 % 2] if number % 10 == 9 else None,
            provider=providers[number // 3 % 2] if number % 3 == 0 else None,
        )  # fmt: skip
        for place, surface in enumerate(SURFACES, start=1):
            code = f"{surface.replace('_', '-')}-{number + 1:03}-{place}"
            title = f"{name}的{TITLES[surface]}"
            open_cart(by=None, creator=creator, surface=surface, code=code, title=title)
            codes.append(code)
    return codes


def organisations() -> tuple[list[Organisation], list[Organisation]]:
    made = [
        add_organisation(by=None, code=code, name=name, kind=kind)
        for code, kind, name in ORGANISATIONS
    ]
    return made[:2], made[2:]


def hang_everything(carts: list[str]) -> None:
    draw = Random(SEED + 1)
    rows = []
    for code in carts:
        for _ in range(ENTRIES_A_CART):
            goods, category = draw.choice(GOODS)
            item, sku = draw.randrange(52 * 10**10, 68 * 10**10), draw.randrange(10**10, 11 * 10**9)
            facts = {"goods": goods, "id": item, "sku": sku}
            kind = draw.random()
            text, product = "", ""
            if kind < 0.42:
                text = draw.choice(TAOBAO).format(**facts)
            elif kind < 0.68:
                text = draw.choice(JD).format(**facts)
            elif kind < 0.998:
                product = f"KS-{sku % 10_000_000:07}"
            else:
                text = draw.choice(UNKNOWN).format(**facts)
            earlier = timedelta(minutes=draw.randrange(60 * 24 * 200))
            sold = int(draw.paretovariate(1.1) * 2_000) % 500_000_000
            rows.append(
                Row(
                    code, text, product, goods, category=category, gmv_30d_fen=sold,
                    commission_30d_fen=sold * (5 + sku % 16) // 100,
                    hung_at=HUNG_UNTIL - earlier,
                )
            )  # fmt: skip
    load(by=None, rows=rows)
    # What hung before the event, nobody has arranged since.
    Cart.objects.update(arranged_at=HUNG_UNTIL)


def add_people() -> None:
    for username, role, name in PEOPLE:
        add_person(by=None, username=username, password=PASSWORD, role=role, name=name)
    first = Creator.objects.get(code="creator-001")
    add_person(
        by=None, username="creator", password=PASSWORD, role="creator", creator=first,
        name=first.name,
    )  # fmt: skip
    for code, kind, name in (ORGANISATIONS[0], ORGANISATIONS[2]):
        add_person(
            by=None, username=code, password=PASSWORD, role=kind, name=name,
            organisation=Organisation.objects.get(code=code),
        )  # fmt: skip
    for person in Person.objects.all():
        person.email = f"{person.username}@demo.invalid"
        person.is_superuser = person.username == "operator"
        person.save(update_fields=["email", "is_superuser"])


def demo_people() -> list[tuple[str, str, str]]:
    """Who may sign in with the printed password: user name, name, role."""
    found = Person.objects.filter(email__endswith="@demo.invalid").order_by("pk")
    return list(found.values_list("username", "first_name", "role"))
