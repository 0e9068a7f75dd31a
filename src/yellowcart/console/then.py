"""Versions as they stood at the moment that a page shows."""

from typing import TypeVar

from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion, Status
from yellowcart.console.moment import Moment

V = TypeVar("V", AgreementVersion, HouseRuleVersion)
OPEN = (Status.DRAFT, Status.SUBMITTED)


def as_of(versions: list[V], of: Moment) -> list[V]:
    """Those that were there, each at the step that it had come to; none of them to be saved."""
    there = []
    for version in versions:
        step = step_at(version, of)
        if step is not None:
            version.status = step
            there.append(version)
    return there


def step_at(version: AgreementVersion | HouseRuleVersion, of: Moment) -> Status | None:
    """None: not there yet. What is in force counts as known, unless what was known then is asked.

    When a draft was dropped is not on it, so it stays dropped from its beginning.
    """
    status = Status(version.status)
    if not of.travelling:
        return status
    if status is Status.IN_FORCE:
        if not of.known_then or version.known is None or version.known <= of.at:
            return status
        if version.imported:
            return None
    if version.drafted_at > of.at:
        return None
    if version.decided_at is not None and version.decided_at > of.at:
        status = Status.SUBMITTED
    if status is Status.SUBMITTED and (
        version.submitted_at is None or version.submitted_at > of.at
    ):
        return Status.DRAFT
    return status
