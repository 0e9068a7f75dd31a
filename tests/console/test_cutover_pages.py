"""What the pages of a cut-over say, in both languages, and what refused typing leaves."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from tests.console.conftest import Reader
from tests.console.cutover_said import on_file, renewal, says, words
from tests.console.event import CutOver, to
from tests.publishing.conftest import written
from yellowcart.agreements.actions import amend, approve, drop, submit
from yellowcart.console.refusals import REFUSALS
from yellowcart.cutover import actions
from yellowcart.cutover.models import Rehearsal, Step
from yellowcart.kit.clock import now
from yellowcart.publishing.actions import start_session
from yellowcart.publishing.models import Cart


def found(event: CutOver) -> None: ...


def drafted(event: CutOver) -> None:
    event.rehearsed()
    event.drafted()


def passed(event: CutOver) -> None:
    event.announced()
    to(event.one.at + timedelta(minutes=1))


def sweeping(event: CutOver) -> None:
    event.approved()
    to(event.one.at + timedelta(minutes=1))


def closed(event: CutOver) -> None:
    event.proved()
    actions.close(by=event.operator, transition=event.one)


Stage = Callable[[CutOver], Any]
STANDS: list[tuple[Stage, str, str]] = [
    (
        found,
        "离切换不到 7 天，还没有通知达人和商家。",
        "Less than 7 days are left, and nobody has announced it.",
    ),
    (
        CutOver.announced,
        "已通知，等待另一人批准。",
        "Announced. It waits for the approval of a second person.",
    ),
    (passed, "时刻已过，无人批准。", "The instant has passed and nobody approved it."),
    (
        CutOver.approved,
        "已批准，到时自动下架。",
        "Approved. The sweep begins by itself at the instant.",
    ),
    (sweeping, "时刻已过，正在下架。", "The instant has passed, and the sweep is under way."),
    (
        CutOver.swept,
        "已全部下架，还没有出具证明。",
        "Swept. It has not been proved yet.",
    ),
    (CutOver.proved, "已出具证明，可以办结。", "Proved. It can be closed."),
    (closed, "已办结。", "Closed."),
]


@pytest.mark.parametrize(("stage", "zh", "en"), STANDS, ids=[one[2] for one in STANDS])
def test_a_transition_says_how_it_stands(event: CutOver, stage: Stage, zh: str, en: str) -> None:
    stage(event)
    for path in ("/console/cutovers/", event.path, "/console/"):
        if stage is closed and path == "/console/":
            continue
        pages = says(event, path)
        assert zh in pages[0], path
        assert en in pages[1], path


IN_THE_WAY: list[tuple[Stage, str, str, str]] = [
    (found, "finance", "这一步由运营进行。", "Operations take this step."),
    (
        CutOver.rehearsed, "operations",
        "还没有起草这次切换的通知。", "No notice of this transition has been drafted.",
    ),
    (
        CutOver.announced, "operations",
        "您演练或通知了它，须由另一人批准。",
        "You rehearsed or announced it: another person approves it.",
    ),
    (
        CutOver.announced, "finance", "批准由运营或法务进行。", "Operations or legal approve it.",
    ),
    (
        CutOver.approved, "operations", "到时由系统自动下架，不用操作。",
        "From the instant on the workers sweep by themselves: nothing is to be done.",
    ),
    (
        sweeping, "operations", "系统正在下架，不用操作，本页会自动刷新。",
        "The workers are sweeping; this page refreshes itself.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "who", "zh", "en"), IN_THE_WAY, ids=[i[3] for i in IN_THE_WAY])
def test_a_step_that_cannot_be_taken_has_no_button_and_says_why(
    event: CutOver, stage: Stage, who: str, zh: str, en: str
) -> None:
    stage(event)
    pages = says(event, event.path, who)
    assert zh in pages[0]
    assert en in pages[1]
    state = Reader(event.made, who).text(event.path).split('id="state"')[1].split("</section>")[0]
    assert "<button" not in state


def test_what_changes_and_whom_it_touches(event: CutOver) -> None:
    zh, en = says(event, event.path)
    assert (
        "淘宝联盟 直播间购物车、短视频购物车、商详页、橱窗、图文笔记 商品、服务 可挂 → 不可挂" in zh
    )
    assert "京东联盟 直播间购物车 商品、服务 可挂 → 不可挂 没有条款允许 jd-2021 · 3.2 下架" in zh
    assert (
        "JD Alliance live-room cart goods, services allowed → denied no clause grants it"
        " jd-2021 · 3.2 withdrawn" in en
    )
    assert "Entries 2 Carts 1 Sessions on air 0 Creators 1 Merchants 0 Providers 0" in en
    list_zh, list_en = says(event, "/console/cutovers/")
    assert "淘宝联盟 · 5 个位置 → 关闭 京东联盟 · 直播间购物车 → 关闭" in list_zh
    assert "JD Alliance · live-room cart → close" in list_en


def test_a_rehearsal_runs_is_done_or_failed(
    event: CutOver, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(event.made, "operations")
    assert "data-again" not in reader.text(event.path)
    reader.post(event.path + "change/", do="rehearse")
    page = reader.text(event.path)
    assert "A rehearsal is running; this page refreshes itself." in page
    assert "data-again" in page

    def full(*_: object) -> None:
        raise OSError("no space left")

    module = sys.modules["yellowcart.cutover.actions.rehearse"]
    monkeypatch.setattr(module, "sweep", full)
    actions.run_rehearsal(event.rehearsal.pk)
    zh, en = says(event, event.path)
    assert "没有做完：OSError: no space left" in zh
    assert "It was not finished: OSError: no space left" in en
    monkeypatch.undo()
    event.rehearsed()
    zh, en = says(event, event.path)
    assert "查看 2 个在挂条目：将下架 2 个，保留 0 个；涉及 1 位达人，近 30 天 GMV ¥0.00。" in zh
    assert "Entries looked at: 2; to be withdrawn: 2; to stay: 0; creators touched: 1;" in en
    assert "data-again" not in reader.text(event.path)


PLAN = {"do": "plan", "longest_wait": "6", "told_ppm": "95.5", "told_days": "3"}


def test_the_plan_is_kept_and_measured(event: CutOver) -> None:
    reader = Reader(event.made, "operations")
    zh, en = says(event, event.path)
    assert "涉及 1 位达人，0 位已收到通知；没有要求比例。" in zh
    assert "Creators touched: 1; told: 0; no share is asked for." in en
    reader.post(event.path + "change/", **PLAN)
    one = event.one
    assert (one.longest_wait, one.told_ppm, one.told_days) == (timedelta(hours=6), 955_000, 3)
    page = reader.text(event.path)
    assert 'name="told_ppm" value="95.5"' in page
    event.announced()
    zh, en = says(event, event.path, "legal")
    assert "未达到" in zh
    assert "须有 1 位达人提前 3 天收到通知，现在是 0 位，不能批准。" in zh
    assert "Creators told 3 days before: 0; asked for: 1. It cannot be approved." in en
    before = written()
    Reader(event.made, "legal").post(event.path + "change/", do="approve")
    assert (written(), event.one.step) == (before, Step.ANNOUNCED)


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        ({"longest_wait": "x"}, "最长等待（小时）：不是数（x），应为整小时数。", "whole hours"),
        ({"longest_wait": "169"}, "应为0 至 168 小时", "expected 0 to 7 days"),
        ({"longest_wait": "9" * 11}, "最长等待", "longest_wait"),
        ({"told_ppm": "101"}, "应为0 至 100", "expected 0 to 1,000,000"),
        ({"told_ppm": "0.00001"}, "百分数，小数点后最多四位", "at most four digits"),
        ({"told_ppm": "NaN"}, "百分数，小数点后最多四位", "at most four digits"),
        ({"told_ppm": "-1"}, "须通知到的达人比例（%）：不能作比例", "not a share"),
        ({"told_ppm": "1e9"}, "应为0 至 100", "not a share"),
        ({"told_days": "-1"}, "提前天数：不是数", "not a number"),
        ({"told_days": "366"}, "应为0 至 365 的整数", "expected 0 to 365"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    event: CutOver, typed: dict[str, str], zh: str, en: str
) -> None:
    before = written()
    for language, said in (("zh-hans", zh), ("en", en)):
        reader = Reader(event.made, "operations", language)
        reader.post(event.path + "change/", **(PLAN | typed))
        assert said in unescape(reader.text(event.path))
    assert written() == before


def test_refused_steps_say_why_and_write_nothing(event: CutOver) -> None:
    reader = Reader(event.made, "operations", "zh-hans")

    def refused(said: str, **typed: Any) -> None:
        before = written(), event.one.step
        reader.post(event.path + "change/", **typed)
        assert said in unescape(reader.text(event.path))
        assert (written(), event.one.step) == before

    notice = event.drafted()
    refused(REFUSALS["at-another-step"], do="announce", notice=notice.pk)
    refused(REFUSALS["at-another-step"], do="approve")
    refused(REFUSALS["at-another-step"], do="prove")
    refused(REFUSALS["at-another-step"], do="close")
    event.rehearsed()
    refused("已过须提前告知的期限；仍要发出的，须写明理由。", do="announce", notice=notice.pk)
    reader.post(event.path + "change/", do="announce", notice=notice.pk, late_why="今日才签署")
    assert event.one.step == Step.ANNOUNCED
    assert "逾期发出的理由：今日才签署" in says(event, event.path)[0]
    refused(REFUSALS["approved-by-second-person"], do="approve")


def test_the_sweep_is_watched(event: CutOver) -> None:
    sweeping(event)
    reader = Reader(event.made, "operations")
    assert 'id="sweep" data-again="3"' in reader.text(event.path)
    assert "Withdrawn 0 Restored 0 Still due 2" in says(event, event.path)[1]
    actions.sweep(event.one.pk)
    assert "data-again" not in reader.text(event.path)
    zh, en = says(event, event.path)
    assert "已下架 2 已恢复 0 待下架 0 等待下播 0 按条款保留 0" in zh
    assert "Withdrawn 2 Restored 0 Still due 0 Waiting for live sessions 0" in en


def test_a_version_under_review_says_what_it_would_change(event: CutOver) -> None:
    version = renewal(event, approved=False)
    zh, en = says(event, event.path)
    assert "待审批的版本会改变这次切换： jd-2021 第 3 版 批准后不再有" in zh
    assert "A version under review would change this: jd-2021 version 3 No longer so, once" in en
    drop(by=event.made.people["legal"], version=version)
    assert "would change this" not in says(event, event.path)[1]


def test_terms_that_change_start_it_again_and_say_how(event: CutOver) -> None:
    event.announced()
    renewal(event)
    zh, en = says(event, "/console/cutovers/")
    assert "京东联盟" not in zh
    zh, en = says(event, event.path)
    assert "各步骤须重新进行 不再有的变化" in zh
    assert "every step is to be taken again No longer so Partner" in en
    assert "按改动前的协议" in zh


def test_the_front_page_shouts_what_is_overdue(event: CutOver) -> None:
    zh, en = says(event, "/console/")
    assert "离切换不到 7 天，还没有通知达人和商家。" in zh
    assert "下一步：演练" in zh
    assert "Next: rehearse it" in en
    page = Reader(event.made, "finance").text("/console/")
    assert 'class="band late"' in page
    assert page.count(f'href="{event.path}"') == 2  # the band's, and that of what changes next
    event.announced()
    page = Reader(event.made, "finance").text("/console/")
    assert 'class="band"' in page
    assert "Next: a second person approves it" in words(page)


def test_the_time_machine_shows_the_step_of_then(event: CutOver) -> None:
    unfound = event.one.found_at - timedelta(seconds=1)
    event.rehearsed()
    rehearsed = now()
    event.announced()
    announced = now()
    actions.approve(by=event.made.people["second"], transition=event.one)
    to(event.one.at + timedelta(seconds=2))
    actions.sweep(event.one.pk)
    actions.prove(by=event.operator, transition=event.one)
    proved = now()
    actions.close(by=event.operator, transition=event.one)
    reader = Reader(event.made, "operations")

    def then(at: Any) -> tuple[str, str]:
        reader.post("/console/time-machine/", as_of=at.isoformat())
        before = written()
        page = reader.text(event.path)
        assert written() == before
        return words(page), words(reader.text("/console/cutovers/"))

    for end in ("0001-01-03", "9999-12-30 12:00:00"):
        reader.post("/console/time-machine/", as_of=end)
        assert "Time machine: as of" in reader.text(event.path)
    page, listed = then(unfound)
    assert "It had not been found yet: that was at" in page
    assert "there is no transition to take care of" in listed
    page, listed = then(rehearsed)
    assert "Less than 7 days are left, and nobody has announced it." in page
    assert "What it touched then Entries 2 Carts 1" in page
    assert "<form" not in page
    assert "Next:" not in page
    page, listed = then(announced)
    assert "It waits for the approval of a second person." in page
    assert "It waits for the approval of a second person." in listed
    page, listed = then(proved)
    assert "Proved. It can be closed." in page
    assert "What was withdrawn Entries 2" in page


def test_gone_transitions_are_folded_away(event: CutOver) -> None:
    old = on_file("taobao-2021")
    longer = replace(old, period=replace(old.period, until=None))
    version = amend(by=event.made.people["legal"], value=longer)
    submit(by=event.made.people["legal"], version=version)
    approve(by=event.made.people["second"], version=version)
    renewal(event)
    zh, en = says(event, "/console/cutovers/")
    assert "不再发生 1" in zh
    assert "不再发生：协议在此之前改了。" in zh
    assert "It comes no more: the terms changed before it." in en
    assert "不再发生，没有下一步。" in says(event, event.path)[0]
    assert event.path not in Reader(event.made, "operations").text("/console/")


def test_a_live_session_is_counted_and_waited_for(event: CutOver) -> None:
    start_session(by=event.operator, cart=Cart.objects.get(code="room-1"))
    assert "Sessions on air 1" in says(event, event.path)[1]


def test_no_page_says_a_bare_key(event: CutOver) -> None:
    event.proved()
    assert Rehearsal.objects.count() == 1
    for path in ("/console/cutovers/", event.path, event.path + "withdrawn/", "/console/audit/"):
        for page in says(event, path):
            bare = re.findall(
                r"\b(?:in_force|no_agreement|not_granted|live_cart|house_rules)\b", page
            )
            assert bare == [] or path == "/console/audit/", path
    zh, en = says(event, "/console/audit/")
    for said in ("发现切换", "演练切换", "通知切换", "批准切换", "切换下架条目", "证明切换"):
        assert said in zh
    for said in ("found a transition", "approved a transition", "withdrew entries"):
        assert said in en
