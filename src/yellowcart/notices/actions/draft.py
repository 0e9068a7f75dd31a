"""Drafting a notice from what the agreements change, or freely; and editing the draft."""

from collections.abc import Collection
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from yellowcart.agreements.changing import Source, changes_at, rows_of
from yellowcart.agreements.held import decided_by
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import as_utc
from yellowcart.notices.audience import DEFAULT, Audience, checked
from yellowcart.notices.drafting import LONGEST_TITLE, drafted, write
from yellowcart.notices.errors import NothingChanges, NoticeEnded, NoticeSent
from yellowcart.notices.locks import lock_notice
from yellowcart.notices.models import REMINDERS, Notice
from yellowcart.notices.rows import shown
from yellowcart.parties import audit
from yellowcart.parties.clock import database_now
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require
from yellowcart.terms import Diff

LONGEST_TEXT = 20_000
LONGEST_DISTANCE = 366 * 24 * 60 * 60
MOST_REMINDERS = 20
TEXTS = ("title_zh", "title_en", "text_zh", "text_en")


class Edited(TypedDict, total=False):
    """What an edit may give; what it leaves out stays."""

    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    audience: Audience
    reminders: Collection[int]


@transaction.atomic
def draft(
    *,
    by: Person | None,
    at: datetime,
    source: str,
    audience: Audience | None = None,
    reminders: Collection[int] | None = None,
) -> Notice:
    """A notice of a transition: its texts say, in both languages, what changes at that instant.

    For the creators, merchants and providers touched, unless an audience is given; refused with
    `NothingChanges` where there is nothing to announce.
    """
    require(by, Verb.WRITE_NOTICE)
    diff = _diff(at, source)
    notice = Notice(
        at=diff.after,
        source=source,
        audience=checked(DEFAULT if audience is None else audience, is_free=False),
        reminders=_reminders(REMINDERS if reminders is None else reminders),
        changes=rows_of(diff.changes),
        drafted_by=by,
        drafted_at=database_now(),
    )
    write(notice, drafted(diff))
    notice.save()
    audit.record(by, "notice.drafted", notice, None, shown(notice))
    return notice


@transaction.atomic
def draft_free(
    *,
    by: Person | None,
    title_zh: str,
    title_en: str,
    text_zh: str,
    text_en: str,
    audience: Audience,
) -> Notice:
    """A notice of anything else. It has no instant, so nothing reminds of it."""
    require(by, Verb.WRITE_NOTICE)
    notice = Notice(
        audience=checked(audience, is_free=True),
        reminders=[],
        drafted_by=by,
        drafted_at=database_now(),
    )
    given = {"title_zh": title_zh, "title_en": title_en, "text_zh": text_zh, "text_en": text_en}
    for name, text in given.items():
        setattr(notice, name, _text(name, text))
    notice.save()
    audit.record(by, "notice.drafted", notice, None, shown(notice))
    return notice


@transaction.atomic
def edit(*, by: Person | None, notice: Notice, **given: Unpack[Edited]) -> Notice:
    """Changes a draft's texts, audience or reminders.

    Whether its texts still say what the agreements do, `agreement_of_text` tells, and sending
    it refuses.
    """
    require(by, Verb.WRITE_NOTICE)
    notice = lock_draft(notice)
    before = shown(notice)
    for name, text in given.items():
        if name in TEXTS:
            setattr(notice, name, _text(name, str(text)))
    if "audience" in given:
        notice.audience = checked(given["audience"], is_free=notice.at is None)
    if "reminders" in given:
        notice.reminders = _reminders(given["reminders"], is_free=notice.at is None)
    notice.save()
    audit.record(by, "notice.edited", notice, before, shown(notice))
    return notice


@transaction.atomic
def redraft(*, by: Person | None, notice: Notice) -> Notice:
    """Drafts the texts anew from what the agreements change now; what was edited is gone."""
    require(by, Verb.WRITE_NOTICE)
    notice = lock_draft(notice)
    if notice.at is None:
        raise NothingChanges("a free notice is not drafted from the agreements")
    before = shown(notice)
    diff = _diff(notice.at, notice.source)
    notice.changes = rows_of(diff.changes)
    write(notice, drafted(diff))
    notice.save()
    audit.record(by, "notice.redrafted", notice, before, shown(notice))
    return notice


def lock_draft(notice: Notice) -> Notice:
    """Holds a notice still that has not gone out; `NoticeSent` or `NoticeEnded` for any other."""
    found = lock_notice(notice.pk)
    if found.sent_at is not None:
        raise NoticeSent(f"the notice {found.pk} has gone out")
    if found.ended_at is not None:
        raise NoticeEnded(f"the notice {found.pk} was called off")
    return found


def _diff(at: datetime, source: str) -> Diff:
    if source not in Source.values:
        raise BadInput(
            "no such source", field="source", value=source, expected=" or ".join(Source.values)
        )
    diff = changes_at(decided_by(), as_utc(at), source)
    if not diff.changes:
        raise NothingChanges(f"nothing changes at {at.isoformat()} by {source}")
    return diff


def _reminders(given: Collection[int], *, is_free: bool = False) -> list[int]:
    if is_free and given:
        raise BadInput("of a free notice nothing reminds", field="reminders", expected="none")
    if len(given) > MOST_REMINDERS:
        raise BadInput("too many", field="reminders", expected=f"at most {MOST_REMINDERS}")
    for one in given:
        if type(one) is not int or not 0 < one <= LONGEST_DISTANCE:
            raise BadInput(
                "no distance", field="reminders", value=one,
                expected="whole seconds before the instant, up to a year",
            )  # fmt: skip
    return sorted(set(given), reverse=True)


def _text(name: str, given: str) -> str:
    longest = LONGEST_TITLE if name.startswith("title") else LONGEST_TEXT
    text = given.replace("\r\n", "\n").strip()
    if not text or len(text) > longest or "\0" in text:
        raise BadInput("no text", field=name, value=text, expected=f"1 to {longest} letters")
    if name.startswith("title") and len(text.splitlines()) > 1:
        raise BadInput("a title of several lines", field=name, value=text, expected="one line")
    return text
