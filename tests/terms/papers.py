"""Short papers for tests: a platform with two surfaces and one alliance, and what one adds."""

from datetime import datetime

from yellowcart.kit.instant import parse_instant, parse_time_zone
from yellowcart.terms import Terms, parse_terms

CHINA = parse_time_zone("Asia/Shanghai")

PLATFORM = """\
time_zone = "Asia/Shanghai"

[[surface]]
code = "live_cart"
name = { zh = "直播间购物车", en = "live-room cart" }

[[surface]]
code = "video_cart"
name = { zh = "短视频购物车", en = "short-video cart" }

[[partner]]
code = "jd-alliance"
name = { zh = "京东联盟", en = "JD Alliance" }
marketplaces = ["jd"]
"""

AGREEMENT = """\
[[agreement]]
code = "jd-2021"
partner = "jd-alliance"
version = 1
known = 2021-02-01T00:00:00+08:00
from = 2021-03-01T00:00:00+08:00
until = 2022-03-01T00:00:00+08:00
"""

GRANT = """\
[[agreement.clause]]
id = "1"
effect = "grant"
surfaces = ["*"]
"""


def papers(*added: str) -> Terms:
    """The platform, with these agreements, clauses and house rules."""
    return parse_terms("\n".join((PLATFORM, *added)))


def on(text: str) -> datetime:
    """That day's midnight, or that time, in China Standard Time."""
    return parse_instant(text, CHINA)
