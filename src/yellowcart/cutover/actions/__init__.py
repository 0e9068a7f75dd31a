"""Finding transitions, rehearsing, announcing and approving them, sweeping, proving, restoring."""

from yellowcart.cutover.actions.find import find
from yellowcart.cutover.actions.prove import prove
from yellowcart.cutover.actions.rehearse import rehearse, run_rehearsal
from yellowcart.cutover.actions.restore import (
    Restored,
    restore,
    restore_later,
    restore_some,
)
from yellowcart.cutover.actions.steps import announce, approve, close, plan
from yellowcart.cutover.actions.suggest import accept, suggest
from yellowcart.cutover.actions.sweep import sweep

__all__ = [
    "Restored",
    "accept",
    "announce",
    "approve",
    "close",
    "find",
    "plan",
    "prove",
    "rehearse",
    "restore",
    "restore_later",
    "restore_some",
    "run_rehearsal",
    "suggest",
    "sweep",
]
