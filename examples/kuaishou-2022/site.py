"""Serves a platform as it was when the agreements of 2022 changed, as `make run` does.

The first start takes over the agreements, and 20,000 entries that 200 creators had hung by
20 February 2022. No job has taken anything down since: what is served follows the agreements.
Every start after it goes on where the one before was.
"""

import os
from datetime import timedelta
from pathlib import Path
from random import Random

from yellowcart.cli.language import said
from yellowcart.kit.instant import parse_instant
from yellowcart.site.serve import serve

HERE = Path(__file__).resolve().parent
HOST, PORT = "127.0.0.1", 8000
SEED, CREATORS, ENTRIES_A_CART = 20220301, 200, 20
HUNG_UNTIL = parse_instant("2022-02-20T12:00:00+08:00")
SURFACES = ("live_cart", "video_cart", "video_cart", "product_page", "shop_window")
PASSWORD = "yellow-cart-2022"
PEOPLE = (
    ("clerk", "legal", "法务 林晚"),
    ("counsel", "legal", "法务 周明"),
    ("operator", "operations", "运营 陈思"),
    ("finance", "finance", "财务 何静"),
    ("auditor", "auditor", "审计 许诺"),
)
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


def main() -> None:
    port = int(os.environ.get("YELLOWCART_PORT", PORT))
    os.environ.setdefault("YELLOWCART_DEVELOPMENT", "1")
    serve(HOST, port, 1, prepared=lambda: prepared(port))


def prepared(port: int) -> None:
    from yellowcart.parties.models import Person

    if not Person.objects.exists():
        say(
            "首次运行：载入协议、200 位达人和 20,000 个条目……",
            "First run: taking over agreements, 200 creators and 20,000 entries …",
        )
        fill()
    say("打开", "Open", f" http://{HOST}:{port}/")
    say("演示账号（密码都是 {0}）：", "Demo accounts (password of each: {0}):", PASSWORD)
    for person in Person.objects.filter(email__endswith="@demo.invalid").order_by("pk"):
        print(f"  {person.username:12} {person.first_name} ({person.role})", flush=True)


def fill() -> None:
    from django.db import transaction

    from yellowcart.agreements.actions import import_terms, name_own_marketplace
    from yellowcart.terms import read_terms

    with transaction.atomic():
        import_terms(by=None, terms=read_terms(HERE / "agreements.toml"))
        name_own_marketplace(by=None, marketplace="kuaishou")
        carts = open_carts()
        hang_everything(carts)
        add_people()


def open_carts() -> list[str]:
    from yellowcart.parties.actions import add_creator
    from yellowcart.publishing.actions import open_cart

    draw, codes = Random(SEED), []
    for number in range(CREATORS):
        name = draw.choice(SURNAMES) + "".join(draw.sample(NAMES, 2))
        creator = add_creator(by=None, code=f"creator-{number + 1:03}", name=name)
        for place, surface in enumerate(SURFACES, start=1):
            code = f"{surface.replace('_', '-')}-{number + 1:03}-{place}"
            title = f"{name}的{TITLES[surface]}"
            open_cart(by=None, creator=creator, surface=surface, code=code, title=title)
            codes.append(code)
    return codes


TITLES = {
    "live_cart": "直播间",
    "video_cart": "短视频",
    "product_page": "商品详情",
    "shop_window": "橱窗",
}


def hang_everything(carts: list[str]) -> None:
    from yellowcart.publishing.actions import Row, load

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
            rows.append(
                Row(
                    code, text, product, goods, category=category,
                    gmv_30d_fen=int(draw.paretovariate(1.1) * 2_000) % 500_000_000,
                    hung_at=HUNG_UNTIL - earlier,
                )
            )  # fmt: skip
    load(by=None, rows=rows)


def add_people() -> None:
    from yellowcart.parties.actions import add_person
    from yellowcart.parties.models import Creator, Person

    for username, role, name in PEOPLE:
        add_person(by=None, username=username, password=PASSWORD, role=role, name=name)
    first = Creator.objects.get(code="creator-001")
    add_person(
        by=None, username="creator", password=PASSWORD, role="creator", creator=first,
        name=first.name,
    )  # fmt: skip
    for person in Person.objects.all():
        person.email = f"{person.username}@demo.invalid"
        person.is_superuser = person.username == "operator"
        person.save(update_fields=["email", "is_superuser"])


def say(zh: str, en: str, *values: str) -> None:
    print(said(zh, en).format(*values) if "{" in zh else said(zh, en) + "".join(values), flush=True)


if __name__ == "__main__":
    main()
