"""Why an entry was withdrawn, in a sentence that names the clause."""

from dataclasses import dataclass
from datetime import datetime

from yellowcart.console.language import said
from yellowcart.cutover.models import Withdrawal
from yellowcart.publishing.models import Cart, Entry, Status

MOST = 200

BY_AGREEMENT = {
    "no_agreement": (
        "协议 {agreement} 第 {version} 版已到期，第 {clause} 条不再允许展示，没有其他生效的协议。",
        "Agreement {agreement}, version {version}, ended, and with it clause {clause} that had"
        " granted it; no other is in force.",
    ),
    "not_granted": (
        "协议 {agreement} 第 {version} 版第 {clause} 条到期，没有其他条款允许在此展示。",
        "Clause {clause} of agreement {agreement}, version {version}, ended, and no other clause"
        " grants it here.",
    ),
    "forbidden": (
        "协议 {agreement} 第 {version} 版第 {clause} 条禁止在此展示。",
        "Clause {clause} of agreement {agreement}, version {version}, forbids it here.",
    ),
}
WITHOUT = {
    "no_agreement": ("没有生效的协议允许展示。", "No agreement in force grants it."),
    "not_granted": ("没有条款允许在此展示。", "No clause grants it here."),
    "forbidden": (
        "平台规则 {clause} 禁止在此展示。", "The house rule {clause} forbids it here.",
    ),
}  # fmt: skip


def why_withdrawn(kept: Withdrawal) -> str:
    phrases = BY_AGREEMENT if kept.agreement else WITHOUT
    return said(
        *phrases[kept.reason], agreement=kept.agreement, version=kept.version, clause=kept.clause
    )


@dataclass(frozen=True)
class Gone:
    """A withdrawn entry, with why, and whether something hangs in its place again."""

    entry: Entry
    kept: Withdrawal
    why: str
    filled: bool


def withdrawn_from(cart: Cart, at: datetime) -> list[Gone]:
    """What transitions had taken out of a cart by then, place by place, the latest first."""
    entries = cart.entries.filter(status=Status.WITHDRAWN, withdrawal__at__lte=at)
    found = entries.select_related("withdrawal__transition", "restored_by")
    return [
        Gone(entry, entry.withdrawal, why_withdrawn(entry.withdrawal), _is_filled(entry, at))
        for entry in found.order_by("-withdrawal__transition__at", "place")[:MOST]
    ]


def _is_filled(entry: Entry, at: datetime) -> bool:
    instead: Entry | None = getattr(entry, "restored_by", None)
    return instead is not None and instead.given_at <= at
