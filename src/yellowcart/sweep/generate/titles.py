"""Goods titles and badges as sellers write them, put together from their usual words."""

from __future__ import annotations

from itertools import product

OPENINGS = (
    "2022新款",
    "【清仓】",
    "买一送一",
    "工厂直销",
    "产业带直发",
    "官方正品",
    "主播推荐",
    "网红同款",
    "春季爆款",
    "老字号",
)
QUALITIES = (
    "加厚保暖",
    "轻薄透气",
    "大码宽松",
    "一次性家用",
    "儿童学生",
    "无糖低脂",
    "不锈钢304",
    "复古港风",
    "便携式USB",
    "100%纯棉",
)
GOODS = (
    "卫衣女装外套",
    "男士运动鞋42码",
    "婴儿玻璃奶瓶",
    "洗脸巾10包装",
    "螺蛳粉330g*5",
    "空气炸锅5L",
    "面膜补水保湿",
    "成人防滑衣架",
    "蓝莓125g/盒",
    "行李箱万向轮",
    "手机壳iPhone13",
    "四件套1.8m床",
    "云南白药牙膏",
    "猫粮全价10斤",
    "珍珠项链925银",
    "保温杯500ml",
)
TITLES = tuple("".join(words) for words in product(OPENINGS, QUALITIES, GOODS))
BADGES = ("7天无理由退货", "大促价保", "假一赔四", "退货包运费", "这个好用啊", "已验真", "先用后付")
