"""Real and generated texts with pieces put in, taken out, doubled and joined."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from yellowcart.links import book

SPICE = [
    "%", "%2F", "%3A", "%25", "\\", "/", "//", ":", "@", "?", "&", "=", "#", ".", "..", ",", ")",
    ":99999", ":65536", ":0443", "İ", "ſ", "\u212a",
    " ", "\n", "\t", "\r", "\x00", "\x7f", "，", "。", "．", "：", "／", "＠", "【", "】",
    "￥", "$", "中", "文", "ａ", "１", "é", "ß", "τ", "寶", "淘宝", "京东", "闲鱼", "💰", "\ufe0f",
    "\u00ad", "\u200b", "http", "https://", "HTTP", "xn--", "-", "_", "0", "1", "00", "A", "z",
    "{", "}", '"', "<", ">", "id=", "?id=1", "&amp;id=2", "&id=", "to=", "jd.com", ".jd.com",
    "item.jd.com/1.html", "tb.cn", "taobao://", "item.taobao.com", "evil.com", "abcDEF12345",
    "喵口令", "a://", "'", "`", "^", "|", '{"url":"https://u.jd.com/a"}', '{"skuId":5}',
    "eyJ1cmwiOiJodHRwczovL3UuamQuY29tL2EifQ==",
]  # fmt: skip


ODD = [
    "https://ｉｔｅｍ．ｊｄ。ｃｏｍ/1.html",
    "https://item%2Ejd%2Ecom/1.html",
    "https:\\\\item.jd.com\\1.html",
    "https%3A%2F%2Fitem.jd.com%2F1.html",
    "https://item%zzjd.com/1.html",
    "https://item％jd.com/1.html",
    "https://u:p@item.jd.com/1.html",
    "https://a@b@item.jd.com/1.html",
    "item.jd.com:443/1.html",
    "item.jd.com./1.html",
    "看a.b@item.jd.com",
    "https://item.jd.com:/1.html",
    "https://.jd.com/1.html",
    "https://item..jd.com/1.html",
    "https://xn--a.jd.com/1.html",
    "https://jd.com",
    "https://3.cn/a",
    "https://p.3.cn/a",
    "https://a.b.c.d.example/x",
    "//item.jd.com/1.html",
    "///item.jd.com/1.html",
    "https://item.jd.com/1.html中文?a=1",
    "https://item.jd.com/1.html?中文&a=1",
    "https://item.jd.com/1.html#中",
    "https://item.taobao.com/item.htm?%69d=1",
    "https://item.taobao.com/item.htm?id=1%20",
    "https://item.taobao.com/item.htm?id=1a&id=2",
    "https://item.taobao.com/item.htm?" + "a=1&" * 30 + "id=2",
    "https://item.taobao.com/item.htm?amp;id=1&amp;x=2",
    "https://mobile.yangkeduo.com/goods.html?ps=a",
    "https://mobile.yangkeduo.com/goods2.html?goods_sign=a_b",
    "https://uland.taobao.com/item/detail?id=a-b_c",
    "tbopen://m.taobao.com/x?h5Url=https%253A%252F%252Fitem.jd.com%252F1.html",
    "tbopen://m.taobao.com/x?h5Url=",
    "tbopen://x.example/y?h5Url=//item.jd.com/1.html",
    "taobao://",
    "taobao://evil.com/item.htm?id=1",
    "vipshop://showGoodsDetail?pid=",
    "vipshop://showGoodsDetail?pid=%31",
    "unknown://item.jd.com/1.html",
    "xhttps://item.jd.com/1.html",
    'openapp.jdmobile://virtual?params={"skuId":12}',
    'openapp.jdmobile://virtual?params={ "des" : "m" , "url" : "https://u.jd.com/a" }',
    "openapp.jdmobile://virtual?params={}",
    'openapp.jdmobile://virtual?params={"a":{"skuId":1}}',
    'openapp.jdmobile://virtual?params={"a":"b\\"","skuId":"1"}',
    'openapp.jdmobile://virtual?params={"a":01}',
    'openapp.jdmobile://virtual?params={"skuId":"1"',
    'openapp.jdmobile://virtual?params={"a" 1}',
    "https://union-click.jd.com/jdc?to=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D1",
    "https://union-click.jd.com/jdc?to=https://union-click.jd.com/jdc?to=item.jd.com/1.html",
    "https://union-click.jd.com/jdc?to=%7B%22skuId%22%3A5%7D",
    "https://union-click.jd.com/jdc?to=%E4%B8%AD",
    "https://union-click.jd.com/jdc?to=http://evil.com/1.html",
    "https://union-click.jd.com/jdc?to=item.jd.com%2F1.html",
    "https://mobile.yangkeduo.com/app.html?launch_url=%2Fgoods.html%3Fgoods_id%3D1",
    "https://mobile.yangkeduo.com/app.html?launch_url=",
    "https://mobile.yangkeduo.com/app.html",
    "https://shop1.taobao.com",
    "￥abcDEF12345￥ß淘宝",
    "￥abcDEF12345￥\U0001d400",
    "ß￥abcDEF12345￥",
    "✔\ufe0fabcDEF12345✔\ufe0f",
    "$HELLOWORLD1$",
    "$abcDEF12345$",
    "！Q0GeIEFlVmAmtGhW！",
    "$1abcDEF2345$到淘宝",
    "https://item.jd.com/1.html\n2",
    "a\nhttps://item.jd.com/1.html\nb",
    "h\nttps://item.jd.com/1.html",
    " https:\n//item.jd.com/1.html",
    "https://item.jd.com/1.html\x7f",
    "é.example" + "https://a.b " * 40,
    "http://" + "a" * 40 + ".com/" + "x" * 40,
    "https://item.jd.com/1.html " * 20,
    "￥abcDEF12345￥ " * 20,
]


def examples() -> list[str]:
    """The labelled texts, and the examples of the data file."""
    data = Path(__file__).parents[1] / "data" / "links.jsonl"
    texts = [json.loads(line)["text"] for line in data.read_text("utf-8").splitlines()]
    texts += [shape.example for m in book().marketplaces for shape in m.shapes]
    texts += [app.example for m in book().marketplaces for app in m.apps]
    return texts + ODD


def mutants(seed: int, count: int, texts: Sequence[str]) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(count):
        text = chance.choice(texts)
        for _ in range(chance.randint(1, 3)):
            i, j = sorted(chance.choices(range(len(text) + 1), k=2))
            match chance.randrange(6):
                case 0 | 1:
                    text = text[:i] + chance.choice(SPICE) + text[i:]
                case 2:
                    text = text[:i] + text[min(j, i + 6) :]
                case 3:
                    text = text[:i] + text[i:j][:8].swapcase() + text[i:j][8:] + text[j:]
                case 4:
                    text = text + chance.choice(["", " ", "\n", "，"]) + chance.choice(texts)
                case 5:
                    text = text[:i] + text[i:j][:12] * 2 + text[j:]
        yield text
