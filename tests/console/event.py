"""The cut-over of the 2022 event as far as a test needs it, taken by its actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.api.rest import Platform, platform
from tests.parties.conftest import PASSWORD
from yellowcart.cutover import actions
from yellowcart.cutover.models import Proof, Rehearsal, Transition
from yellowcart.kit.clock import ahead, now, set_ahead
from yellowcart.notices.actions import draft
from yellowcart.notices.models import Notice
from yellowcart.parties.actions import add_person
from yellowcart.parties.models import Person, Role
from yellowcart.publishing.models import Cart, Entry


def to(at: datetime) -> None:
    """The platform's clock goes on from that instant."""
    set_ahead(ahead() + (at - now()))


@dataclass
class CutOver:
    """The platform of the API's tests, whose cut-over is a day ahead, and a second operator."""

    made: Platform

    @property
    def operator(self) -> Person:
        return self.made.people["operations"]

    @property
    def one(self) -> Transition:
        return Transition.objects.get()

    @property
    def path(self) -> str:
        return f"/console/cutovers/{self.one.pk}/"

    @property
    def proof(self) -> Proof:
        return Proof.objects.latest("pk")

    @property
    def notice(self) -> Notice:
        return Notice.objects.latest("pk")

    @property
    def rehearsal(self) -> Rehearsal:
        return Rehearsal.objects.latest("pk")

    def rehearsed(self) -> Rehearsal:
        asked = actions.rehearse(by=self.operator, transition=self.one)
        return actions.run_rehearsal(asked.pk)

    def drafted(self) -> Notice:
        return draft(by=self.operator, at=self.one.at, source=self.one.source)

    def announced(self) -> Notice:
        self.rehearsed()
        notice = self.drafted()
        actions.announce(
            by=self.operator, transition=self.one, notice=notice, late_why="今日才签署"
        )
        return notice

    def approved(self) -> Transition:
        self.announced()
        return actions.approve(by=self.made.people["second"], transition=self.one)

    def swept(self) -> Transition:
        self.approved()
        to(self.one.at + timedelta(seconds=2))
        actions.sweep(self.one.pk)
        return self.one

    def proved(self) -> Proof:
        self.swept()
        return actions.prove(by=self.operator, transition=self.one)

    def withdrawn(self) -> Entry:
        return Entry.objects.get(pk=self.made.taobao)


def cut_over() -> CutOver:
    made = platform()
    made.people["operations"].is_superuser = True
    made.people["operations"].save()
    made.people["second"] = add_person(
        by=None, username="second", password=PASSWORD, role=Role.OPERATIONS
    )
    Cart.objects.update(arranged_at=None)  # arranged before all this
    actions.find()
    return CutOver(made)
