from datetime import UTC, datetime, timedelta

import pytest

from yellowcart.terms import Terms, parse_terms

AT = datetime(2022, 2, 28, 16, tzinfo=UTC)  # 1 March 2022 in Shanghai
JUST_BEFORE = AT - timedelta(microseconds=1)

AGREEMENTS = """
time_zone = "Asia/Shanghai"
surface = [
  { code = "live_cart", name = { zh = "直播间购物车", en = "live-room cart" } },
  { code = "video_cart", name = { zh = "短视频购物车", en = "short-video cart" } },
  { code = "product_page", name = { zh = "商详页", en = "product page" } },
]

[[partner]]
code = "taobao-alliance"
name = { zh = "淘宝联盟", en = "Taobao Alliance" }
marketplaces = ["taobao", "tmall"]

[[partner]]
code = "jd-alliance"
name = { zh = "京东联盟", en = "JD Alliance" }
marketplaces = ["jd"]

[[partner]]
code = "vip-union"
name = { zh = "唯享客", en = "Vip Union" }
marketplaces = ["vip"]

[[partner]]
code = "kuaishou-shop"
name = { zh = "快手小店", en = "Kuaishou shops" }
marketplaces = ["kuaishou"]

[[agreement]]
code = "taobao-2021"
partner = "taobao-alliance"
version = 1
known = 2021-02-20T10:00:00+08:00
from = 2021-03-01T00:00:00+08:00
until = 2022-03-01T00:00:00+08:00
[[agreement.clause]]
id = "2.1"
effect = "grant"
surfaces = ["live_cart", "video_cart"]
except_categories = ["tobacco"]
[[agreement.clause]]
id = "2.2"
effect = "grant"
surfaces = ["product_page"]
hung = "keep"

[[agreement]]
code = "jd-2020"
partner = "jd-alliance"
version = 3
known = 2020-05-01T00:00:00+08:00
from = 2020-05-27T00:00:00+08:00
[[agreement.clause]]
id = "1"
effect = "grant"
surfaces = ["video_cart", "product_page"]
[[agreement.clause]]
id = "2"
effect = "grant"
surfaces = ["live_cart"]
until = 2022-03-01T00:00:00+08:00
hung = "session"

[[agreement]]
code = "vip-2022"
partner = "vip-union"
version = 1
known = 2022-01-01T00:00:00+08:00
from = 2022-03-01T00:00:00+08:00
[[agreement.clause]]
id = "1"
effect = "grant"
surfaces = ["*"]

[[agreement]]
code = "own-terms"
partner = "kuaishou-shop"
version = 1
known = 2019-01-01T00:00:00+08:00
from = 2019-01-01T00:00:00+08:00
[[agreement.clause]]
id = "1"
effect = "grant"
surfaces = ["*"]

[[house_rule]]
code = "no-books"
version = 2
known = 2022-02-01T00:00:00+08:00
from = 2022-03-01T00:00:00+08:00
effect = "forbid"
partners = ["*"]
surfaces = ["*"]
categories = ["books"]
"""


@pytest.fixture(scope="session")
def terms() -> Terms:
    return parse_terms(AGREEMENTS)


@pytest.fixture
def at() -> datetime:
    return AT
