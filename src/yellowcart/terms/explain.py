"""An answer in a sentence or two, as somebody in legal would put it."""

from datetime import datetime
from typing import TYPE_CHECKING

from yellowcart.terms.decision import Decision, Reason, Verdict
from yellowcart.terms.last_grant import say_last_grant
from yellowcart.terms.model import KINDS
from yellowcart.terms.speech import (
    quoted,
    say_instant,
    say_kinds,
    say_partner,
    say_surface,
    say_the_surface,
    say_zone,
)
from yellowcart.terms.wording import Wording

if TYPE_CHECKING:
    from yellowcart.terms.table import Table

UNRECOGNISED = Wording(
    "无法辨认这条链接指向哪个电商平台，没有协议可以作为依据，因此不能发布，须人工复核。",
    "Which marketplace this link points to could not be told. No agreement can grant it, so it"
    " may not be published; hold it for review.",
)


def explain(
    table: "Table",
    partner: str | None,
    surface: str | None,
    kind: str | None,
    at: datetime,
    category: str | None = None,
    creator_group: str | None = None,
    language: str = "zh",
) -> str:
    """Why a link may or may not be published there at `at`, in Chinese ("zh") or English ("en").

    Names the clause, the agreement and its version, or the house rule; what granted it last,
    where nothing does any more; and when the answer changes next, by what the table knows.
    Instants are those of the platform's clocks. Another language or a naive instant is
    refused with `BadInput`.
    """
    answer = table.decide(partner, surface, kind, at, category, creator_group)
    if answer.reason is Reason.UNRECOGNISED:
        return UNRECOGNISED.say(language)
    if answer.reason is Reason.UNKNOWN_PARTNER:
        return _unknown_partner(partner).say(language)
    parts = [_statement(table, answer, _narrowed(category, creator_group))]
    parts += _undeclared(table, answer)
    if answer.reason in (Reason.NO_AGREEMENT, Reason.NOT_GRANTED):
        parts.append(say_last_grant(table, answer, category, creator_group))
    parts.append(_outlook(table, answer, category, creator_group))
    return Wording("", " ").say(language).join(part.say(language) for part in parts)


def _unknown_partner(partner: str | None) -> Wording:
    return Wording(
        f"{quoted(partner).zh}不是登记在册的合作方，没有协议可以作为依据，因此其链接不能发布。",
        f"{quoted(partner).en} is no partner on file. No agreement can grant its links, so they"
        " may not be published.",
    )


def _statement(table: "Table", answer: Decision, narrowed: Wording) -> Wording:
    terms, may = table.terms, answer.verdict is Verdict.ALLOW
    at, basis, kind = say_instant(answer.at, terms), _basis(table, answer), _kind(answer.kind)
    known_zh = known_en = ""
    if table.known_at is not None:
        known = say_instant(table.known_at, terms)
        known_zh, known_en = f"按 {known} 所知，", f"As known at {known}: "
    return Wording(
        f"{known_zh}{at}（{say_zone(answer.at, terms, 'zh')}），"
        f"{say_partner(answer.partner, terms, 'zh')}的{kind.zh}{narrowed.zh}"
        f"{'可以' if may else '不能'}在{say_surface(answer.surface, terms, 'zh')}发布："
        f"{basis.zh}。",
        f"{known_en}{'at' if known_en else 'At'} {at} ({say_zone(answer.at, terms, 'en')}),"
        f" {kind.en} of {say_partner(answer.partner, terms, 'en')}{narrowed.en}"
        f" {'may' if may else 'may not'} be published in"
        f" {say_the_surface(answer.surface, terms)}: {basis.en}.",
    )


def _kind(code: str | None) -> Wording:
    if code in KINDS:
        return Wording(say_kinds([code], "zh"), say_kinds([code], "en"))
    return Wording(f"{quoted(code).zh}链接", f"{quoted(code).en} links")


def _narrowed(category: str | None, creator_group: str | None) -> Wording:
    of = []
    if category is not None:
        of.append(Wording(f"类目{quoted(category).zh}", f"in category {quoted(category).en}"))
    if creator_group is not None:
        group = quoted(creator_group)
        of.append(Wording(f"达人分组{group.zh}", f"for creator group {group.en}"))
    if not of:
        return Wording("", "")
    return Wording(f"（{'，'.join(one.zh for one in of)}）", f" {' '.join(one.en for one in of)}")


def _basis(table: "Table", answer: Decision) -> Wording:
    """What the answer rests on."""
    partner = [say_partner(answer.partner, table.terms, language) for language in ("zh", "en")]
    if answer.reason is Reason.NO_AGREEMENT:
        return Wording(
            f"没有与{partner[0]}的协议生效", f"no agreement with {partner[1]} is in force"
        )
    if answer.agreement is None:
        return Wording(f"平台规则 {answer.clause} 禁止", f"house rule {answer.clause} forbids this")
    agreement = Wording(
        f"协议 {answer.agreement}（第 {answer.version} 版）",
        f"{answer.agreement} (version {answer.version})",
    )
    if answer.reason is Reason.NOT_GRANTED:
        return Wording(
            f"{agreement.zh}虽在有效期内，但没有条款允许",
            f"{agreement.en} is in force, but no clause grants this",
        )
    clause = Wording(
        f"{agreement.zh}第 {answer.clause} 条", f"clause {answer.clause} of {agreement.en}"
    )
    if answer.reason is Reason.FORBIDDEN:
        return Wording(f"{clause.zh}禁止", f"{clause.en} forbids this")
    return Wording(f"{clause.zh}允许", f"{clause.en} grants this")


def _undeclared(table: "Table", answer: Decision) -> list[Wording]:
    parts = []
    if answer.surface not in {surface.code for surface in table.terms.surfaces}:
        code = quoted(answer.surface)
        parts.append(
            Wording(
                f"{code.zh}不在平台的发布位置清单中。",
                f"{code.en} is not on the platform's list of surfaces.",
            )
        )
    if answer.kind not in KINDS:
        code = quoted(answer.kind)
        parts.append(
            Wording(
                f"链接种类只有商品和服务，没有{code.zh}。",
                f"Links are of goods or services; there is no kind {code.en}.",
            )
        )
    return parts


def _outlook(
    table: "Table", answer: Decision, category: str | None, creator_group: str | None
) -> Wording:
    """When the answer changes next, and into what."""
    if answer.valid_until is None:
        if table.known_at is not None:
            return Wording(
                "按当时所知，此后不变。", "By what was known then, this does not change."
            )
        return Wording(
            "按现有协议和规则，此后不变。",
            "By the agreements and rules on file, this does not change.",
        )
    then = table.decide(
        answer.partner, answer.surface, answer.kind, answer.valid_until, category, creator_group
    )
    at, basis = say_instant(answer.valid_until, table.terms), _basis(table, then)
    turns = {
        (Verdict.ALLOW, Verdict.ALLOW): Wording("起仍可发布", "on they still may"),
        (Verdict.ALLOW, Verdict.DENY): Wording("起不能再发布", "on they no longer may"),
        (Verdict.DENY, Verdict.ALLOW): Wording("起可以发布", "on they may"),
        (Verdict.DENY, Verdict.DENY): Wording("起仍不能发布", "on they still may not"),
    }[answer.verdict, then.verdict]
    return Wording(f"自 {at} {turns.zh}：届时{basis.zh}。", f"From {at} {turns.en}: {basis.en}.")
