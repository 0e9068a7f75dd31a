"""One set of terms for the tests of the room, as somebody would type it, and its instants."""

from datetime import UTC, datetime, timedelta

CUT_OVER = datetime(2022, 2, 28, 16, tzinfo=UTC)  # 1 March 2022 in Shanghai
MICROSECOND = timedelta(microseconds=1)
JUST_BEFORE = CUT_OVER - MICROSECOND
JUST_AFTER = CUT_OVER + MICROSECOND

LISTS = """\
time_zone = "Asia/Shanghai"

[[surface]]
code = "live_cart"
name = { zh = "直播间购物车", en = "live-room cart" }

[[surface]]
code = "video_cart"
name = { zh = "短视频购物车", en = "short-video cart" }

[[partner]]
code = "taobao-alliance"
name = { zh = "淘宝联盟", en = "Taobao Alliance" }
marketplaces = ["taobao", "tmall"]

[[partner]]
code = "jd-alliance"
name = { zh = "京东联盟", en = "JD Alliance" }
marketplaces = ["jd"]
"""

AGREEMENT = """
[[agreement]]
code = "taobao-2021"
partner = "taobao-alliance"
version = 1
known = 2021-02-20T10:00:00+08:00
from = 2021-03-01T00:00:00+08:00
until = 2022-03-01T00:00:00+08:00
renews = "taobao-2020"
notice_days = 7
"""

CLAUSE = """
[[agreement.clause]]
id = "2.1"
effect = "grant"
surfaces = ["live_cart", "video_cart"]
kinds = ["goods", "services"]
"""

HOUSE_RULE = """
[[house_rule]]
code = "no-tobacco"
effect = "forbid"
partners = ["*"]
categories = ["tobacco"]
"""

FORM = LISTS + AGREEMENT + CLAUSE + HOUSE_RULE
