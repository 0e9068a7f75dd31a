"""Links as they stand alone: plain, through the alliances, wrapped, and the platform's own."""

from __future__ import annotations

from yellowcart.sweep.generate.shape import Shape

TAOBAO = "https://item.taobao.com/item.htm"
TMALL = "https://detail.tmall.com/item.htm"
ULAND = "https://uland.taobao.com"
PDD = "https://mobile.yangkeduo.com"
DOUYIN = "https://haohuo.jinritemai.com/views/product"
OWN = "https://app.kwaixiaodian.com/merchant/shop/detail"
SEM = "https://union-click.jd.com/sem.php?source=baidu&unionId=<digits:9>&siteid=<digits:6>"
TBOPEN = "tbopen://m.taobao.com/tbopen/index.html?action=ali.open.nav&module=h5"
SUCS = "https://sucs.suning.com/visitor.htm?userId=<digits:7>&webSiteId=0&adInfoId=0&channel=14"

ITEM_LINKS = (
    Shape(80, "taobao", "item", f"{TAOBAO}?id=<item:12>"),
    Shape(50, "taobao", "item", f"{TAOBAO}?spm=<spm>&id=<item:12>&ns=1&abbucket=<digits:2>#detail"),
    Shape(20, "taobao", "item", f"{TAOBAO}?id=<item:12>&skuId=<digits:13>&ali_refid=a3_<hex:32>"),
    Shape(10, "taobao", "item", f"{TAOBAO}?ft=t&id=<item:11>&scm=1007.<digits:5>.<digits:6>.0.0"),
    Shape(20, "taobao", "item", "https://h5.m.taobao.com/awp/core/detail.htm?id=<item:12>"),
    Shape(
        10, "taobao", "item", "https://main.m.taobao.com/detail/index.html?id=<item:12>&un=<hex:32>"
    ),
    Shape(4, "taobao", "item", "https://m.intl.taobao.com/detail/detail.html?id=<item:12>"),
    Shape(
        15,
        "taobao",
        "item",
        "https://a.m.taobao.com/i<item:12>.htm?price=<digits:3>&sourceType=item&suid=<uuid>"
        "&ut_sk=1.<b62:24>_21646297_<ms>.TaoPassword-WeiXin.1&un=<hex:32>&sp_tk=<b62:20>&spm=<spm>",
    ),
    Shape(6, "taobao", "item", "https://world.taobao.com/item/<item:12>.htm?spm=<spm>"),
    Shape(3, "taobao", "item", "https://world.taobao.com/item/wap/<item:12>.htm"),
    Shape(60, "tmall", "item", f"{TMALL}?id=<item:12>"),
    Shape(
        35,
        "tmall",
        "item",
        f"{TMALL}?spm=<spm>&id=<item:12>&skuId=<digits:13>&user_id=<digits:10>&cat_id=2&is_b=1",
    ),
    Shape(
        12,
        "tmall",
        "item",
        f"{TMALL}?abtest=_AB-LR129-PR129&pvid=<uuid>&pos=1&acm=03130.1003.1.701602&id=<item:12>"
        "&scm=1007.12929.25829.100200300000000",
    ),
    Shape(20, "tmall", "item", "https://detail.m.tmall.com/item.htm?id=<item:12>"),
    Shape(
        8,
        "tmall",
        "item",
        "https://chaoshi.detail.tmall.com/item.htm?spm=<spm>&id=<item:12>&scm=null&pvid=<uuid>"
        "&app_pvid=<digits:5>_33.39.137.63_702_<ms>",
    ),
    Shape(5, "tmall", "item", "https://detail.tmall.hk/hk/item.htm?id=<item:12>&spm=<spm>"),
    Shape(70, "jd", "item", "https://item.jd.com/<item:12>.html"),
    Shape(30, "jd", "item", "https://item.jd.com/<item:7>.html"),
    Shape(30, "jd", "item", "https://item.m.jd.com/product/<item:12>.html?<utm_jd>"),
    Shape(15, "jd", "item", "https://item.m.jd.com/product/<item:14>.html?gx=<b62:16>&ad_od=share"),
    Shape(5, "jd", "item", "https://item.m.jd.com/ware/view.action?wareId=<item:11>"),
    Shape(
        8, "jd", "item", "https://wqitem.jd.com/item/view?sku=<item:11>&ptag=138631.89.2&<utm_jd>"
    ),
    Shape(2, "jd", "item", "https://item.jd.hk/<item:10>.html"),
    Shape(20, "1688", "item", "https://detail.1688.com/offer/<item:12>.html"),
    Shape(5, "1688", "item", "https://detail.1688.com/offer/<item:12>.html?spm=<spm>&cosite=-"),
    Shape(8, "1688", "item", "https://m.1688.com/offer/<item:12>.html"),
    Shape(40, "pdd", "item", f"{PDD}/goods.html?goods_id=<item:12>"),
    Shape(
        15,
        "pdd",
        "item",
        f"{PDD}/goods2.html?goods_id=<item:12>&refer_share_id=<b62:32>&uin=<b62:27>",
    ),
    Shape(6, "pdd", "item", f"{PDD}/goods1.html?_wv=41729&goods_id=<item:12>&page_from=23"),
    Shape(5, "pdd", "item", f"{PDD}/goods2.html?ps=<b62:10>"),
    Shape(12, "vip", "item", "https://detail.vip.com/detail-<digits:10>-<item:19>.html"),
    Shape(10, "vip", "item", "https://m.vip.com/product-<digits:10>-<item:19>.html"),
    Shape(12, "suning", "item", "https://product.suning.com/<digits:10>/<item:11>.html"),
    Shape(6, "suning", "item", "https://m.suning.com/product/0000000000/<padded:11>.html"),
    Shape(
        4,
        "suning",
        "item",
        "https://product.suning.com/0000000000/<item:9>.html?safp=<hex:8>.13701.productWrap.11"
        "&safc=prd.0.0&safpn=10007",
    ),
    Shape(5, "kaola", "item", "https://goods.kaola.com/product/<item:7>.html"),
    Shape(4, "kaola", "item", "https://m-goods.kaola.com/product/<item:7>.html?ri=<digits:5>"),
    Shape(14, "douyin", "item", f"{DOUYIN}/item2?id=<item:19>&pick_source=<b62:7>"),
    Shape(8, "douyin", "item", f"{DOUYIN}/detail?id=<item:19>"),
)

ALLIANCE_LINKS = (
    Shape(22, "taobao", "click", "https://s.click.taobao.com/<b62:7>"),
    Shape(
        14,
        "taobao",
        "click",
        "https://s.click.taobao.com/t?e=m%3D2%26s%3D<enc:170>&scm=null"
        "&pvid=100_11.229.171.161_1616_5161582806071608228&union_lens=<lens>",
    ),
    Shape(4, "taobao", "click", "//s.click.taobao.com/t?e=m%3D2%26s%3D<enc:150>&union_lens=<lens>"),
    Shape(14, "taobao", "coupon", f"{ULAND}/coupon/edetail?e=<enc:160>&traceId=<hex:30>&pid=<pid>"),
    Shape(
        5,
        "taobao",
        "coupon",
        f"{ULAND}/coupon/edetail?activityId=<hex:32>&pid=<pid>&itemId=<item:12>&src=cd_cdll&dx=1",
    ),
    Shape(3, "taobao", "coupon", f"{ULAND}/taolijin/edetail?eh=<enc:140>"),
    Shape(25, "taobao", "short", "https://m.tb.cn/h.<b62:7>"),
    Shape(8, "taobao", "short", "https://m.tb.cn/h.<b62:7>?sm=<hex:6>"),
    Shape(12, "taobao", "short", "https://e.tb.cn/h.<b62:15>?tk=<b62:11>"),
    Shape(40, "jd", "short", "https://u.jd.com/<b62:7>"),
    Shape(6, "jd", "short", "https://3.cn/<digits:1><b62:6>"),
    Shape(10, "jd", "click", "https://union-click.jd.com/jdc?e=&p=<b64u:180>"),
    Shape(5, "jd", "click", "https://union-click.jd.com/jdc?d=<b62:6>"),
    Shape(6, "jd", "item", "https://jingfen.jd.com/detail/<opaque:43>.html"),
    Shape(12, "pdd", "short", "https://p.pinduoduo.com/<b62:8>"),
    Shape(
        9,
        "pdd",
        "coupon",
        f"{PDD}/duo_coupon_landing.html?goods_id=<item:12>&pid=<digits:8>_<digits:9>"
        "&goods_sign=<b64u:43>&customParameters=%7B%22uid%22%3A%22<digits:8>%22%7D&cpsSign=<cps>"
        "&duoduo_type=2",
    ),
    Shape(6, "vip", "short", "https://t.vip.com/<b62:11>?chanTag=user_1&wq=1"),
    Shape(2, "vip", "click", "https://click.union.vip.com/redirect.php?code=<b62:7>"),
    Shape(5, "suning", "short", "https://sugs.suning.com/<b62:8>"),
    Shape(4, "1688", "short", "https://qr.1688.com/s/<b62:8>"),
    Shape(2, "kaola", "short", "http://lu.kaola.com/<b62:6>"),
    Shape(5, "douyin", "short", "https://v.douyin.com/<b62:7>/"),
)

WRAPPED_LINKS = (
    Shape(10, "jd", "click", f"{SEM}&to=http%3A%2F%2Fitem.jd.com%2F<item:12>.html"),
    Shape(6, "jd", "click", f"{SEM}&to=https://item.jd.com/<item:7>.html"),
    Shape(
        8,
        "jd",
        "coupon",
        "https://coupon.m.jd.com/coupons/show.action?key=<hex:32>&roleId=<digits:8>"
        "&to=item.jd.com/<item:11>.html",
    ),
    Shape(
        6,
        "taobao",
        "click",
        "https://mos.m.taobao.com/union/accurate-return?targetUrl="
        "https%3A%2F%2Fdetail.tmall.com%2Fitem.htm%3Fid%3D<item:12>%26pid%3D<pid>",
    ),
    Shape(
        12,
        "taobao",
        "deeplink",
        f"{TBOPEN}&h5Url=https%3A%2F%2Fa.m.taobao.com%2Fi<item:12>.htm%3Fprice%3D<digits:3>"
        "%26sourceType%3Ditem%26spm%3Da211b4.24728341&appkey=24728341&visa=<hex:16>",
    ),
    Shape(
        8,
        "taobao",
        "deeplink",
        f"{TBOPEN}&h5Url=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fspm%3Da211b4.24728341"
        "%26id%3D<item:12>%26visa%3D<hex:16>&appkey=24728341",
    ),
    Shape(6, "taobao", "deeplink", "taobao://item.taobao.com/item.htm?id=<item:12>"),
    Shape(
        8,
        "jd",
        "deeplink",
        'openapp.jdmobile://virtual?params={"category":"jump","des":"productDetail","skuId":"<item:12>"}',
    ),
    Shape(
        4,
        "jd",
        "deeplink",
        'openApp.jdMobile://virtual?params={"category":"jump","des":"m","sourceType":"sourceType_test",'
        '"url":"https://u.jd.com/<b62:7>","unionSource":"Awake","channel":"<hex:32>"}',
    ),
    Shape(
        5,
        "pdd",
        "deeplink",
        "pinduoduo://com.xunmeng.pinduoduo/duo_coupon_landing.html?goods_id=<item:12>"
        "&pid=<digits:8>_<digits:9>&cpsSign=<cps>&duoduo_type=2",
    ),
    Shape(3, "vip", "deeplink", "vipshop://showGoodsDetail?pid=<item:19>"),
    Shape(
        4,
        "vip",
        "short",
        "https://t.vip.com/<b62:11>?&desturl=https%3A%2F%2Fm.vip.com%2Fproduct-<digits:10>-<item:19>.html"
        "%3Fnmsns%3Dshop_android-7.27.9-link%26nst%3Dproduct&nmsns=shop_android-7.27.9-link",
    ),
    Shape(
        5,
        "suning",
        "click",
        f"{SUCS}&vistURL=http%3A%2F%2Fproduct.suning.com%2F0000000000%2F<item:11>.html",
    ),
    Shape(
        4,
        "douyin",
        "deeplink",
        "snssdk1128://ec_goods_detail?promotion_id=<item:19>&kol_id=<digits:11>",
    ),
)

OWN_SHOP = (
    Shape(60, "kuaishou", "item", f"{OWN}?id=<item:13>&hyId=kwaishop&layoutType=4"),
    Shape(30, "kuaishou", "item", f"{OWN}?id=<item:13>"),
    Shape(10, "kuaishou", "short", "https://v.kuaishou.com/<b62:6>"),
)
