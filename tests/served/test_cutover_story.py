"""The cut-over of 1 March 2022 in a browser, whole: found in the agreements, rehearsed, announced,
approved, carried out, proved, and partly taken back when a renewal is signed late.

The server is started three times, each at its hour of 2022: what lies between is not waited for.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.served.conftest import SignIn, an_installation, picture, serving, windows
from yellowcart.kit.clock import now
from yellowcart.kit.instant import parse_instant

ROOM = "/my/carts/live-cart-001-1/"
VIDEO = "/my/carts/video-cart-001-2/"
EVENING = "2022-02-21T20:00:00+08:00"
BEFORE_MIDNIGHT = "2022-02-28T23:59:15+08:00"
RENEWAL = "2022-03-03T09:00:00+08:00"
PATIENCE = 60_000
"""Milliseconds for what a worker does."""


@pytest.fixture
def installation() -> Iterator[dict[str, str]]:
    with an_installation() as environment:
        yield environment


@contextmanager
def at(clock: str, installation: dict[str, str], browser: Browser) -> Iterator[SignIn]:
    """The platform served, from that instant on."""
    ahead = int((parse_instant(clock) - now()).total_seconds())
    installation["YELLOWCART_SECONDS_AHEAD"] = str(ahead)
    with serving(installation) as address, windows(browser, address) as sign_in:
        yield sign_in


def test_the_event_of_2022(installation: dict[str, str], browser: Browser) -> None:
    with at(EVENING, installation, browser) as sign_in:
        touched = rehearsed(sign_in("operator"))
        announced(sign_in("operator"))
        received(sign_in)
        approved(sign_in("counsel"))
    with at(BEFORE_MIDNIGHT, installation, browser) as sign_in:
        phone = sign_in("creator", width=390)
        ahead = timedelta(seconds=int(installation["YELLOWCART_SECONDS_AHEAD"]))
        across_midnight(phone, ahead)
        withdrawn = swept(sign_in("operator"))
        assert withdrawn == touched
        proved(sign_in("operator"), withdrawn)
    with at(RENEWAL, installation, browser) as sign_in:
        renewed(sign_in("clerk"), sign_in("counsel"))
        suggested(sign_in("operator"))
        taken_back(sign_in("operator"))
        hangs_again(sign_in("creator", width=390))
        closed(sign_in("operator"))
        closed_in_english(sign_in("operator", "en"))


def reloaded_until(page: Page, told: re.Pattern[str]) -> None:
    """The page says it at last, after a worker has done its part."""
    for _ in range(PATIENCE // 1000):
        if told.search(page.locator("body").inner_text()):
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(told.pattern)


def the_transition(page: Page) -> None:
    page.goto("/console/cutovers/")
    page.get_by_role("link", name="2022-03-01 00:00").first.click()


def rehearsed(page: Page) -> int:
    page.goto("/console/")
    picture(page, "01-front")
    the_transition(page)
    expect(page.locator(".page, .yc").first).to_contain_text("淘宝联盟")
    picture(page, "02-found", whole=True)
    page.get_by_role("button", name="演练", exact=True).click()
    done = page.locator("#rehearsals .in_force", has_text="完成")
    expect(done).to_be_visible(timeout=PATIENCE)
    page.reload()
    picture(page, "03-rehearsed", whole=True)
    told = page.locator("#rehearsals").inner_text()
    return int(told.partition("将下架 ")[2].partition(" 个")[0].replace(",", ""))


def announced(page: Page) -> None:
    the_transition(page)
    page.get_by_role("link", name="起草通知").first.click()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("文本与协议一致")).to_be_visible()
    zh = page.locator("textarea[name=text_zh]")
    edited = zh.input_value()
    zh.fill(edited.replace("京东联盟", "某平台"))
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("heading", name="文本与协议不一致")).to_be_visible()
    picture(page, "04-stale", whole=True)
    page.locator("textarea[name=text_zh]").fill(edited + "\n\n如有疑问，请联系运营。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("文本与协议一致")).to_be_visible()
    picture(page, "05-notice", whole=True)
    the_transition(page)
    page.get_by_role("button", name="发出通知").click()
    reloaded_until(page, re.compile(r"送达 2\d\d，"))
    picture(page, "06-announced", whole=True)


def received(sign_in: SignIn) -> None:
    for name in ("creator", "mcn"):
        phone = sign_in(name, width=390)
        phone.goto("/my/inbox/")
        picture(phone, f"07-inbox-{name}")
        phone.locator("main a", has_text="淘宝联盟").first.click()
        expect(phone.locator("main")).to_contain_text("京东联盟")
        picture(phone, f"08-message-{name}", whole=True)
        phone.get_by_role("button", name="我已知悉").click()
        expect(phone.locator("main")).to_contain_text("已确认")


def approved(page: Page) -> None:
    the_transition(page)
    page.get_by_role("button", name="批准，到时下架").click()
    expect(page.get_by_role("button", name="批准，到时下架")).to_have_count(0)
    picture(page, "09-approved")


def across_midnight(phone: Page, ahead: timedelta) -> None:
    phone.goto(ROOM)
    served = phone.locator("#live article:not(.off)")
    before = served.count()
    assert phone.locator("#live article:not(.off)", has_text="taobao.com").count() > 0
    picture(phone, "10-before-midnight")
    left = (parse_instant("2022-03-01T00:00:00+08:00") - now() - ahead).total_seconds()
    assert left > 0, "the story was too slow"
    phone.wait_for_timeout(max(0, left * 1000))
    expect(phone.locator("#live article:not(.off)", has_text="taobao.com")).to_have_count(
        0, timeout=15_000
    )
    assert served.count() < before
    picture(phone, "11-after-midnight", whole=True)


def swept(page: Page) -> int:
    """By the worker of its own accord, within a minute; how many entries."""
    the_transition(page)
    expect(page.get_by_role("button", name="清点并出具证明")).to_be_visible(timeout=2 * PATIENCE)
    page.reload()
    picture(page, "12-swept", whole=True)
    told = page.locator("#figures dl.figures").first.inner_text()
    return int(told.split("条目")[1].split()[0].replace(",", "")) if "条目" in told else -1


def proved(page: Page, withdrawn: int) -> None:
    the_transition(page)
    page.get_by_role("button", name="清点并出具证明").click()
    expect(page.locator("main, .yc").first).to_contain_text(f"{withdrawn:,}")
    picture(page, "13-proved", whole=True)
    page.locator("a[href*='/proofs/']").first.click()
    expect(page.locator("body")).to_contain_text("Ed25519")
    picture(page, "14-proof", whole=True)


def renewed(clerk: Page, counsel: Page) -> None:
    clerk.goto("/console/agreements/of/taobao-2021/")
    clerk.get_by_role("link", name="续签").click()
    clerk.fill("[name=code]", "taobao-2022")
    clerk.fill("[name=start]", "2022-03-01 00:00:00")
    clerk.fill("[name=until]", "2023-03-01 00:00:00")
    for surface in ("live_cart", "shop_window", "note"):
        clerk.uncheck(f"[name=surfaces-0][value={surface}]")
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_text("草稿已保存")).to_be_visible()
    clerk.get_by_role("button", name="提交审批").click()
    counsel.goto("/console/agreements/of/taobao-2022/")
    counsel.get_by_role("button", name="批准，即刻生效").click()
    expect(counsel.get_by_text("已批准，即刻生效。")).to_be_visible()


def suggested(page: Page) -> None:
    the_transition(page)
    picture(page, "15-renewed", whole=True)
    page.get_by_role("link", name="下架的条目和恢复").click()
    page.fill("[name=creator]", "creator-001")
    page.get_by_role("button", name="查找").click()
    row = page.locator("tr", has_text="直播间").first
    row.locator("summary").click()
    row.locator("[name=product]").fill("KS-2022")
    row.get_by_role("button").last.click()
    expect(page.locator("tr", has_text="KS-2022").first).to_be_visible()


def taken_back(page: Page) -> None:
    the_transition(page)
    page.get_by_role("link", name="下架的条目和恢复").click()
    picture(page, "16-what-can-go-back")
    back = page.get_by_role("button", name="恢复").first
    back.click()
    expect(page.get_by_text("已开始恢复")).to_be_visible()
    for _ in range(PATIENCE // 1000):
        if page.locator(".granted").count() == 0:
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator(".granted")).to_have_count(0)
    picture(page, "17-put-back")


def hangs_again(phone: Page) -> None:
    phone.goto(VIDEO)
    assert phone.locator("#live article:not(.off)", has_text="taobao.com").count() > 0
    picture(phone, "18-hangs-again", whole=True)
    phone.goto(ROOM)
    picture(phone, "19-suggested", whole=True)
    phone.get_by_role("button", name="换上").first.click()
    expect(phone.locator("#live article:not(.off)", has_text="KS-2022")).to_have_count(1)


def closed(page: Page) -> None:
    the_transition(page)
    page.get_by_role("button", name="重新清点").click()
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("button", name="办结")).to_have_count(0)
    picture(page, "20-closed", whole=True)


def closed_in_english(page: Page) -> None:
    page.goto("/console/cutovers/")
    page.locator("summary", has_text="Closed").click()
    page.get_by_role("link", name="2022-03-01 00:00").first.click()
    picture(page, "21-closed-in-english", whole=True)
