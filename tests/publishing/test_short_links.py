"""Short links, found out in the background where that is on."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from tests.publishing.conftest import OpenCart, cut_over_at, written
from yellowcart.kit.clock import now
from yellowcart.links.link import Link
from yellowcart.links.resolver import Reason, Resolution
from yellowcart.parties.models import AuditRecord, Person
from yellowcart.publishing import tasks
from yellowcart.publishing.actions import hang, take_down
from yellowcart.publishing.models import Entry
from yellowcart.publishing.tasks import NotReached, resolve

pytestmark = pytest.mark.django_db
SHORT = "https://u.jd.com/esZWHKM"
ITEM = "https://item.jd.com/100012043978.html"


class Leads:
    """Stands for the network: every short link leads there, or ends for that reason."""

    def __init__(self, final: str | None, reason: Reason = Reason.OK) -> None:
        self.final, self.reason = final, reason

    def resolve(self, link: Link) -> Resolution:
        hops = tuple(one for one in (link.url, self.final) if one)
        return Resolution(link.url, self.final, hops, self.reason, now())


@pytest.fixture
def entry(a_cart: OpenCart, member: Person, settings: Settings) -> Entry:
    settings.SHORT_LINKS = True
    cut_over_at(now() + timedelta(days=1))
    return hang(by=member, cart=a_cart("video_cart", "video-1"), text=SHORT)


def jobs() -> list[dict[str, int]]:
    found = ProcrastinateJob.objects.filter(task_name="publishing.resolve")
    return [job.args for job in found]


def test_a_short_link_is_found_out(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (entry.form, entry.item_id, jobs()) == ("short", "", [{"entry": entry.pk}])
    monkeypatch.setattr(tasks, "resolver", lambda: Leads(ITEM))
    resolve(entry=entry.pk)
    entry.refresh_from_db()
    assert (entry.text, entry.form, entry.item_id, entry.marketplace) == (
        SHORT, "item", "100012043978", "jd",
    )  # fmt: skip
    record = AuditRecord.objects.latest("number")
    assert (record.what, record.by) == ("entry.resolved", None)
    before = written()
    resolve(entry=entry.pk)
    assert written() == before


@pytest.mark.parametrize("leads", [Leads(None, Reason.FOREIGN_HOST), Leads("https://u.jd.com/x")])
def test_one_that_leads_nowhere_stays_as_it_is(
    entry: Entry, monkeypatch: pytest.MonkeyPatch, leads: Leads
) -> None:
    monkeypatch.setattr(tasks, "resolver", lambda: leads)
    before = written()
    resolve(entry=entry.pk)
    entry.refresh_from_db()
    assert (entry.item_id, written()) == ("", before)


def test_what_the_network_did_not_answer_is_tried_again(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "resolver", lambda: Leads(None, Reason.TIMEOUT))
    before = written()
    with pytest.raises(NotReached):
        resolve(entry=entry.pk)
    assert written() == before


def test_what_was_taken_down_is_not_asked_about(
    entry: Entry, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_down(by=member, entry=entry)
    monkeypatch.setattr(tasks, "resolver", lambda: Leads(ITEM))
    before = written()
    resolve(entry=entry.pk)
    assert (Entry.objects.get().item_id, written()) == ("", before)


def test_nobody_is_asked_unless_it_is_on(
    a_cart: OpenCart, member: Person, settings: Settings
) -> None:
    settings.SHORT_LINKS = False
    cut_over_at(now() + timedelta(days=1))
    hang(by=member, cart=a_cart("video_cart", "video-1"), text=SHORT)
    assert jobs() == []
