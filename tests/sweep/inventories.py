"""One small inventory in every shape that a sweep reads, and what must come of it."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, Any]

TAOBAO = "https://item.taobao.com/item.htm?id=607309460202"
TMALL = "https://detail.tmall.com/item.htm?id=656308694954"
JD = "https://item.jd.com/100012043978.html"
JD_SHORT = "【京东】https://3.cn/1AbCdE0 大促价保\n「手机」点击链接直接打开"
VIP = "https://detail.vip.com/detail-2590192-464314661.html"
PDD = "https://mobile.yangkeduo.com/goods.html?goods_id=263240709856"
OWN = "https://app.kwaixiaodian.com/merchant/shop/detail?id=9158272992"
WORDS = "我在淘宝上买过这款, 很好"

COLUMNS = ("entry_id", "creator_id", "surface", "text", "kind", "category", "gmv_30d_fen")
ROWS: list[tuple[Any, ...]] = [
    (1, 70, "live_cart", TAOBAO, "goods", None, 1000),
    (2, 70, "product_page", TMALL, None, None, 250),
    (3, 71, "live_cart", JD, "services", "food", 99),
    (4, 71, "video_cart", JD_SHORT, "goods", "food", 7),
    (5, 72, "video_cart", OWN, "goods", "books", 40),
    (6, 72, "live_cart", OWN, "goods", "food", 41),
    (7, 72, "live_cart", PDD, "goods", "food", None),
    (8, 73, "note", WORDS, "goods", None, 5),
    (9, 73, "live_cart", TAOBAO, "goods", "tobacco", 6),
    (10, 73, "banner", TAOBAO, "goods", None, 0),
    (11, 73, "live_cart", VIP, "goods", "food", 3),
    (12, 74, "live_cart", JD_SHORT, "goods", "food", 0),
]
MARKETPLACES: dict[str, tuple[str | None, str | None]] = {
    TAOBAO: ("taobao", "607309460202"),
    TMALL: ("tmall", "656308694954"),
    JD: ("jd", "100012043978"),
    JD_SHORT: ("jd", None),
    VIP: ("vip", "464314661"),
    PDD: ("pdd", "263240709856"),
    OWN: ("kuaishou", "9158272992"),
    WORDS: (None, None),
}


def named(columns: str, *rows: Sequence[object]) -> list[Row]:
    return [dict(zip(columns.split(), row, strict=True)) for row in rows]


TAOBAO_ENDED = ("no_agreement", "taobao-2021", 1)
JD_CLAUSE_ENDED = ("not_granted", "jd-2020", 3, "2", "session")
OWN_BOOKS = ("forbidden", None, 2, "no-books", "withdraw")
WITHDRAWALS = named(
    "entry_id creator_id surface partner marketplace item_id reason agreement version clause hung",
    (
        1,
        70,
        "live_cart",
        "taobao-alliance",
        *MARKETPLACES[TAOBAO],
        *TAOBAO_ENDED,
        "2.1",
        "withdraw",
    ),
    (2, 70, "product_page", "taobao-alliance", *MARKETPLACES[TMALL], *TAOBAO_ENDED, "2.2", "keep"),
    (3, 71, "live_cart", "jd-alliance", *MARKETPLACES[JD], *JD_CLAUSE_ENDED),
    (5, 72, "video_cart", "kuaishou-shop", *MARKETPLACES[OWN], *OWN_BOOKS),
    (12, 74, "live_cart", "jd-alliance", *MARKETPLACES[JD_SHORT], *JD_CLAUSE_ENDED),
)
CREATORS = named(
    "creator_id entries withdrawn kept unrecognised gmv_30d_fen gmv_30d_fen_withdrawn",
    (70, 2, 2, 0, 0, 1250, 1250),
    (71, 2, 1, 1, 0, 106, 99),
    (72, 3, 1, 1, 0, 81, 40),
    (73, 4, 0, 0, 1, 14, 0),
    (74, 1, 1, 0, 0, 0, 0),
)


def dicts() -> list[Row]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def write_parquet(path: Path, rows: list[Row] | None = None, **options: Any) -> Path:
    table = pa.Table.from_pylist(dicts() if rows is None else rows)
    pq.write_table(table, path, **options)
    return path


def write_csv(path: Path, rows: list[Row] | None = None) -> Path:
    rows = dicts() if rows is None else rows
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_jsonl(path: Path, rows: list[Row] | None = None) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in (dicts() if rows is None else rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class Writer(Protocol):
    def __call__(self, path: Path, rows: list[Row] | None = None) -> Path: ...


WRITERS: dict[str, Writer] = {"parquet": write_parquet, "csv": write_csv, "jsonl": write_jsonl}


def recognised() -> list[Row]:
    """The same rows with the marketplace and the item instead of the text."""
    found = []
    for row in dicts():
        row["marketplace"], row["item_id"] = MARKETPLACES[row.pop("text")]
        found.append(row)
    return found


def results(folder: Path) -> dict[str, list[Row]]:
    return {
        name: pq.read_table(folder / f"{name}.parquet").to_pylist()
        for name in ("withdrawals", "creators", "rejected")
    }
