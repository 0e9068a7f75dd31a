"""Notices: drafted from what changes, or freely; edited, sent, called off."""

from collections.abc import Mapping
from typing import Any

from ninja import Router, Status

from yellowcart.agreements.held import held
from yellowcart.api import schemas
from yellowcart.api.asked import row_key
from yellowcart.api.front import ApiRequest
from yellowcart.api.pages import Limit, page
from yellowcart.cutover.queries import the_transition
from yellowcart.notices import actions, queries
from yellowcart.notices.errors import UnknownNotice
from yellowcart.notices.models import Notice
from yellowcart.notices.queries import IssueCounts
from yellowcart.parties.models import Person
from yellowcart.parties.permission import Verb, require

router = Router(tags=["notices"])
PEOPLE = ("drafted_by", "sent_by", "late_by")
LANGUAGES = ("zh", "en")


@router.get("/notices", response=schemas.Page[schemas.NoticeOut])
def notices(
    request: ApiRequest, cutover: int | None = None, cursor: str | None = None, limit: Limit = 50
) -> Any:
    """Every notice, or those of one cut-over, drafts too. For the platform's own people."""
    require(request.person, Verb.READ_ALL)
    found = Notice.objects.select_related(*PEOPLE)
    if cutover is not None:
        one = the_transition(request.person, row_key(cutover))
        found = found.filter(at=one.at, source=one.source)
    return page(found, cursor, limit, notice_out)


@router.post("/notices", response={201: schemas.OneNoticeOut})
def draft_free_notice(request: ApiRequest, body: schemas.FreeNoticeIn) -> Any:
    """Drafts a notice of anything, in both languages. Nothing reminds of it."""
    made = actions.draft_free(
        by=request.person,
        audience=audience_of(body.audience),
        **_texts(title=body.title.dict(), text=body.text.dict()),
    )
    return Status(201, one_notice_out(made))


@router.post("/cutovers/{key}/notices", response={201: schemas.OneNoticeOut})
def draft_notice(request: ApiRequest, key: int, body: schemas.NoticeIn) -> Any:
    """Drafts a notice of a cut-over: its texts say, in both languages, what changes."""
    one = the_transition(request.person, row_key(key))
    made = actions.draft(
        by=request.person,
        at=one.at,
        source=one.source,
        audience=None if body.audience is None else audience_of(body.audience),
        reminders=body.reminders,
    )
    return Status(201, one_notice_out(made))


@router.get("/notices/{key}", response=schemas.OneNoticeOut)
def notice(request: ApiRequest, key: int) -> Any:
    """One, with what has become of each issue, and whether it says what the agreements do."""
    return one_notice_out(the_notice(request.person, key))


@router.patch("/notices/{key}", response=schemas.OneNoticeOut)
def edit_notice(request: ApiRequest, key: int, body: schemas.NoticeEdit) -> Any:
    """Changes a draft's texts, audience or reminders."""
    found = the_notice(request.person, key)
    given: dict[str, Any] = _texts(
        title=None if body.title is None else body.title.dict(),
        text=None if body.text is None else body.text.dict(),
    )
    if body.audience is not None:
        given["audience"] = audience_of(body.audience)
    if body.reminders is not None:
        given["reminders"] = body.reminders
    return one_notice_out(actions.edit(by=request.person, notice=found, **given))


@router.post("/notices/{key}/redraft", response=schemas.OneNoticeOut)
def redraft_notice(request: ApiRequest, key: int) -> Any:
    """Drafts the texts anew from what the agreements change now; what was edited is gone."""
    found = the_notice(request.person, key)
    return one_notice_out(actions.redraft(by=request.person, notice=found))


@router.post("/notices/{key}/send", response=schemas.OneNoticeOut)
def send_notice(request: ApiRequest, key: int, body: schemas.SendingIn) -> Any:
    """Sends it at once, and again at each of its distances that is still ahead."""
    found = the_notice(request.person, key)
    actions.send(by=request.person, notice=found, late_why=body.late_why)
    return one_notice_out(the_notice(request.person, key))


@router.post("/notices/{key}/end", response=schemas.OneNoticeOut)
def end_notice(request: ApiRequest, key: int) -> Any:
    """Calls it off: nothing more of it goes out."""
    found = the_notice(request.person, key)
    return one_notice_out(actions.end(by=request.person, notice=found))


def the_notice(person: Person, key: int) -> Notice:
    require(person, Verb.READ_ALL)
    found = Notice.objects.select_related(*PEOPLE).filter(pk=row_key(key)).first()
    if found is None:
        raise UnknownNotice(f"there is no notice {key}")
    return found


def audience_of(given: schemas.Audience) -> dict[str, list[str]]:
    """Only what names anybody."""
    return {name: codes for name, codes in given.dict().items() if codes}


def notice_out(row: Notice) -> dict[str, Any]:
    return {
        **{
            name: getattr(row, name)
            for name in ("at", "audience", "reminders", "drafted_at", "sent_at", "late_why",
                         "ended_at")
        },
        **{name: by and by.username for name, by in ((n, getattr(row, n)) for n in PEOPLE)},
        "id": row.pk,
        "source": row.source or None,
        **said(row, "title", "text"),
    }  # fmt: skip


def one_notice_out(row: Notice) -> dict[str, Any]:
    table = held.refresh()
    stale = queries.agreement_of_text(row, table)
    period = queries.period(row, table)
    return {
        **notice_out(row),
        "changes": row.changes,
        "agrees": not stale.is_stale,
        "disagreements": [{"zh": one.zh, "en": one.en} for one in stale.reasons],
        "period": period and period._asdict(),
        "issues": [_issue(one) for one in queries.counts(row)],
    }


def said(row: Any, *fields: str) -> dict[str, dict[str, str]]:
    """Texts in both languages."""
    return {
        field: {language: getattr(row, f"{field}_{language}") for language in LANGUAGES}
        for field in fields
    }


def _issue(counted: IssueCounts) -> dict[str, Any]:
    issue = counted.issue
    return {
        **{
            name: getattr(issue, name)
            for name in ("number", "kind", "distance", "due_at", "started_at", "done_at",
                         "dropped_at")
        },
        **said(issue, "title"),
        **{name: number for name, number in counted._asdict().items() if name != "issue"},
    }  # fmt: skip


def _texts(**given: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        f"{field}_{language}": text
        for field, texts in given.items()
        for language, text in (texts or {}).items()
    }
