"""What the pages say and do, and what refused typing leaves."""

from typing import Any

import pytest

from tests.api.rest import Platform
from tests.console.conftest import Reader
from tests.parties.conftest import PASSWORD
from tests.publishing.conftest import JD, PINDUODUO, written
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion
from yellowcart.parties.actions import add_organisation, add_person
from yellowcart.parties.models import Organisation, Person, Role
from yellowcart.publishing.models import CartLimit, Entry

AGREEMENT: dict[str, Any] = {
    "code": "vip-2026", "partner": "jd-alliance", "start": "2040-01-01", "until": "2041-01-01",
    "renews": "", "notice_days": "7", "clauses": "1", "id-0": "1", "effect-0": "grant",
    "surfaces-0": ["note"], "kinds-0": ["goods"], "hung-0": "keep",
}  # fmt: skip


@pytest.fixture
def clerk(made: Platform) -> Reader:
    return Reader(made, "legal")


def test_an_agreement_is_drafted_edited_and_dropped(made: Platform, clerk: Reader) -> None:
    answer = clerk.post("/console/agreements/new/", **AGREEMENT)
    assert answer.headers["Location"] == "/console/agreements/of/vip-2026/"
    version = AgreementVersion.objects.get(agreement__code="vip-2026")
    (clause,) = version.clauses.all()
    assert (clause.name, clause.surfaces, clause.kinds, clause.hung) == (
        "1", ["note"], ["goods"], "keep",
    )  # fmt: skip
    page = clerk.text("/console/agreements/of/vip-2026/edit/")
    assert 'value="2040-01-01 00:00:00"' in page
    edited = AGREEMENT | {"notice_days": "9", "surfaces-0": ["note", "shop_window"]}
    clerk.post("/console/agreements/of/vip-2026/edit/", **edited)
    version.refresh_from_db()
    assert (version.notice_days, version.clauses.get().surfaces) == (9, ["note", "shop_window"])
    clerk.post("/console/agreement/vip-2026/1/step/", step="drop")
    version.refresh_from_db()
    assert version.status == "dropped"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": "soon"}, "start: not an instant"),
        ({"start": ""}, "start: missing"),
        ({"until": "2039-01-01"}, "until"),
        ({"notice_days": "-1"}, "notice_days: not a number"),
        ({"partner": "nobody"}, "there is no partner nobody"),
        ({"code": "jd-2021"}, "there is an agreement jd-2021"),
        ({"surfaces-0": []}, "surfaces"),
        ({"effect-0": "bless"}, "no such choice"),
        ({"start-0": "x"}, "start: not an instant"),
        (
            {"clauses": "2", "id-1": "1", "surfaces-1": ["note"], "kinds-1": ["goods"]},
            "given twice",
        ),
        ({"renews": "nothing"}, "no agreement nothing"),
    ],
)
def test_what_cannot_be_drafted_is_said_and_what_was_typed_is_kept(
    clerk: Reader, change: dict[str, Any], said: str
) -> None:
    before = written(), AgreementVersion.objects.count()
    answer = clerk.post("/console/agreements/new/", **(AGREEMENT | change))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'value="2041-01-01"' in text or "until" in change
    assert (written(), AgreementVersion.objects.count()) == before


def test_an_end_and_a_house_rule_are_drafted(made: Platform, clerk: Reader) -> None:
    refused = clerk.post("/console/agreements/of/jd-2021/end/", until="never")
    assert refused.status_code == 422
    assert AgreementVersion.objects.filter(status="draft").count() == 0
    clerk.post("/console/agreements/of/jd-2021/end/", until="2040-01-01 00:00:00")
    assert AgreementVersion.objects.get(status="draft").agreement.code == "jd-2021"
    typed = {"code": "no-tea", "partners": ["*"], "surfaces-0": ["*"], "kinds-0": ["goods"]}
    assert clerk.post("/console/rules/new/", **(typed | {"partners": []})).status_code == 422
    assert not HouseRuleVersion.objects.exists()
    clerk.post("/console/rules/new/", **(typed | {"categories-0": "tea"}))
    assert HouseRuleVersion.objects.get().categories == ["tea"]
    assert "category tea" in clerk.text("/console/rules/of/no-tea/") or "tea" in clerk.text(
        "/console/rules/of/no-tea/"
    )


def test_a_second_person_decides(made: Platform, clerk: Reader) -> None:
    clerk.post("/console/agreements/new/", **(AGREEMENT | {"start": "2020-01-01"}))
    clerk.post("/console/agreement/vip-2026/1/step/", step="submit")
    before = written()
    clerk.post("/console/agreement/vip-2026/1/step/", step="approve")
    assert "another decides it" in clerk.text("/console/")
    operator = Reader(made, "operations")
    operator.post("/console/agreement/vip-2026/1/step/", step="reject", objection=" ")
    assert "a rejection says why" in operator.text("/console/")
    operator.post("/console/agreement/vip-2026/1/step/", step="approve")
    assert "overlaps another agreement" in operator.text("/console/")
    assert written() == before
    operator.post("/console/agreement/vip-2026/1/step/", step="reject", objection="期限重叠")
    assert AgreementVersion.objects.get(agreement__code="vip-2026").objection == "期限重叠"


def test_a_cart_is_changed_by_its_buttons(made: Platform) -> None:
    operator = Reader(made, "operations")

    def press(**typed: Any) -> None:
        assert operator.post("/console/carts/room-1/change/", **typed).status_code == 302

    before = written()
    press(do="hang", text=PINDUODUO, title="羽绒服")
    page = operator.text("/console/carts/room-1/")
    assert "may not be published" in page
    assert 'value="羽绒服"' in page
    press(do="pin", entry="0")
    press(do="take_down", entry="x")
    press(do="end")
    assert written() == before
    press(do="hang", text=JD)
    press(do="pin", entry=made.jd)
    press(do="up", entry=made.jd)
    press(do="start")
    press(do="take_down", entry=made.taobao, why="卖完了")
    order = list(
        Entry.objects.filter(ended_at=None).order_by("position").values_list("pk", flat=True)
    )
    assert order[0] == made.jd
    assert Entry.objects.get(pk=made.jd).pinned
    assert "卖完了" in operator.text("/console/carts/room-1/")
    assert operator.post("/console/carts/room-1/change/", do="dance").status_code == 404


def test_a_limit_is_set_and_lifted(made: Platform) -> None:
    operator = Reader(made, "operations")
    before = written()
    for most in ("none", "0", "-1", "9999999999"):
        operator.post("/console/limits/", surface="note", most_entries=most)
    operator.post("/console/limits/", surface="nowhere", most_entries="3")
    assert (written(), CartLimit.objects.count()) == (before, 0)
    operator.post("/console/limits/", surface="note", most_entries="20", creator_group="stars")
    assert "notes · stars：20" in operator.text("/console/carts/")
    operator.post("/console/limits/", surface="note", most_entries="", creator_group="stars")
    assert "There is no limit." in operator.text("/console/carts/")


def test_the_review_names_or_refuses(made: Platform) -> None:
    operator = Reader(made, "operations")
    path = f"/console/review/{made.unknown}/"
    before = written()
    operator.post(path, do="name", marketplace="pdd")
    operator.post(path, do="refuse", why=" ")
    assert written() == before
    operator.post(path, do="name", marketplace="jd", item_id="17")
    assert Entry.objects.get(pk=made.unknown).status == "hung"
    assert "Nothing waits for a review." in operator.text("/console/review/")


def test_people_and_keys(made: Platform) -> None:
    operator = Reader(made, "operations")
    people = Person.objects.count()
    operator.post(
        "/console/people/change/", do="add", username="new", password="short", role="auditor"
    )
    assert Person.objects.count() == people
    operator.post(
        "/console/people/change/", do="add", username="new", password=PASSWORD, role="auditor"
    )
    assert Person.objects.get(username="new").role == "auditor"
    operator.post(
        "/console/people/change/", do="issue", person="new", purpose="tests", scopes=["read"]
    )
    page = operator.text("/console/people/")
    assert "shown this once" in page
    assert "shown this once" not in operator.text("/console/people/")
    operator.post("/console/people/change/", do="end", person="new")
    assert not Person.objects.get(username="new").is_active


def test_a_merchants_member_sees_what_is_theirs(made: Platform) -> None:
    shop = add_organisation(by=None, code="shop", name="好物店", kind=Organisation.Kind.MERCHANT)
    made.people["merchant"] = add_person(
        by=None, username="merchant", password=PASSWORD, role=Role.MERCHANT, organisation=shop
    )
    merchant = Reader(made, "merchant")
    assert merchant.get("/").headers["Location"] == "/my/"
    assert "好物店" in merchant.text("/my/")
    assert merchant.get("/my/carts/room-1/").status_code == 404
    assert merchant.get("/console/").status_code == 403


def test_the_explorer_answers_any_message(made: Platform) -> None:
    operator = Reader(made, "operations", "zh-hans")
    page = operator.text("/console/explorer/?text=%E5%BF%AB%E7%9C%8B&surface=note")
    assert "没有识别出链接" in page
    page = operator.text(f"/console/explorer/?text={PINDUODUO}&surface=note")
    assert "拼多多" in page
    assert "不可挂" in page
    assert "时刻" in operator.text("/console/explorer/?text=x&at=soon")


def test_the_chain_is_verified_and_the_record_exported(made: Platform) -> None:
    auditor = Reader(made, "auditor")
    assert "records hold" in auditor.post("/console/audit/verify/").content.decode()
    lines = b"".join(auditor.get("/console/audit/export/").streaming_content).splitlines()
    assert len(lines) == written()[1]


def test_signing_in_is_locked_after_five_failures(made: Platform) -> None:
    person = made.people["finance"]
    person.set_password(PASSWORD)
    person.save()
    door = Reader(made, None)
    for _ in range(5):
        door.post("/sign-in/", username="finance", password="wrong")
    answer = door.post("/sign-in/", username="finance", password=PASSWORD)
    assert "Locked for now" in answer.content.decode()
    assert door.get("/console/").status_code == 302
