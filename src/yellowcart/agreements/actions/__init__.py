"""Drafting, submitting and deciding versions; taking over a form."""

from yellowcart.agreements.actions.decide import approve, reject
from yellowcart.agreements.actions.draft import (
    amend,
    draft_agreement,
    draft_house_rule,
    drop,
    edit_draft,
    renew,
    submit,
    terminate_early,
)
from yellowcart.agreements.actions.own import name_own_marketplace
from yellowcart.agreements.actions.take_over import import_terms

__all__ = [
    "amend",
    "approve",
    "draft_agreement",
    "draft_house_rule",
    "drop",
    "edit_draft",
    "import_terms",
    "name_own_marketplace",
    "reject",
    "renew",
    "submit",
    "terminate_early",
]
