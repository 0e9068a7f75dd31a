"""What was withdrawn: put back, left alone, or replaced by what is suggested."""

import re
from html import unescape

from tests.console.conftest import Reader
from tests.console.cutover_said import renewal, says, words
from tests.console.event import CutOver
from tests.publishing.conftest import written
from yellowcart.cutover import actions
from yellowcart.publishing.actions import hang
from yellowcart.publishing.models import Cart, Entry


def test_what_was_withdrawn_is_put_back(event: CutOver) -> None:
    event.swept()
    path = event.path + "withdrawn/"
    reader = Reader(event.made, "operations")
    zh, en = says(event, path)
    assert "可恢复 0 没有条款允许 2 达人已改动购物车 0 原位已有条目 0" in zh
    assert "can be put back 0 nothing grants it now 2" in en
    assert "协议 taobao-2021 第 1 版已到期，第 2.1 条不再允许展示，没有其他生效的协议。" in zh
    assert (
        "Clause 3.2 of agreement jd-2021, version 2, ended, and no other clause grants it here."
        in en
    )
    before = written()
    reader.post(event.path + "change/", do="restore")
    assert "Put back, each in its place: 0." in reader.text(path)
    assert written() == before
    renewal(event)
    zh, en = says(event, path + "?creator=aling")
    assert "恢复这位达人的 1 个条目" in zh
    assert "Put back this creator's (1)" in en
    before = written()
    answer = reader.post(event.path + "change/", do="restore", creator="nobody")
    assert answer.headers["Location"] == path + "?creator=nobody"
    assert "no such creator" in reader.text(path)
    assert "Withdrawn entries: 0" in words(reader.text(path + "?creator=nobody"))
    assert written() == before
    reader.post(event.path + "change/", do="restore", creator="aling")
    back = Entry.objects.get(restores=event.made.jd)
    assert (back.status, back.position) == ("hung", Entry.objects.get(pk=event.made.jd).place)
    assert "Put back, each in its place: 1." in reader.text(path)
    assert "its place is filled 1" in says(event, path)[1]


def test_a_cart_that_was_changed_since_is_left_alone(event: CutOver) -> None:
    event.swept()
    renewal(event)
    hang(by=event.operator, cart=Cart.objects.get(code="room-1"), product="KS-2")
    zh, en = says(event, event.path + "withdrawn/")
    assert "可恢复 0 没有条款允许 1 达人已改动购物车 1" in zh
    assert "the cart was changed since 1" in en


def test_a_creator_reads_why_and_takes_what_is_suggested(event: CutOver) -> None:
    event.swept()
    mine = "/my/carts/room-1/"
    at = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
    zh, en = says(event, mine, "member")
    assert re.search(f"{at} 下架，原在第 1 位。 协议 taobao-2021 第 1 版已到期", zh)
    assert re.search(f"Withdrawn at {at}; it stood at place 1. Agreement taobao-2021", en)
    assert "换上" not in zh
    operator, member = Reader(event.made, "operations"), Reader(event.made, "member")
    before = written()
    for entry in (event.made.taobao, event.made.unknown, "x"):
        member.post(mine + "change/", do="take", entry=entry)
    page = unescape(member.text(mine))
    assert "nothing is suggested" in page
    assert "there is no entry x in room-1" in page
    bad = {"do": "suggest", "entry": event.made.taobao, "product": "KS-9", "text": "x"}
    operator.post(event.path + "change/", **bad)
    operator.post(event.path + "change/", do="suggest", entry=event.made.unknown, product="KS-9")
    assert written() == before
    page = operator.text(event.path + "withdrawn/")
    assert "a link and a product at once" in page
    assert "did not withdraw the entry" in page
    operator.post(
        event.path + "change/", do="suggest", entry=event.made.taobao, product="KS-9",
        title="自营保温杯",
    )  # fmt: skip
    zh, en = says(event, mine, "member")
    assert "推荐替代： 自营保温杯 KS-9 换上" in zh
    assert "Suggested instead: 自营保温杯 KS-9 Take it" in en
    assert "自营保温杯 KS-9" in says(event, "/console/carts/room-1/")[0]
    member.post(mine + "change/", do="take", entry=event.made.taobao)
    taken = Entry.objects.get(restores=event.made.taobao)
    assert (taken.product, taken.position) == ("KS-9", 1)
    assert "The replacement hangs in its place." in member.text(mine)
    before = written()
    member.post(mine + "change/", do="take", entry=event.made.taobao)
    assert written() == before
    zh, en = says(event, "/console/carts/room-1/")
    assert "原位已有条目" in zh
    assert "its place is filled" in en


def test_a_suggestion_that_nothing_grants_is_refused_in_words(event: CutOver) -> None:
    event.swept()
    link = Entry.objects.get(pk=event.made.jd).text
    actions.suggest(by=event.operator, entry=event.withdrawn(), text=link)
    for language, said in (("zh-hans", "不能在直播间购物车发布"), ("en", "may not be published")):
        member = Reader(event.made, "member", language)
        before = written()
        member.post("/my/carts/room-1/change/", do="take", entry=event.made.taobao)
        assert said in unescape(member.text("/my/carts/room-1/"))
        assert written() == before
