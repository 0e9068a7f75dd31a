"""The notice period, the schedule of reminders as the clock moves, and calling off."""

from dataclasses import replace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.notices.conftest import (
    DAY,
    LATE,
    Clock,
    Platform,
    T,
    last_record,
    look,
    received,
    refused,
    table,
)
from yellowcart.kit.instant import format_instant
from yellowcart.notices.actions import deliver, draft, draft_free, edit, end, send
from yellowcart.notices.audience import addressed
from yellowcart.notices.errors import NobodyToTell, NoticeTooLate
from yellowcart.notices.models import Issue, Notice
from yellowcart.notices.queries import counts, period
from yellowcart.parties.models import AuditRecord
from yellowcart.publishing.actions import Row, load, take_down
from yellowcart.publishing.falls import Falls
from yellowcart.publishing.models import Entry
from yellowcart.webhooks.models import Event

HOUR = DAY / 24
EVERYBODY = {"aling", "xiaobo", "nancheng", "wushan-mcn"}


def test_it_goes_out_at_once_to_whom_it_touches_and_the_reminders_wait(
    platform: Platform, drafted: Notice
) -> None:
    first = send(by=platform.clerk, notice=drafted)
    record = last_record()
    assert (record.what, record.by) == ("notice.sent", platform.clerk)
    (job,) = ProcrastinateJob.objects.values_list("task_name", "args")
    assert job == ("notices.deliver", {"issue": first.pk})
    deliver(first)
    assert received(first) == EVERYBODY
    first.refresh_from_db()
    assert (first.kind, first.number, first.recipients) == ("first", 1, 4)
    assert first.started_at is not None
    assert first.done_at is not None
    issues = drafted.issues.order_by("number")
    assert list(issues.values_list("number", "kind", "distance", "due_at"))[1:] == [
        (2, "reminder", 604_800, T - 7 * DAY),
        (3, "reminder", 259_200, T - 3 * DAY),
        (4, "reminder", 86_400, T - DAY),
        (5, "reminder", 3_600, T - HOUR),
    ]
    assert look() == []


def test_other_systems_hear_once_of_each_issue(platform: Platform, sent: Notice) -> None:
    (event,) = Event.objects.filter(kind="notice.sent")
    first = sent.issues.get(number=1)
    assert first.started_at is not None
    assert first.done_at is not None
    assert event.subject == str(sent.pk)
    assert event.data == {
        "notice": sent.pk,
        "issue": 1,
        "kind": "first",
        "distance": None,
        "at": "2022-02-28T16:00:00+00:00",
        "source": "agreements",
        "title_zh": sent.title_zh,
        "title_en": sent.title_en,
        "text_zh": sent.text_zh,
        "text_en": sent.text_en,
        "differs": None,
        "recipients": 4,
        "mails": 0,
        "started_at": format_instant(first.started_at),
        "done_at": format_instant(first.done_at),
    }
    deliver(first)
    deliver(first.pk)
    assert Event.objects.filter(kind="notice.sent").count() == 1
    assert last_record().what == "notice.delivered"


def test_each_reminder_goes_out_when_the_clock_comes_to_it(sent: Notice, clock: Clock) -> None:
    for distance, title in (
        (7 * DAY, "提醒：关于调整淘宝联盟和京东联盟链接发布范围的通知"),
        (3 * DAY, "提醒：关于调整淘宝联盟和京东联盟链接发布范围的通知"),
        (DAY, "提醒：关于调整淘宝联盟和京东联盟链接发布范围的通知"),
        (HOUR, "提醒：关于调整淘宝联盟和京东联盟链接发布范围的通知"),
    ):
        clock(T - distance - DAY / 86_400 * 5)
        assert look() == []
        clock(T - distance)
        (issue,) = look()
        assert (issue.kind, issue.distance) == ("reminder", distance.total_seconds())
        assert issue.title_zh == title
        assert issue.title_en.startswith("Reminder: Notice: where links of Taobao Alliance")
        assert issue.text_en == sent.text_en
        assert received(issue) == EVERYBODY
        assert look() == []
    clock(T)
    assert look() == []
    assert Event.objects.filter(kind="notice.sent").count() == 5


def test_distances_already_behind_are_left_out(platform: Platform, clock: Clock) -> None:
    notice = draft(
        by=platform.clerk, at=T, source="agreements", reminders=[60, 30 * 86_400, 7 * 86_400]
    )
    assert notice.reminders == [2_592_000, 604_800, 60]
    clock(T - 7 * DAY - DAY / 86_400 * 30)
    send(by=platform.clerk, notice=notice)
    assert [*notice.issues.values_list("distance", flat=True)] == [None, 604_800, 60]


def test_of_reminders_that_were_missed_the_nearest_alone_goes_out(
    sent: Notice, clock: Clock
) -> None:
    clock(T - DAY)
    (issue,) = look()
    assert issue.distance == 86_400
    dropped = sent.issues.filter(dropped_at__isnull=False)
    assert [*dropped.values_list("distance", flat=True)] == [604_800, 259_200]
    clock(T)
    assert look() == []
    assert sent.issues.get(distance=3_600).dropped_at is not None
    record = last_record()
    assert (record.what, record.by, record.after) == (
        "notice.reminder_dropped", None, {"distance": 3_600},
    )  # fmt: skip


def test_a_reminder_goes_to_whom_it_concerns_by_then(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    """Dapeng hangs something that goes; Xiaobo has taken down what he had."""
    row = Row("dapeng-live_cart", "https://item.jd.com/100012043979.html")
    assert load(by=None, rows=[row]).hung == 1
    take_down(by=None, entry=Entry.objects.get(cart__creator=platform.xiaobo), why="卖完了")
    clock(T - 7 * DAY)
    (issue,) = look()
    assert received(issue) == {"aling", "dapeng", "nancheng", "wushan-mcn"}


def test_too_late_is_refused_and_says_by_when_it_had_to_be(
    platform: Platform, drafted: Notice, clock: Clock
) -> None:
    clock(LATE)
    error = refused(NoticeTooLate, lambda: send(by=platform.clerk, notice=drafted))
    assert str(error) == (
        "the notice period is 7 days: it could go out in time until 2022-02-22T00:00:00+08:00;"
        " to send it all the same, say why"
    )
    assert (error.code, error.status) == ("notice-too-late", 409)
    refused(NoticeTooLate, lambda: send(by=platform.clerk, notice=drafted, late_why=" "))
    refused(NoticeTooLate, lambda: send(by=None, notice=drafted, late_why="到期未续"))


def test_a_named_person_sends_it_late_on_record(
    platform: Platform, drafted: Notice, clock: Clock
) -> None:
    clock(LATE)
    deliver(send(by=platform.clerk, notice=drafted, late_why="合同到期，对方昨晚才确认"))
    drafted.refresh_from_db()
    assert (drafted.late_by, drafted.late_why) == (platform.clerk, "合同到期，对方昨晚才确认")
    record = AuditRecord.objects.get(what="notice.sent").after
    assert record is not None
    assert (record["late_by"], record["late_why"]) == ("clerk", "合同到期，对方昨晚才确认")
    assert received(drafted.issues.get(kind="first")) == EVERYBODY


def test_in_time_a_reason_is_not_kept(platform: Platform, drafted: Notice) -> None:
    send(by=platform.clerk, notice=drafted, late_why="以防万一")
    drafted.refresh_from_db()
    assert (drafted.late_by, drafted.late_why) == (None, "")


@pytest.mark.parametrize("days", [7, 10, 30])
def test_the_longest_of_the_laws_and_the_agreed_days_counts(
    platform: Platform, drafted: Notice, days: int
) -> None:
    terms = table().terms
    agreed = tuple(
        replace(one, notice_days=days if one.code == "jd-2021" else 3) for one in terms.agreements
    )
    kept = period(drafted, replace(terms, agreements=agreed).table())
    assert kept is not None
    assert (kept.days, kept.last_at) == (days, T - days * DAY)


def test_what_only_opens_needs_no_notice_period(platform: Platform) -> None:
    """The round of 2020: on 1 March all of Taobao opened."""
    at = T.replace(year=2020, month=2, day=29)
    notice = draft(by=platform.clerk, at=at, source="agreements")
    assert "可以在" in notice.text_zh
    kept = period(notice, table())
    assert kept is not None
    assert (kept.days, kept.last_at) == (0, at)


def test_nobody_to_tell(platform: Platform, drafted: Notice) -> None:
    for entry in Entry.objects.all():
        take_down(by=None, entry=entry, why="卖完了")
    refused(NobodyToTell, lambda: send(by=platform.clerk, notice=drafted))
    edit(by=platform.clerk, notice=drafted, audience={"touched": ["creators"], "people": ["qian"]})
    issue = send(by=platform.clerk, notice=drafted)
    deliver(issue)
    assert received(issue) == {"qian"}


AUDIENCES: dict[str, tuple[dict[str, list[str]], set[str]]] = {
    "creators touched": ({"touched": ["creators"]}, {"aling", "xiaobo"}),
    "merchants touched": ({"touched": ["merchants"]}, {"nancheng"}),
    "providers touched": ({"touched": ["providers"]}, {"wushan-mcn"}),
    "every creator": ({"roles": ["creator"]}, {"aling", "xiaobo", "dapeng"}),
    "every merchant": ({"roles": ["merchant"]}, {"nancheng"}),
    "every provider": ({"roles": ["provider"]}, {"wushan-mcn"}),
    "finance and operations": ({"roles": ["finance", "operations"]}, {"qian", "sun"}),
    "a list": (
        {"creators": ["dapeng"], "organisations": ["nancheng"], "people": ["sun"]},
        {"dapeng", "nancheng", "sun"},
    ),
    "some of each, nobody twice": (
        {"touched": ["creators", "merchants"], "roles": ["creator"], "organisations": ["nancheng"]},
        {"aling", "xiaobo", "dapeng", "nancheng"},
    ),
}


@pytest.mark.parametrize("case", AUDIENCES)
def test_whom_an_audience_comes_to(platform: Platform, case: str) -> None:
    audience, names = AUDIENCES[case]
    notice = draft(by=platform.clerk, at=T, source="agreements", audience=audience, reminders=[])
    assert addressed(audience, Falls(table(), T, "agreements")).number == len(names)
    issue = send(by=platform.clerk, notice=notice)
    deliver(issue, at_once=2)
    assert received(issue) == names


def test_called_off_before_its_reminders(platform: Platform, sent: Notice, clock: Clock) -> None:
    end(by=platform.clerk, notice=sent)
    sent.refresh_from_db()
    assert sent.ended_at is not None
    assert last_record().what == "notice.ended"
    clock(T - 7 * DAY)
    assert look() == []
    assert {one.dropped_at for one in sent.issues.filter(kind="reminder")} == {sent.ended_at}
    assert [one.delivered for one in counts(sent)] == [4, 0, 0, 0, 0]


def test_called_off_while_it_is_delivered(platform: Platform, drafted: Notice) -> None:
    issue = send(by=platform.clerk, notice=drafted)
    end(by=platform.clerk, notice=drafted)
    deliver(issue)
    assert received(issue) == set()
    assert not Event.objects.filter(kind="notice.sent").exists()


def test_what_is_not_due_or_nowhere_is_left_alone(sent: Notice) -> None:
    reminder = sent.issues.get(distance=3_600)
    deliver(reminder)
    deliver(0)
    assert received(reminder) == set()
    assert Issue.objects.get(pk=reminder.pk).started_at is None


def test_a_free_notice_to_a_list(platform: Platform) -> None:
    notice = draft_free(
        by=platform.clerk, title_zh="放假", title_en="Holiday", text_zh="放假三天。",
        text_en="Three days off.", audience={"people": ["sun"], "roles": ["finance"]},
    )  # fmt: skip
    issue = send(by=platform.clerk, notice=notice)
    deliver(issue)
    assert received(issue) == {"sun", "qian"}
    issue.refresh_from_db()
    assert (issue.title_zh, issue.text_en, issue.changes) == ("放假", "Three days off.", None)
    assert look() == []
