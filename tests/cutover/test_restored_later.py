"""Putting back by a worker, where there is more of it than a page should wait for."""

from dataclasses import replace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cutover.conftest import Event2022, T, in_force, on_file, to
from yellowcart.cutover import actions, tasks
from yellowcart.kit.period import Period
from yellowcart.parties.errors import NotPermitted
from yellowcart.publishing.models import Entry

pytestmark = pytest.mark.django_db


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="cutover.restore").count()


def test_asked_for_twice_it_is_done_once(event_2022: Event2022) -> None:
    one, operator = event_2022.swept(), event_2022.people["operator"]
    to("2022-03-03T09:00:00+08:00")
    taobao = on_file("taobao-2021")
    in_force(
        event_2022,
        replace(taobao, code="taobao-2022", renews="taobao-2021", version=1, period=Period(T)),
        new=True,
    )
    for _ in range(2):
        actions.restore_later(by=operator, transition=one)
    assert jobs() == 1
    for _ in range(2):
        tasks.restore(transition=one.pk, person=operator.pk)
    came = Entry.objects.exclude(restores=None)
    assert came.count() == 8
    assert {entry.given_by for entry in came} == {operator}


def test_who_does_not_prepare_cut_overs_asks_for_nothing(event_2022: Event2022) -> None:
    one = event_2022.swept()
    for who in ("clerk", "auditor", "aling"):
        with pytest.raises(NotPermitted):
            actions.restore_later(by=event_2022.people[who], transition=one)
    assert jobs() == 0
