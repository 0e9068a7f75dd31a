"""Notices and inboxes by key, and the ties by which organisations are touched."""

from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.api.cut_over import WHY, staged
from tests.api.rest import Platform, platform
from yellowcart.notices.actions import deliver
from yellowcart.notices.models import Issue, Message, Notice
from yellowcart.publishing.models import Entry

KEY = {"Idempotency-Key": "notice-1"}
FREE = {
    "title": {"zh": "审计", "en": "An audit"}, "text": {"zh": "请配合。", "en": "Please help."},
    "audience": {"roles": ["auditor"], "creators": ["xiaobo"]},
}  # fmt: skip


@pytest.fixture
def made(db: None) -> Platform:
    return platform()


def asked(made: Platform, path: str, **of: Any) -> Any:
    answer = made.ask("GET", path, **of)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_notice_of_a_cut_over_from_draft_to_receipt(made: Platform) -> None:
    has = staged(made, "found")
    Entry.objects.filter(pk=made.taobao).update(gmv_30d_fen=500, commission_30d_fen=50)
    body = {"reminders": [3600, 60], "audience": {"touched": ["creators"]}}
    first = made.ask("POST", f"/cutovers/{has.cutover}/notices", body, headers=KEY)
    again = made.ask("POST", f"/cutovers/{has.cutover}/notices", body, headers=KEY)
    assert (first.status_code, first.content, Notice.objects.count()) == (201, again.content, 1)
    drafted = first.json()
    path = f"/notices/{drafted['id']}"
    assert (drafted["agrees"], drafted["disagreements"], drafted["issues"]) == (True, [], [])
    assert (drafted["period"]["days"], drafted["reminders"]) == (7, [3600, 60])
    assert drafted["audience"]["touched"] == ["creators"]
    assert drafted["drafted_by"] == "operations"

    wrong = {"text": {"zh": "什么都不变。", "en": drafted["text"]["en"]}}
    edited = made.ask("PATCH", path, wrong).json()
    assert edited["title"] == drafted["title"]
    assert not edited["agrees"]
    assert edited["disagreements"][0].keys() == {"zh", "en"}
    refused = made.ask("POST", f"{path}/send", {"late_why": WHY})
    assert (refused.status_code, refused.json()["code"]) == (409, "notice-stale")
    assert made.ask("POST", f"{path}/redraft").json()["text"] == drafted["text"]

    late = made.ask("POST", f"{path}/send", {})
    assert (late.status_code, late.json()["code"]) == (409, "notice-too-late")
    sent = made.ask("POST", f"{path}/send", {"late_why": WHY}, by="legal").json()
    assert (sent["late_by"], sent["late_why"]) == ("legal", WHY)
    assert [one["kind"] for one in sent["issues"]] == ["first", "reminder", "reminder"]
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver").count() == 1
    deliver(Issue.objects.get(number=1))
    assert [one["id"] for one in asked(made, f"/notices?cutover={has.cutover}")["items"]] == [
        drafted["id"]
    ]

    (message,) = asked(made, "/inbox", by="member")["items"]
    assert (message["recipient"]["creator"], message["read_at"]) == ("aling", None)
    whole = asked(made, f"/inbox/{message['id']}", by="member")
    assert whole["text"] == drafted["text"]
    total = {"entries": 2, "gmv_30d_fen": 500, "commission_30d_fen": 50}
    assert (whole["personal"]["total"], whole["personal"]["becomes"]["withdraw"]) == (total, total)
    entries = f"/inbox/{message['id']}/entries?limit=1"
    page = asked(made, entries, by="member")
    (one,) = page["items"]
    assert (one["entry"], one["becomes"], one["gmv_30d_fen"]) == (made.taobao, "withdraw", 500)
    last = asked(made, f"{entries}&cursor={page['next']}", by="member")
    assert ([one["entry"] for one in last["items"]], last["next"]) == ([made.jd], None)

    read = made.ask("POST", f"/inbox/{message['id']}/read", by="member").json()
    assert (read["read_by"], read["acknowledged_at"]) == ("member", None)
    known = made.ask("POST", f"/inbox/{message['id']}/acknowledge", by="member").json()
    assert (known["read_at"], known["acknowledged_by"]) == (read["read_at"], "member")
    first_issue = asked(made, path, by="auditor")["issues"][0]
    counted = ("recipients", "delivered", "read", "acknowledged")
    assert [first_issue[name] for name in counted] == [1, 1, 1, 1]

    ended = made.ask("POST", f"{path}/end").json()
    assert all(one["dropped_at"] for one in ended["issues"][1:])
    changed = made.ask("PATCH", path, {"reminders": []})
    assert (changed.status_code, changed.json()["code"]) == (409, "notice-sent")


def test_a_free_notice_reaches_whom_it_names_and_an_auditor_leaves_no_receipt(
    made: Platform,
) -> None:
    drafted = made.ask("POST", "/notices", FREE).json()
    assert (drafted["at"], drafted["source"], drafted["period"]) == (None, None, None)
    assert drafted["agrees"]
    made.ask("POST", f"/notices/{drafted['id']}/send", {})
    deliver(Issue.objects.get())
    for name, kind in (("auditor", "person"), ("stranger", "creator")):
        (message,) = asked(made, "/inbox", by=name)["items"]
        assert message["recipient"][kind] in ("auditor", "xiaobo")
        personal = asked(made, f"/inbox/{message['id']}", by=name)["personal"]
        assert (personal["at"], personal["total"]["entries"]) == (None, 0)
        assert asked(made, f"/inbox/{message['id']}/entries", by=name)["items"] == []
    message = asked(made, "/inbox", by="auditor")["items"][0]
    for verb in ("read", "acknowledge"):
        answer = made.ask("POST", f"/inbox/{message['id']}/{verb}", by="auditor")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert not Message.objects.filter(read_at__isnull=False).exists()


def test_an_inbox_has_the_newest_first(made: Platform) -> None:
    for title in ("一", "二", "三"):
        body = {**FREE, "title": {"zh": title, "en": title}}
        drafted = made.ask("POST", "/notices", body).json()
        made.ask("POST", f"/notices/{drafted['id']}/send", {})
        deliver(Issue.objects.latest("pk"))
    page = asked(made, "/inbox?limit=2", by="stranger")
    assert [one["title"]["zh"] for one in page["items"]] == ["三", "二"]
    rest = asked(made, f"/inbox?limit=2&cursor={page['next']}", by="stranger")
    assert ([one["title"]["zh"] for one in rest["items"]], rest["next"]) == (["一"], None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**FREE, "audience": {}}, "audience"),
        ({**FREE, "audience": {"people": ["no\0body"]}}, "people"),
        ({**FREE, "audience": {"creators": ["nobody"]}}, "creators"),
        ({**FREE, "audience": {"touched": ["creators"]}}, "touched"),
        ({**FREE, "title": {"zh": "一\n二", "en": "x"}}, "title_zh"),
        ({**FREE, "text": {"zh": "\0", "en": "x"}}, "text_zh"),
        ({**FREE, "reminders": [60]}, "reminders"),
    ],
)
def test_a_free_notice_that_cannot_be(made: Platform, body: Any, field: str) -> None:
    answer = made.ask("POST", "/notices", body)
    assert (answer.status_code, answer.json()["field"].rpartition(".")[2]) == (422, field)
    assert not Notice.objects.exists()


def test_creators_are_tied_to_organisations(made: Platform) -> None:
    listed = [(one["code"], one["kind"]) for one in asked(made, "/organisations")["items"]]
    assert listed == [("the-merchant", "merchant"), ("the-provider", "provider")]
    ties = {"merchant": "the-merchant", "provider": "the-provider"}
    body = {"code": "new", "name": "新", **ties}
    assert made.ask("POST", "/creators", body).json() == {**body, "group": ""}
    untied = {"merchant": None, "provider": "the-provider"}
    assert made.ask("PUT", "/creators/new/ties", untied).json()["merchant"] is None
    wrong = made.ask("PUT", "/creators/new/ties", {**untied, "merchant": "the-provider"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad-membership")
    unknown = made.ask("PUT", "/creators/new/ties", {**untied, "provider": "nobody"})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "provider")
    page = asked(made, "/creators")["items"]
    assert [(one["merchant"], one["provider"]) for one in page if one["code"] == "new"] == [
        (None, "the-provider")
    ]


def test_what_an_entry_earned_comes_and_goes(made: Platform) -> None:
    row = {
        "cart": "room-1", "text": "https://item.jd.com/1.html", "gmv_30d_fen": 900,
        "commission_30d_fen": 90,
    }  # fmt: skip
    assert made.ask("POST", "/entries/load", {"rows": [row]}).json()["hung"] == 1
    shown = asked(made, "/carts/room-1", by="member")["entries"][-1]
    assert (shown["gmv_30d_fen"], shown["commission_30d_fen"]) == (900, 90)
    entry = asked(made, f"/entries/{shown['id']}", by="member")
    assert (entry["gmv_30d_fen"], entry["commission_30d_fen"]) == (900, 90)
