"""What the worker does of notices: its tasks are known, and each puts off what is due."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from tests.notices.conftest import Clock, Platform, forget_jobs, renew_taobao
from yellowcart.notices import tasks
from yellowcart.notices.actions import send
from yellowcart.notices.models import Issue, Mail, Notice


def jobs() -> list[tuple[str, object]]:
    found = list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))
    forget_jobs()
    return found


def test_the_worker_knows_them() -> None:
    assert {"notices.deliver", "notices.post", "notices.look"} <= set(app.tasks)
    periodic = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert "notices.look" in periodic


def test_every_minute_what_is_due_is_put_off_to_the_worker(
    sent: Notice, clock: Clock, platform: Platform
) -> None:
    jobs()
    tasks.look(0)
    assert jobs() == []
    nearest = sent.issues.get(distance=259_200)
    missed = sent.issues.get(distance=604_800)
    clock(nearest.due_at)
    tasks.look(0)
    assert jobs() == [
        ("notices.deliver", {"issue": missed.pk}), ("notices.deliver", {"issue": nearest.pk}),
    ]  # fmt: skip
    tasks.deliver(nearest.pk)
    renew_taobao(platform)
    jobs()
    tasks.look(0)
    correction = sent.issues.get(kind=Issue.Kind.CORRECTION)
    assert jobs() == [("notices.deliver", {"issue": correction.pk})]


def test_after_delivering_the_mails_are_put_off(
    drafted: Notice, platform: Platform, settings: Settings, mailoutbox: list[object]
) -> None:
    settings.SENDS_MAIL = True
    settings.DEFAULT_FROM_EMAIL = "notices@example.com"
    issue = send(by=platform.clerk, notice=drafted)
    jobs()
    tasks.deliver(issue.pk)
    assert jobs() == [("notices.post", {})]
    tasks.look(0)
    assert jobs() == [("notices.post", {})]
    tasks.post()
    assert len(mailoutbox) == Mail.objects.filter(state="sent").count() == 3
    tasks.look(0)
    assert jobs() == []


@pytest.mark.parametrize("task", ["deliver", "post"])
def test_done_twice_they_do_no_harm(sent: Notice, task: str) -> None:
    first = sent.issues.get(number=1)
    jobs()
    for _ in range(2):
        getattr(tasks, task)(*([first.pk] if task == "deliver" else []))
    assert jobs() == []
    assert first.messages.count() == 4
