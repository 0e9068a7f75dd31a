"""Transitions as the platform's people see them."""

from yellowcart.cutover.queries.figures import (
    Figures,
    Progress,
    figures,
    figures_then,
    figures_withdrawn,
    overdue,
    progress,
)
from yellowcart.cutover.queries.found import (
    asked_rehearsal,
    rehearsals_of,
    the_proof,
    the_rehearsal,
    the_transition,
    the_withdrawal,
    transitions_found,
    would_change,
)
from yellowcart.cutover.queries.next_step import Hindrance, Next, next_step
from yellowcart.cutover.queries.restorable import (
    Restorable,
    counts,
    counts_by_creator,
    restorable,
    whether_back,
    withdrawn_by,
)
from yellowcart.cutover.queries.told import Told, told_in_time

__all__ = [
    "Figures",
    "Hindrance",
    "Next",
    "Progress",
    "Restorable",
    "Told",
    "asked_rehearsal",
    "counts",
    "counts_by_creator",
    "figures",
    "figures_then",
    "figures_withdrawn",
    "next_step",
    "overdue",
    "progress",
    "rehearsals_of",
    "restorable",
    "the_proof",
    "the_rehearsal",
    "the_transition",
    "the_withdrawal",
    "told_in_time",
    "transitions_found",
    "whether_back",
    "withdrawn_by",
    "would_change",
]
