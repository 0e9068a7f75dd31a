"""Whether as many of those touched were told, as early, as the transition asks for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yellowcart.cutover.models import Transition
from yellowcart.cutover.models.transition import MILLION
from yellowcart.notices.queries import told
from yellowcart.terms import Table


@dataclass(frozen=True)
class Told:
    """Creators touched, those of them told by `by_then`, and how many must be."""

    touched: int
    told: int
    wanted: int
    by_then: datetime

    @property
    def met(self) -> bool:
        return self.told >= self.wanted


def told_in_time(one: Transition, table: Table) -> Told:
    by_then = one.at - timedelta(days=one.told_days)
    touched, reached = told(one.at, one.source, by_then, table)
    wanted = -(-touched * one.told_ppm // MILLION)
    return Told(touched, reached, wanted, by_then)
