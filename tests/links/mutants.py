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


def examples() -> list[str]:
    """The labelled texts, and the examples of the data file."""
    data = Path(__file__).parents[1] / "data" / "links.jsonl"
    texts = [json.loads(line)["text"] for line in data.read_text("utf-8").splitlines()]
    texts += [shape.example for m in book().marketplaces for shape in m.shapes]
    return texts + [app.example for m in book().marketplaces for app in m.apps]


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
