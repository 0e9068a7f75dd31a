"""Whose inbox a message lies in, receipts, counts, and who was told in time."""

from dataclasses import replace

import pytest

from tests.notices.conftest import (
    DAY,
    TICK,
    Clock,
    Platform,
    T,
    last_record,
    look,
    refused,
    renew_taobao,
    table,
    written,
)
from yellowcart.agreements.actions import amend, approve, submit
from yellowcart.notices.actions import acknowledge, deliver, draft, draft_free, read, send
from yellowcart.notices.errors import UnknownMessage
from yellowcart.notices.models import Message, Notice
from yellowcart.notices.queries import Told, counts, inbox, the_message, told
from yellowcart.parties.clock import database_now
from yellowcart.parties.errors import NotPermitted
from yellowcart.parties.models import Person
from yellowcart.publishing.actions import Row, load


def inbox_of(person: Person) -> list[str]:
    """The kinds of party whose messages a person sees."""
    return [
        "creator" if one.recipient.creator else "organisation" if one.recipient.organisation
        else "person"
        for one in inbox(person)
    ]  # fmt: skip


INBOXES = {
    "of aling": ["creator"],
    "of xiaobo": ["creator"],
    "of dapeng": [],
    "of the merchant": ["organisation"],
    "of the provider": ["organisation"],
    "of finance": ["person"],
    "of operations": [],
}


@pytest.fixture
def told_to_finance_too(platform: Platform) -> Notice:
    audience = {"touched": ["creators", "merchants", "providers"], "people": ["qian"]}
    notice = draft(by=platform.clerk, at=T, source="agreements", audience=audience)
    deliver(send(by=platform.clerk, notice=notice))
    return notice


@pytest.mark.parametrize("who", INBOXES)
def test_each_sees_their_own_messages_alone(
    platform: Platform, told_to_finance_too: Notice, who: str
) -> None:
    person = platform.people[who]
    assert inbox_of(person) == INBOXES[who]
    own = {message.pk for message in inbox(person)}
    for message in Message.objects.all():
        if message.pk in own:
            assert the_message(person, message.pk) == message
            continue
        with pytest.raises(UnknownMessage, match=f"no message {message.pk}"):
            the_message(person, message.pk)
        refused(UnknownMessage, lambda m=message: read(by=person, message=m))  # type: ignore[misc]
        refused(UnknownMessage, lambda m=message: acknowledge(by=person, message=m))  # type: ignore[misc]
    for nowhere in (0, -1, 1 << 63):
        with pytest.raises(UnknownMessage):
            the_message(person, nowhere)


def test_whose_access_ended_sees_nothing(platform: Platform, sent: Notice) -> None:
    person = platform.people["of aling"]
    message = inbox(person).get()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert [*inbox(person)] == []
    refused(UnknownMessage, lambda: read(by=person, message=message))


def test_who_reads_first_and_who_acknowledges_first_is_kept(
    platform: Platform, sent: Notice
) -> None:
    aling = platform.people["of aling"]
    sister = Person.objects.create(username="sister", role="creator", creator=platform.aling)
    message = inbox(aling).get()
    assert (message.read_at, message.acknowledged_at) == (None, None)
    read(by=aling, message=message)
    message.refresh_from_db()
    first = message.read_at
    assert first is not None
    assert (message.read_by, message.acknowledged_by) == (aling, None)
    record = last_record()
    assert (record.what, record.by, record.subject_key) == (
        "message.read", aling, str(message.pk),
    )  # fmt: skip
    before = written()
    read(by=sister, message=message)
    assert written() == before
    acknowledge(by=sister, message=message)
    message.refresh_from_db()
    assert (message.read_at, message.read_by) == (first, aling)
    assert message.acknowledged_by == sister
    assert last_record().what == "message.acknowledged"
    before = written()
    acknowledge(by=aling, message=message)
    assert written() == before


def test_who_acknowledges_has_read(platform: Platform, sent: Notice) -> None:
    person = platform.people["of the merchant"]
    message = acknowledge(by=person, message=inbox(person).get())
    assert message.read_at == message.acknowledged_at
    assert message.read_by == message.acknowledged_by == person


def test_an_auditor_leaves_no_receipt(platform: Platform) -> None:
    notice = draft_free(
        by=platform.clerk, title_zh="一", title_en="a", text_zh="一", text_en="a",
        audience={"roles": ["auditor"]},
    )  # fmt: skip
    deliver(send(by=platform.clerk, notice=notice))
    message = inbox(platform.auditor).get()
    refused(NotPermitted, lambda: read(by=platform.auditor, message=message))


def test_the_counts_are_as_they_are_at_this_moment(
    platform: Platform, sent: Notice, clock: Clock
) -> None:
    aling, zhao = platform.people["of aling"], platform.people["of the merchant"]
    read(by=aling, message=inbox(aling).get())
    acknowledge(by=zhao, message=inbox(zhao).get())
    clock(T - 7 * DAY)
    look()
    found = [
        (one.issue.number, one.recipients, one.delivered, one.read, one.acknowledged)
        for one in counts(sent)
    ]
    assert found == [(1, 4, 4, 2, 1), (2, 4, 4, 0, 0), (3, 0, 0, 0, 0), (4, 0, 0, 0, 0),
                     (5, 0, 0, 0, 0)]  # fmt: skip
    assert {one[5:] for one in counts(sent)} == {(0, 0, 0, 0)}
    assert len(inbox(aling)) == 2


def test_how_many_of_those_touched_were_told_in_time(platform: Platform, sent: Notice) -> None:
    now = database_now()
    assert told(T, "agreements", now, table()) == Told(2, 2)
    first = Message.objects.order_by("at").first()
    assert first is not None
    assert told(T, "agreements", first.at, table()) == Told(2, 0)
    assert told(T, "agreements", first.at + TICK, table()) == Told(2, 2)
    row = Row("dapeng-live_cart", "https://item.jd.com/100012043979.html")
    assert load(by=None, rows=[row]).hung == 1
    assert told(T, "agreements", now, table()) == Told(3, 2)
    assert told(T, "house_rules", now, table()) == Told(0, 0)


def test_who_was_told_less_than_now_comes_down_counts_from_the_correction(
    platform: Platform, sent: Notice
) -> None:
    renew_taobao(platform)
    assert told(T, "agreements", database_now(), table()) == Told(1, 1)  # told of more, of this too
    take_back(platform, "jd-2021", "video_cart")
    before = database_now()
    assert told(T, "agreements", before, table()) == Told(2, 0)
    look()
    assert told(T, "agreements", before, table()) == Told(2, 0)
    assert told(T, "agreements", database_now(), table()) == Told(2, 2)


def take_back(platform: Platform, code: str, surface: str) -> None:
    """From the instant on nothing grants that surface."""
    value = next(one for one in table().agreements if one.code == code)
    clauses = []
    for clause in value.clauses:
        conditions = clause.conditions
        if surface not in conditions.surfaces:
            clauses.append(clause)
            continue
        others = tuple(one for one in conditions.surfaces if one != surface)
        clauses.append(replace(clause, conditions=replace(conditions, surfaces=others)))
        alone = replace(conditions, surfaces=(surface,))
        clauses.append(replace(clause, id="9", conditions=alone, until=T))
    version = amend(by=platform.clerk, value=replace(value, clauses=tuple(clauses)))
    submit(by=platform.clerk, version=version)
    approve(by=platform.counsel, version=version)
