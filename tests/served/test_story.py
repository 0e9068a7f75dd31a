"""A clerk drafts an amendment, another person approves it, a phone sees the cart change."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.served.conftest import SignIn, picture
from yellowcart.kit.clock import now

SHANGHAI = ZoneInfo("Asia/Shanghai")
ROOM = "live-cart-001-1"
PAGES = {
    "front": "/console/",
    "agreements": "/console/agreements/",
    "agreement": "/console/agreements/of/jd-2021/",
    "explorer": "/console/explorer/?text=https%3A%2F%2Fitem.jd.com%2F100012043978.html",
    "cutovers": "/console/cutovers/",
    "carts": "/console/carts/",
    "cart": f"/console/carts/{ROOM}/",
    "notices": "/console/notices/",
    "new-notice": "/console/notices/new/?at=2022-03-01&source=agreements",
    "inbox": "/console/inbox/",
    "review": "/console/review/",
    "audit": "/console/audit/",
    "people": "/console/people/",
}


def typed(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def test_the_story(sign_in: SignIn) -> None:
    clerk, counsel, operator = (sign_in(name) for name in ("clerk", "counsel", "operator"))
    phone = sign_in("creator", width=390)
    phone.goto(f"/my/carts/{ROOM}/")
    served = phone.locator("#live article:not(.off)")
    jd = phone.locator("#live article:not(.off)", has_text="jd.com")
    before = served.count()
    expect(jd).to_have_count(0)
    stopped = phone.locator("#live article.off", has_text="jd.com").count()
    assert stopped > 0
    picture(phone, "creator-before")

    at = (now() + timedelta(seconds=45)).replace(microsecond=0)
    clerk.goto("/console/agreements/of/jd-2021/")
    clerk.get_by_role("link", name="修订").click()
    clerk.fill("[name=id-2]", "3.3")
    clerk.check("[name=surfaces-2][value=live_cart]")
    clerk.locator("fieldset").nth(2).locator("summary").click()
    clerk.fill("[name=start-2]", typed(at))
    picture(clerk, "draft")
    clerk.get_by_role("button", name="保存草稿").click()
    expect(clerk.get_by_text("草稿已保存")).to_be_visible()
    expect(clerk.locator(".preview")).to_contain_text(typed(at).removesuffix(":00"))
    expect(clerk.locator(".preview")).to_contain_text("京东联盟 · 直播间购物车 · 商品 → 可挂")
    picture(clerk, "preview")
    clerk.get_by_role("button", name="提交审批").click()
    expect(clerk.get_by_text("须由起草和提交以外的另一人审批")).to_be_visible()
    expect(clerk.get_by_role("button", name="批准")).to_have_count(0)

    counsel.goto("/console/")
    counsel.get_by_role("link", name="jd-2021").click()
    picture(counsel, "approve")
    counsel.get_by_role("button", name="批准，即刻生效").click()
    expect(counsel.get_by_text("已批准，即刻生效。")).to_be_visible()
    assert now() < at, "the story was too slow"

    operator.goto("/console/")
    expect(operator.locator(".coming h3")).to_have_text([typed(at).removesuffix(":00")])
    picture(operator, "coming")
    phone.reload()
    expect(jd).to_have_count(0)
    until = (at - now()).total_seconds()
    phone.wait_for_timeout(max(0, until * 1000))
    expect(jd).to_have_count(stopped, timeout=15_000)
    expect(served).to_have_count(before + stopped)
    picture(phone, "creator-after")

    operator.goto("/console/explorer/")
    operator.fill("[name=text]", "快来看 https://item.jd.com/100012043978.html 好价")
    operator.select_option("[name=surface]", "live_cart")
    operator.get_by_role("button", name="查询").click()
    expect(operator.locator(".answer")).to_contain_text("可挂")
    expect(operator.locator(".answer")).to_contain_text("第 3.3 条")
    picture(operator, "why")

    operator.get_by_text("时光机").click()
    operator.fill("[name=as_of]", "2022-02-28 23:59:59")
    operator.get_by_role("button", name="前往").click()
    expect(operator.locator(".machine")).to_contain_text("时光机：正在查看 2022-02-28 23:59:59")
    operator.goto(f"/console/carts/{ROOM}/")
    expect(operator.get_by_role("heading", name="展示中 20")).to_be_visible()
    expect(operator.get_by_role("button", name="挂出")).to_have_count(0)
    picture(operator, "time-machine")
    operator.get_by_role("button", name="回到现在").click()
    expect(operator.locator(".machine")).not_to_contain_text("正在查看")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [
        ("zh-hans", 1280, "dark"),
        ("en", 1280, "light"),
        ("zh-hans", 390, "light"),
        ("en", 390, "dark"),
    ],
)
def test_every_page_is_whole(sign_in: SignIn, language: str, width: int, scheme: str) -> None:
    """In both languages, light and dark, on a laptop and a phone: nothing is cut off."""
    page = sign_in("operator", language, width, scheme)
    for name, address in PAGES.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, name
        expect(page.locator("html")).to_have_attribute("lang", language)
        _is_whole(page, name)
        if language == "en":
            _is_english(page, name)
        picture(page, f"{name}-{language[:2]}-{width}-{scheme}")


def _is_whole(page: Page, name: str) -> None:
    """Nothing sticks out of the window; what is wide scrolls in a frame of its own."""
    out = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert out <= 0, (name, out)


def _is_english(page: Page, name: str) -> None:
    """The page's own words are English; what people typed stays as it is."""
    headings = page.locator(".yc h2, .yc th, .yc label, .yc button, .yc summary").all_inner_texts()
    chinese = [text for text in headings if any("一" <= letter <= "鿿" for letter in text)]
    names = ("的直播间", "的短视频", "的橱窗", "江南茶铺")
    assert [text for text in chinese if not any(name in text for name in names)] == [], name
