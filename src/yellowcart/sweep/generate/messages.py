"""Links and tokens inside the messages that apps make for sharing."""

from __future__ import annotations

from yellowcart.sweep.generate.links import PDD, ULAND
from yellowcart.sweep.generate.shape import Shape

OLD_SHARE = "点击链接，再选择浏览器咑閞；或復·制这段描述"
NEW_SHARE = "点击链接直接打开 或者 淘宝搜索直接打开"


SHARE_MESSAGES = (
    Shape(
        22,
        "taobao",
        "short",
        f"【<title>】https://m.tb.cn/h.<b62:7>?sm=<hex:6> {OLD_SHARE}￥<b62:11>￥后到👉淘♂寳♀👈",
    ),
    Shape(
        8,
        "taobao",
        "short",
        f"【<title>】https://m.tb.cn/h.<b62:7> {OLD_SHARE}€<b62:11>€后咑閞👉淘♂寳♀👈",
    ),
    Shape(
        25,
        "taobao",
        "short",
        "【淘宝】<badge> https://e.tb.cn/h.<b62:15>?tk=<b62:11> CZ<digits:4> 「<title>」\n"
        f"{NEW_SHARE}",
    ),
    Shape(
        12,
        "taobao",
        "short",
        f"【淘宝】https://m.tb.cn/h.<b62:7>?tk=<b62:11> HU<digits:4> 「<title>」{NEW_SHARE}",
    ),
    Shape(
        6,
        "taobao",
        "click",
        "<title>\n【在售价】<digits:3>.00元\n【券后价】<digits:2>.90元\n"
        "【下单链接】https://s.click.taobao.com/<b62:7>\n---------\n复制这条信息，￥<b62:11>￥，到【手机淘宝】即可查看",
    ),
    Shape(
        6,
        "taobao",
        "coupon",
        f"<title> 券后<digits:2>元 {ULAND}/coupon/edetail?e=<enc:120>&pid=<pid>",
    ),
    Shape(
        14,
        "jd",
        "short",
        "【京东】https://3.cn/<digits:1><b62:6> <badge> 「<title>」点击链接直接打开",
    ),
    Shape(10, "jd", "short", "<title>\n京东价：¥<digits:3>.00\n抢购地址：https://u.jd.com/<b62:7>"),
    Shape(
        6,
        "jd",
        "item",
        "我在京东发现了一个不错的商品，赶快来看看吧。<title> https://item.m.jd.com/product/<item:12>.html?<utm_jd>",
    ),
    Shape(8, "pdd", "short", "<title>，拼团只要<digits:2>.9元！https://p.pinduoduo.com/<b62:8>"),
    Shape(5, "pdd", "item", f"我在拼多多发现【<title>】{PDD}/goods.html?goods_id=<item:12>"),
    Shape(3, "vip", "short", "【唯品会】<title> https://t.vip.com/<b62:11>?wq=1"),
    Shape(3, "1688", "short", "<digits:4> https://qr.1688.com/s/<b62:8> <title>"),
    Shape(
        5,
        "douyin",
        "short",
        "<digits:1>.<digits:2> 复制打开抖音，看看【<title>】 https://v.douyin.com/<b62:7>/",
    ),
    Shape(
        3,
        "tmall",
        "token",
        "复制整段信息，打开👉手机天猫👈，即可查看此商品:【<title>】"
        "(未安装App点这里：http://yukhj.com/s/<b62:5>?tm=<hex:6> )🔑喵口令🔑",
    ),
)

TOKENS = (
    Shape(30, "taobao", "token", "￥<b62:11>￥"),
    Shape(8, "taobao", "token", "$<b62:11>$"),
    Shape(6, "taobao", "token", "€<b62:11>€"),
    Shape(4, "taobao", "token", "₳<b62:11>₳"),
    Shape(3, "taobao", "token", "¢<b62:11>¢"),
    Shape(2, "taobao", "token", "🔑<b62:11>🎵"),
    Shape(2, "taobao", "token", "📱<b62:11>📱"),
    Shape(12, "taobao", "token", "描述￥<b62:11>￥后打开手机淘宝【<title>】"),
    Shape(8, "taobao", "token", "fu植内容¢<b62:11>¢达开τao寶【<title>】"),
    Shape(8, "taobao", "token", "0.0付致内容 Http:/T$<b62:11>$到ta0寶【<title>】"),
    Shape(8, "taobao", "token", "【<title>】，復·制这段描述€<b62:11>€后咑閞👉淘♂寳♀👈"),
    Shape(5, "jd", "token", "<title> 复制这条信息￥<b62:12>￥打开京东"),
    Shape(2, None, "token", "￥<b62:13>￥"),
    Shape(2, None, "token", "76:/！<b62:16>！ ZH<digits:4>"),
)
