"""The agreements change after a notice went out: who was told is told what changed, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.notices.conftest import (
    DAY,
    Clock,
    Platform,
    T,
    last_record,
    look,
    received,
    renew_taobao,
    table,
)
from yellowcart.agreements.actions import amend, approve, submit
from yellowcart.notices.actions import deliver, end, send
from yellowcart.notices.correcting import WATCHED_FOR, correct
from yellowcart.notices.models import Issue, Notice
from yellowcart.notices.queries import agreement_of_text, counts, inbox
from yellowcart.parties.models import AuditRecord
from yellowcart.webhooks.models import Event

EVERYBODY = {"aling", "xiaobo", "nancheng", "wushan-mcn"}


def take_back_jd(platform: Platform) -> None:
    """JD stays in the live room after all."""
    value = next(one for one in table().agreements if one.code == "jd-2021")
    clauses = tuple(replace(clause, until=None) for clause in value.clauses)
    version = amend(by=platform.clerk, value=replace(value, clauses=clauses))
    submit(by=platform.clerk, version=version)
    approve(by=platform.counsel, version=version)


def test_after_an_amendment_those_told_are_told_what_changed_exactly_once(
    platform: Platform, sent: Notice
) -> None:
    renew_taobao(platform)
    (issue,) = look()
    assert (issue.kind, issue.number, issue.distance) == ("correction", 6, None)
    assert received(issue) == EVERYBODY  # Xiaobo too, whom nothing touches any more
    assert issue.title_zh == "更正：关于调整京东联盟链接发布范围的通知"
    assert issue.title_en == "Correction: Notice: where links of JD Alliance can be published"
    assert issue.differs is not None
    assert issue.differs["now"] == []
    assert [
        (row["partner"], row["surface"], row["kind"], row["after"])
        for row in issue.differs["before"]
    ] == [
        ("taobao-alliance", surface, kind, "deny")
        for surface in ("live_cart", "video_cart", "product_page", "shop_window", "note")
        for kind in ("goods", "services")
    ]
    zh, en = issue.text_zh.split("\n"), issue.text_en.split("\n")
    assert zh[:4] == [
        "此前发出的通知有变化，请以本通知为准。",
        "",
        "不再如此：",
        "· 淘宝联盟，直播间购物车，商品链接：不能再发布",
    ]
    assert en[2:4] == [
        "No longer so:",
        "· Taobao Alliance, live-room cart, goods links: can no longer be published",
    ]
    assert zh[13:15] == ["", "各位商家、达人："]
    assert look() == []
    assert correct(sent.pk) is None
    deliver(issue)
    assert Event.objects.filter(kind="notice.sent").count() == 2
    assert len(inbox(platform.people["of xiaobo"])) == 2
    record = AuditRecord.objects.get(what="notice.corrected")
    assert (record.by, record.subject_key) == (None, str(sent.pk))


def test_later_reminders_say_what_holds_now_and_go_to_whom_it_touches(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    renew_taobao(platform)
    look()
    clock(T - 7 * DAY)
    (reminder,) = look()
    assert reminder.title_zh == "提醒：关于调整京东联盟链接发布范围的通知"
    assert "淘宝联盟" not in reminder.text_zh
    assert reminder.differs is None
    assert received(reminder) == {"aling", "nancheng"}
    sent.refresh_from_db()
    assert agreement_of_text(sent, table()).reasons == ()


def test_a_reminder_that_is_due_and_stale_gives_way_to_the_correction(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    renew_taobao(platform)
    clock(T - 7 * DAY)
    reminder = sent.issues.get(distance=604_800)
    deliver(reminder)  # its job, before the look of that minute
    reminder.refresh_from_db()
    assert reminder.dropped_at is not None
    assert received(reminder) == set()
    correction = sent.issues.get(kind="correction")
    assert correction.done_at is not None
    assert received(correction) == EVERYBODY
    assert look() == []


def test_when_nothing_changes_any_more_the_correction_says_so(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    renew_taobao(platform)
    take_back_jd(platform)
    (issue,) = look()
    assert issue.title_zh == "更正：2022-03-01 00:00:00 起链接的发布范围不作调整"
    assert issue.title_en == (
        "Correction: Where links can be published does not change at 2022-03-01 00:00:00"
    )
    assert issue.text_zh.endswith(
        "2022-03-01 00:00:00（北京时间，UTC+8）起链接的发布范围没有变化，此前通知的调整不再进行。"
    )
    assert issue.changes == []
    assert received(issue) == EVERYBODY
    clock(T - 7 * DAY)
    assert look() == []
    assert sent.issues.get(distance=604_800).dropped_at is not None
    assert last_record().what == "notice.reminder_dropped"


def test_two_amendments_make_two_corrections(platform: Platform, sent: Notice) -> None:
    renew_taobao(platform)
    (first,) = look()
    take_back_jd(platform)
    (second,) = look()
    assert (first.number, second.number) == (6, 7)
    assert second.differs is not None
    assert {row["partner"] for row in second.differs["before"]} == {"jd-alliance"}


def test_an_issue_under_way_is_overtaken_and_nobody_is_left_out(
    platform: Platform, drafted: Notice
) -> None:
    first = send(by=platform.clerk, notice=drafted)
    renew_taobao(platform)
    deliver(first)
    first.refresh_from_db()
    assert (first.started_at, first.done_at) == (None, None)
    assert first.dropped_at is not None
    correction = drafted.issues.get(kind="correction")
    assert received(correction) == {"aling", "nancheng"}  # nobody was told the other
    assert [one.delivered for one in counts(drafted)] == [0, 0, 0, 0, 0, 2]


def test_of_a_notice_called_off_nothing_is_corrected(platform: Platform, sent: Notice) -> None:
    end(by=platform.clerk, notice=sent)
    renew_taobao(platform)
    assert look() == []
    assert correct(sent.pk) is None
    assert not Issue.objects.filter(kind="correction").exists()


@pytest.mark.parametrize(("after", "corrections"), [(DAY, 1), (WATCHED_FOR + DAY, 0)])
def test_a_renewal_that_reaches_back_is_told_for_a_month(
    platform: Platform, sent: Notice, clock: Clock, after: timedelta, corrections: int
) -> None:
    clock(T + after)
    renew_taobao(platform)
    look()
    assert Issue.objects.filter(kind="correction").count() == corrections
