"""What the pages say and do, and what refused typing leaves."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.api.rest import Platform
from tests.console.conftest import Reader
from tests.parties.conftest import PASSWORD
from tests.publishing.conftest import JD, PINDUODUO, written
from yellowcart.agreements.actions import import_terms
from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion
from yellowcart.agreements.models import Platform as Platform_
from yellowcart.agreements.queries import terms_on_file
from yellowcart.console.refusals import REFUSALS
from yellowcart.console.words import WORDS
from yellowcart.kit.clock import now
from yellowcart.kit.period import Period
from yellowcart.parties.models import ApiKey, Creator, Person
from yellowcart.publishing.models import Cart, CartLimit, Entry
from yellowcart.terms import Agreement, Clause, Conditions, Effect

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
    for lists_it in ("/console/", "/console/agreements/"):
        assert "vip-2026" in clerk.text(lists_it)
    page = clerk.text("/console/agreements/of/vip-2026/edit/")
    assert 'value="2040-01-01 00:00:00"' in page
    edited = AGREEMENT | {"notice_days": "9", "surfaces-0": ["note", "shop_window"]}
    clerk.post("/console/agreements/of/vip-2026/edit/", **edited)
    version.refresh_from_db()
    assert (version.notice_days, version.clauses.get().surfaces) == (9, ["note", "shop_window"])
    clerk.post("/console/agreement/vip-2026/1/step/", step="drop")
    version.refresh_from_db()
    assert version.status == "dropped"
    assert "?again=vip-2026" in clerk.text("/console/agreements/of/vip-2026/")
    page = clerk.text("/console/agreements/new/?again=vip-2026")
    assert 'value="2040-01-01 00:00:00"' in page
    clerk.post("/console/agreements/new/", **AGREEMENT)
    again = AgreementVersion.objects.get(agreement__code="vip-2026", status="draft")
    assert again.number == 2


@pytest.mark.parametrize("code", ["浙（2026）合字/12", "a b", "?", "2026/3"])
def test_an_agreement_is_called_as_its_paper_is(made: Platform, clerk: Reader, code: str) -> None:
    """Papers have slashes in their numbers, and one draft must not break every page."""
    import_terms(by=None, terms=replace(terms_on_file(), agreements=(named(code),)))
    address = f"/console/agreements/of/{quote(code)}/"
    assert code in unescape(clerk.text(address))
    assert code in unescape(clerk.text("/console/agreements/"))
    assert clerk.get(f"{address}amend/").status_code == 200
    by_api = made.ask("GET", f"/agreements/{quote(code)}", by="legal")
    assert by_api.json()["code"] == code


def named(code: str) -> Agreement:
    period = Period(datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 1, 1, tzinfo=UTC))
    clause = Clause("1", Effect.GRANT, Conditions(surfaces=("note",)))
    return Agreement(code, "jd-alliance", period.start, period, clauses=(clause,))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "a/b"}, "code: not a code"),
        ({"code": ".."}, "code: not a code"),
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


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": ""}, "编号：未填写。"),
        ({"code": "a/b"}, "编号：不能作编号（a/b），应为一行内最多 64 个字，不含斜线。"),
        ({"start": ""}, "自（含）：未填写，应为生效的时刻。"),
        ({"start": "明天"}, "自（含）：不是时刻（明天），应为形如 2022-03-01 00:00:00 的时刻。"),
        ({"notice_days": "-1"}, "须提前告知（天）：不是数，应为整天数。"),
        ({"notice_days": "9999"}, "须提前告知（天）：太多，应为十年以内。"),
        ({"id-0": ""}, "条款 1，条款号：未填写。"),
        ({"surfaces-0": []}, "条款 1，位置：没有勾选，应为至少一项。"),
        ({"kinds-0": []}, "条款 1，种类：没有勾选，应为至少一项。"),
        ({"effect-0": "bless"}, "条款 1，效力：没有这个选项（bless）。"),
        ({"categories-0": "x" * 65}, "条款 1，仅类目：太长"),
        ({"categories-0": "*"}, "条款 1，仅类目：此处不能写 *"),
        ({"partner": "nobody"}, "没有这个合作方。"),
        ({"code": "jd-2021"}, "编号已被占用。"),
    ],
)
def test_a_refusal_is_said_in_chinese(made: Platform, change: dict[str, Any], said: str) -> None:
    before = written()
    reader = Reader(made, "legal", "zh-hans")
    answer = reader.post("/console/agreements/new/", **(AGREEMENT | change))
    assert answer.status_code == 422
    (shown,) = re.findall(r'<p class="said error" role="alert">(.*?)</p>', answer.content.decode())
    assert unescape(shown).startswith(said)
    assert not re.search("[a-z]{3}", unescape(shown).replace("x" * 60, "").replace("bless", ""))
    assert written() == before


def test_every_refusal_has_its_sentence_in_chinese() -> None:
    """Of what people can meet on the pages."""
    from yellowcart.agreements import errors as agreements
    from yellowcart.cutover import errors as cutover
    from yellowcart.kit.errors import BadInput, YellowcartError
    from yellowcart.notices import errors as notices
    from yellowcart.parties import errors as parties
    from yellowcart.publishing import errors as publishing

    met = {
        one.code
        for module in (parties, agreements, publishing, notices, cutover)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, YellowcartError)
        if one not in (YellowcartError, BadInput, publishing.NotGranted)
    }
    by_import_alone = {"list-changed"}
    assert met - by_import_alone == set(REFUSALS)


@pytest.mark.parametrize("at", ["0001-01-03", "0004-01-01", "9996-06-01", "9999-12-30 12:00:00"])
def test_every_page_as_of_the_ends_of_the_calendar(made: Platform, at: str) -> None:
    operator = Reader(made, "operations")
    operator.post("/console/time-machine/", as_of=at)
    for page in ("", "agreements/", "agreements/of/jd-2021/", "carts/", "carts/room-1/",
                 "cutovers/", "notices/", "notices/new/", "inbox/", "review/", "audit/", "people/",
                 "explorer/?text=x"):  # fmt: skip
        assert "Time machine: as of" in operator.text(f"/console/{page}"), page


def test_the_time_machine_shows_drafts_and_versions_as_they_stood(
    made: Platform, clerk: Reader
) -> None:
    operator = Reader(made, "operations")
    with_taobao = AGREEMENT | {"partner": "taobao-alliance"}
    instants = [now()]
    for step in ("draft", "submit", "approve"):
        match step:
            case "draft":
                clerk.post("/console/agreements/new/", **with_taobao)
            case "submit":
                clerk.post("/console/agreement/vip-2026/1/step/", step="submit")
            case "approve":
                operator.post("/console/agreement/vip-2026/1/step/", step="approve")
        instants.append(now())
    seen = []
    for at in instants:
        operator.post("/console/time-machine/", as_of=at.isoformat(), known_then="on")
        listed = "vip-2026" in operator.text("/console/agreements/")
        waits = "vip-2026" in operator.text("/console/").partition("Lately")[0]
        page = operator.text("/console/agreements/of/vip-2026/")
        stood = re.findall(r'<span class="step (\w+)">', page)
        seen.append((listed, waits, stood[-1] if stood else None))
    assert seen == [
        (False, False, None), (True, True, "draft"), (True, True, "submitted"),
        (True, False, "in_force"),
    ]  # fmt: skip
    operator.post("/console/time-machine/", as_of=instants[1].isoformat())
    page = operator.text("/console/agreements/of/vip-2026/")
    assert re.findall(r'<span class="step (\w+)">', page) == ["in_force"]


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
    assert 'value="tea"' in clerk.text("/console/rules/of/no-tea/edit/")
    edited = typed | {"categories-0": "tea, mate"}
    assert clerk.post("/console/rules/of/no-tea/edit/", **edited).status_code == 302
    assert HouseRuleVersion.objects.get().categories == ["tea", "mate"]
    before = written()
    assert clerk.post("/console/rules/of/no-tea/edit/", **typed | {"partners": []}).status_code == (
        422
    )
    assert written() == before
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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"do": "add", "username": "", "password": PASSWORD, "role": "legal"}, "not a username"),
        ({"do": "add", "username": "a b", "password": PASSWORD, "role": "legal"}, "not a username"),
        ({"do": "add", "username": "new", "password": "short", "role": "legal"}, "too short"),
        ({"do": "add", "username": "legal", "password": PASSWORD, "role": "legal"}, "there is a"),
        ({"do": "add", "username": "new", "password": PASSWORD, "role": "merchant"}, "belongs to"),
        ({"do": "add", "username": "new", "password": PASSWORD, "role": "king"}, "no such role"),
        ({"do": "role", "person": "nobody", "role": "legal"}, "no such person"),
        ({"do": "role", "person": "finance", "role": "creator"}, "has a creator"),
        ({"do": "role", "person": "operations", "role": "legal"}, "another person changes"),
        ({"do": "password", "person": "finance", "password": "short"}, "too short"),
        ({"do": "organisation", "code": "", "name": "店", "kind": "merchant"}, "code: missing"),
        ({"do": "organisation", "code": "a/b", "name": "店", "kind": "merchant"}, "not a code"),
        ({"do": "organisation", "code": "a", "name": " ", "kind": "merchant"}, "name: missing"),
        ({"do": "organisation", "code": "a", "name": "店", "kind": "x"}, "no such kind"),
        ({"do": "issue", "person": "legal", "purpose": "x"}, "scopes []"),
        ({"do": "issue", "person": "\0", "purpose": "x", "scopes": ["read"]}, "no such person"),
        (
            {"do": "issue", "person": "legal", "scopes": ["read"], "requests_a_minute": "many"},
            "not a limit",
        ),
        ({"do": "issue", "person": "legal", "scopes": ["read"], "expires": "soon"}, "not an inst"),
        (
            {"do": "issue", "person": "legal", "scopes": ["read"], "expires": "2020-01-01"},
            "in the past",
        ),
    ],
)
def test_what_cannot_be_done_to_people_leaves_nothing(
    made: Platform, typed: dict[str, Any], said: str
) -> None:
    operator = Reader(made, "operations")
    before = written(), Person.objects.count()
    operator.post("/console/people/change/", **typed)
    assert said in unescape(operator.text("/console/people/"))
    assert (written(), Person.objects.count()) == before


def test_organisations_roles_passwords_and_keys_with_an_end(made: Platform) -> None:
    operator = Reader(made, "operations")

    def press(do: str, **typed: Any) -> None:
        operator.post("/console/people/change/", do=do, **typed)

    press("organisation", code="shop", name="好物店", kind="merchant")
    press("add", username="keeper", password=PASSWORD, role="merchant", organisation="shop")
    keeper = Person.objects.get(username="keeper")
    assert (keeper.role, keeper.organisation and keeper.organisation.code) == ("merchant", "shop")
    press("role", person="keeper", role="creator", creator="aling")
    keeper.refresh_from_db()
    assert (keeper.role, keeper.organisation, keeper.creator and keeper.creator.code) == (
        "creator", None, "aling",
    )  # fmt: skip
    press("password", person="keeper", password="another-lake-7")
    keeper.refresh_from_db()
    assert keeper.check_password("another-lake-7")
    press(
        "issue", person="keeper", purpose="a phone", scopes=["read"],
        requests_a_minute="7", expires="2040-01-01 00:00:00",
    )  # fmt: skip
    key = ApiKey.objects.get(person=keeper)
    assert (key.requests_a_minute, key.expires_at) == (7, datetime(2039, 12, 31, 16, tzinfo=UTC))
    assert "2040-01-01 00:00" in operator.text("/console/people/")


def test_a_creator_and_a_cart_are_opened(made: Platform) -> None:
    operator = Reader(made, "operations")

    def open_cart(**typed: Any) -> Any:
        return operator.post("/console/open-cart/", surface="note", **typed)

    before = written(), Creator.objects.count()
    for typed in (
        {"creator": "nobody", "code": "n-1"},
        {"creator": "lin", "name": "林", "code": ""},
        {"creator": "lin", "name": "林", "code": "a/b"},
        {"creator": "a/b", "name": "林", "code": "n-1"},
        {"creator": "aling", "name": "林", "code": "n-1"},
        {"creator": "lin", "name": "林", "code": "room-1"},
    ):
        assert open_cart(**typed).headers["Location"] == "/console/carts/"
        assert (written(), Creator.objects.count()) == before, typed
    assert open_cart(creator="lin", name="林", group="stars", code="n-1").headers["Location"] == (
        "/console/carts/n-1/"
    )
    assert Creator.objects.get(code="lin").group == "stars"
    assert open_cart(creator="lin", code="n-2", title="第二").status_code == 302
    assert [cart.code for cart in Cart.objects.filter(creator__code="lin")] == ["n-1", "n-2"]


def test_the_own_marketplace_is_named(made: Platform, clerk: Reader) -> None:
    before = written()
    clerk.post("/console/own-marketplace/", marketplace="nowhere")
    assert "no partner brings nowhere" in clerk.text("/console/agreements/")
    assert written() == before
    for code in ("", "kuaishou"):
        clerk.post("/console/own-marketplace/", marketplace=code)
        assert Platform_.objects.get().marketplace == code
    assert "Kuaishou" in clerk.text("/console/agreements/")


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "没有这一页"), ("en", "No such page")])
def test_a_page_that_is_not_there_says_so_in_both_languages(
    made: Platform, language: str, said: str
) -> None:
    for who in (None, "operations", "member"):
        answer = Reader(made, who, language).get("/nowhere/")
        assert answer.status_code == 404
        assert said in answer.content.decode()
    expired = Client(enforce_csrf_checks=True)
    expired.cookies["django_language"] = language
    answer = expired.post("/sign-in/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert {"zh-hans": "页面已过期", "en": "too old"}[language] in answer.content.decode()


def test_the_audit_page_names_what_was_changed(made: Platform) -> None:
    for language, said in (("zh-hans", "购物车 room-1"), ("en", "cart room-1")):
        page = Reader(made, "auditor", language).text("/console/audit/")
        assert said in page
        assert "publishing." not in re.sub("<pre>.*?</pre>", "", page, flags=re.DOTALL)
    there = {f"{one.app_label}.{one.model}" for one in ContentType.objects.all()}
    assert set(WORDS["subject"]) <= there


def test_a_merchants_member_sees_what_is_theirs(made: Platform) -> None:
    merchant = Reader(made, "merchant")
    assert merchant.get("/").headers["Location"] == "/my/"
    assert "<h1>merchant</h1>" in merchant.text("/my/")
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
