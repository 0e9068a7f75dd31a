"""What the agreements allow: which partner's links may hang where, when, and by which clause."""

from yellowcart.terms.changes import Change, Diff, Transition, diff, transitions
from yellowcart.terms.clashes import GivenTwice, MarketplaceClaimedTwice
from yellowcart.terms.decision import Answer, Decision, Reason, Verdict
from yellowcart.terms.form import parse_terms, read_terms
from yellowcart.terms.form_entry import UnknownKey
from yellowcart.terms.form_text import write_terms
from yellowcart.terms.lint import Finding, Severity, lint
from yellowcart.terms.model import (
    Agreement,
    Clause,
    Conditions,
    Effect,
    HouseRule,
    Hung,
    Partner,
    Surface,
)
from yellowcart.terms.notice import notice
from yellowcart.terms.register import Terms
from yellowcart.terms.standing import HungSince, Standing, standing
from yellowcart.terms.table import Piece, Table
from yellowcart.terms.wording import Wording

__all__ = [
    "Agreement",
    "Answer",
    "Change",
    "Clause",
    "Conditions",
    "Decision",
    "Diff",
    "Effect",
    "Finding",
    "GivenTwice",
    "HouseRule",
    "Hung",
    "HungSince",
    "MarketplaceClaimedTwice",
    "Partner",
    "Piece",
    "Reason",
    "Severity",
    "Standing",
    "Surface",
    "Table",
    "Terms",
    "Transition",
    "UnknownKey",
    "Verdict",
    "Wording",
    "diff",
    "lint",
    "notice",
    "parse_terms",
    "read_terms",
    "standing",
    "transitions",
    "write_terms",
]
