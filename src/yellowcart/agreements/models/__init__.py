"""What was agreed, version by version, and the lists that it names."""

from yellowcart.agreements.models.lists import Marketplace, Partner, Platform, Revision, Surface
from yellowcart.agreements.models.provisions import Clause, Provision
from yellowcart.agreements.models.versions import (
    Agreement,
    AgreementVersion,
    HouseRule,
    HouseRuleVersion,
    Status,
    Version,
)

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Clause",
    "HouseRule",
    "HouseRuleVersion",
    "Marketplace",
    "Partner",
    "Platform",
    "Provision",
    "Revision",
    "Status",
    "Surface",
    "Version",
]
