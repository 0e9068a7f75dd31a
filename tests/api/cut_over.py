"""A cut-over of the platform's, brought as far as a test needs it by whoever prepares it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.api.rest import Platform
from tests.parties.conftest import PASSWORD
from yellowcart.cutover import actions
from yellowcart.cutover.models import Transition
from yellowcart.kit.clock import ahead, now, set_ahead
from yellowcart.notices.actions import deliver, draft
from yellowcart.notices.models import Message, Notice
from yellowcart.parties.actions import add_person
from yellowcart.parties.models import Creator, Person, Role
from yellowcart.publishing.models import Entry

STAGES = ("found", "drafted", "announced", "approved", "swept", "suggested", "proved")
WHY = "合同今日才签署"


@dataclass
class CutOver:
    """What a stage has left behind; a number that there is none of yet is 0."""

    preparer: Person
    cutover: int
    rehearsal: int = 0
    notice: int = 0
    message: int = 0
    proof: int = 0

    @property
    def transition(self) -> Transition:
        return Transition.objects.get(pk=self.cutover)


def staged(made: Platform, stage: str) -> CutOver:
    """`suggested` and `proved` come after `swept`, `announced` after `drafted` and a rehearsal."""
    far = STAGES.index(stage)
    preparer = add_person(by=None, username="preparer", password=PASSWORD, role=Role.OPERATIONS)
    actions.find()
    one = Transition.objects.filter(at__gt=now()).earliest("at")
    found = CutOver(preparer, one.pk)
    if far >= STAGES.index("drafted"):
        asked = actions.rehearse(by=preparer, transition=one)
        found.rehearsal = actions.run_rehearsal(asked.pk).pk
        notice = draft(by=preparer, at=one.at, source=one.source)
        found.notice = notice.pk
    if far >= STAGES.index("announced"):
        actions.announce(by=preparer, transition=one, notice=notice, late_why=WHY)
        found.message = delivered(notice)
    if far >= STAGES.index("approved"):
        second = add_person(by=None, username="second", password=PASSWORD, role=Role.LEGAL)
        actions.approve(by=second, transition=one)
    if far >= STAGES.index("swept"):
        to_after(one.at)
        assert actions.sweep(one.pk) == 2
    if stage == "suggested":
        entry = Entry.objects.get(pk=made.taobao)
        actions.suggest(by=preparer, entry=entry, product="KS-17", title="同款")
    if stage == "proved":
        found.proof = actions.prove(by=preparer, transition=one).pk
    return found


def to_after(at: datetime) -> None:
    """The clock goes on from a second after that instant."""
    set_ahead(ahead() + (at - now()) + timedelta(seconds=1))


def delivered(notice: Notice) -> int:
    """Delivers a notice's first issue; answers the number of the message to the cart's creator."""
    deliver(notice.issues.get(number=1))
    creator = Creator.objects.get(code="aling")
    return Message.objects.get(recipient__creator=creator, issue__notice=notice).pk
