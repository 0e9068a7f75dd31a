"""Transitions, what was rehearsed, withdrawn and proved of them."""

from yellowcart.cutover.models.transition import Standing, Step, Transition
from yellowcart.cutover.models.work import Proof, Rehearsal, Withdrawal

__all__ = ["Proof", "Rehearsal", "Standing", "Step", "Transition", "Withdrawal"]
