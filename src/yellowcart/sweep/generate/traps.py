"""What only looks like a shop's link, and what is one though it does not look like it."""

from __future__ import annotations

from yellowcart.sweep.generate.shape import Shape

NOISE = (
    Shape(6, None, None, "https://item.hubojd.com/<digits:12>.html"),
    Shape(4, None, None, "http://www.nbjjd.com/product/<digits:7>.html"),
    Shape(4, None, None, "https://lzdz-isv.isvjd.com/wxFans/activity?activityId=<hex:32>"),
    Shape(4, None, None, "https://nottaobao.com/item.htm?id=<digits:12>"),
    Shape(4, None, None, "https://detail-tmall.com/item.htm?id=<digits:12>"),
    Shape(4, None, None, "https://item.taobao.com.evil.example/item.htm?id=<digits:12>"),
    Shape(4, None, None, "https://item.taobao.com@evil.example/item.htm?id=<digits:12>"),
    Shape(3, None, None, "https://evil.example\\@item.jd.com/<digits:12>.html"),
    Shape(4, None, None, "https://evil.example/item.jd.com/<digits:12>.html"),
    Shape(4, None, None, "https://www.ljrtb.cn/h.<b62:7>"),
    Shape(4, None, None, "https://detail.6dvip.com/detail-<digits:10>-<digits:19>.html"),
    Shape(
        4,
        None,
        None,
        "http://app.huihui.cn/price_info.json?product_url=http%3A%2F%2Fitem.jd.com%2F<digits:9>.html",
    ),
    Shape(4, None, None, "http://p.3.cn/prices/mgets?type=1&skuIds=J_<digits:11>"),
    Shape(3, None, None, "http://open.taobao.com/api.htm?docId=<digits:5>&docType=2"),
    Shape(3, None, None, "https://edu.kwaixiaodian.com/bbs/web/article?id=<digits:5>&layoutType=4"),
    Shape(4, None, None, "https://www.goofish.com/item?id=<digits:12>"),
    Shape(8, None, None, "<title> 券后价￥<digits:2>.80元"),
    Shape(8, None, None, "<title>"),
    Shape(6, None, None, "我在淘宝上买过这款<title>"),
    Shape(4, None, None, "€<digits:3>€"),
    Shape(4, None, None, "客服邮箱 service@jd.com，欢迎来信"),
    Shape(4, None, None, "京东自营 次日达"),
    Shape(3, None, None, ""),
)

ODDITIES = (
    Shape(10, "taobao", "item", "HTTPS://ITEM.TAOBAO.COM/item.htm?id=<item:12>"),
    Shape(6, "jd", "item", "HTTP://Item.JD.com/<item:12>.html"),
    Shape(12, "taobao", "item", "item.taobao.com/item.htm?id=<item:12>"),
    Shape(8, "tmall", "item", "detail.tmall.com/item.htm?id=<item:12>&spm=<spm>"),
    Shape(12, "jd", "item", "item.jd.com/<item:12>.html"),
    Shape(8, "jd", "item", "//item.jd.com/<item:12>.html"),
    Shape(6, "suning", "item", "//product.suning.com/<digits:10>/<item:11>.html?safp=<hex:8>"),
    Shape(5, "taobao", "item", "https://item.taobao.com:443/item.htm?id=<item:12>"),
    Shape(4, "jd", "item", "https://item.jd.com./<item:12>.html"),
    Shape(4, "taobao", "item", "https://ｉｔｅｍ．ｔａｏｂａｏ．ｃｏｍ/item.htm?id=<item:12>"),
    Shape(3, "jd", "item", "https://evil.example@item.jd.com/<item:12>.html"),
    Shape(3, "jd", "item", "https:\\\\item.jd.com\\<item:12>.html"),
    Shape(3, "tmall", "item", "https://detail%2Etmall%2Ecom/item.htm?id=<item:12>"),
    Shape(5, "taobao", "item", "https://item.taobao.com/item.htm?spm=<spm>&amp;id=<item:12>"),
    Shape(3, "tmall", "item", "https%3A%2F%2Fdetail.tmall.com%2Fitem.htm%3Fid%3D<item:12>"),
    Shape(4, "taobao", "click", "s.click.taobao.com/<b62:7>"),
    Shape(4, "taobao", "short", "m.tb.cn/h.<b62:7>"),
)
