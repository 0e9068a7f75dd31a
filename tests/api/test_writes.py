"""Writes that are sent twice, lists a page at a time, and problems."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection

from tests.api.rest import Platform, platform
from tests.publishing.conftest import JD, NOBODY, PINDUODUO, written
from yellowcart.api.idempotency import forget_old_answers
from yellowcart.api.models import KeptAnswer
from yellowcart.parties.actions import add_creator
from yellowcart.parties.models import Creator

KEY = {"Idempotency-Key": "8e03978e-40d5"}
NEW = {"code": "new", "name": "新"}


@pytest.fixture
def made(db: None) -> Platform:
    return platform()


def test_a_write_sent_twice_is_done_once(made: Platform) -> None:
    path = "/carts/room-1/entries"
    first = made.ask("POST", path, {"text": JD}, headers=KEY)
    before = written()
    second = made.ask("POST", path, {"text": JD}, headers=KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert written() == before
    mine = made.ask("POST", path, {"text": JD}, by="member", headers=KEY)
    assert mine.json()["id"] != first.json()["id"]


def test_another_request_with_the_same_key_is_refused(made: Platform) -> None:
    made.ask("POST", "/creators", NEW, headers=KEY)
    before = written()
    for path, body in (("/creators", {"code": "newer", "name": "新"}), ("/carts", NEW)):
        answer = made.ask("POST", path, body, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert (written(), Creator.objects.filter(code="newer").exists()) == (before, False)


def test_a_refusal_is_answered_again_too(made: Platform) -> None:
    path = "/carts/room-1/entries"
    before = written()
    first = made.ask("POST", path, {"text": PINDUODUO}, headers=KEY)
    second = made.ask("POST", path, {"text": PINDUODUO}, headers=KEY)
    assert (first.status_code, first.content) == (409, second.content)
    assert written() == before


def test_an_answer_is_kept_for_a_day(made: Platform) -> None:
    made.ask("POST", "/creators", NEW, headers=KEY)
    kept = KeptAnswer.objects.get()
    KeptAnswer.objects.update(at=kept.at - timedelta(days=1, seconds=1))
    again = made.ask("POST", "/creators", NEW, headers=KEY)
    assert (again.status_code, again.json()["code"]) == (409, "name-taken")
    KeptAnswer.objects.update(at=kept.at - timedelta(days=1, seconds=1))
    assert (forget_old_answers(), KeptAnswer.objects.count()) == (1, 0)


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_has_some_letters(made: Platform, key: str) -> None:
    answer = made.ask("POST", "/creators", NEW, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-idempotency-key")
    assert not Creator.objects.filter(code="new").exists()


@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_being_answered_is_not_begun_again() -> None:
    made = platform()
    entered, go_on = Event(), Event()
    answers: list[Any] = []

    def slow(*arguments: Any, **options: Any) -> Any:
        entered.set()
        go_on.wait(10)
        return add_creator(*arguments, **options)

    def first() -> None:
        answers.append(made.ask("POST", "/creators", NEW, headers=KEY))
        connection.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("yellowcart.api.endpoints.parties.add_creator", slow)
        thread = Thread(target=first)
        thread.start()
        assert entered.wait(10)
        second = made.ask("POST", "/creators", NEW, headers=KEY)
        go_on.set()
        thread.join()
    assert (second.status_code, second.json()["code"]) == (409, "request-under-way")
    assert [answer.status_code for answer in answers] == [201]
    assert made.ask("POST", "/creators", NEW, headers=KEY).content == answers[0].content


def test_lists_come_a_page_at_a_time_and_new_rows_move_nothing(made: Platform) -> None:
    for number in range(4):
        made.ask("POST", "/creators", {"code": f"c{number}", "name": "某"})
    first = made.ask("GET", "/creators?limit=3").json()
    assert [one["code"] for one in first["items"]] == ["aling", "xiaobo", "c0"]
    made.ask("POST", "/creators", {"code": "c4", "name": "某"})
    second = made.ask("GET", f"/creators?limit=3&cursor={first['next']}").json()
    assert [one["code"] for one in second["items"]] == ["c1", "c2", "c3"]
    third = made.ask("GET", f"/creators?limit=3&cursor={second['next']}").json()
    assert ([one["code"] for one in third["items"]], third["next"]) == (["c4"], None)


@pytest.mark.parametrize("query", ["cursor=x", "cursor=YWZ0ZXIgLTE", "limit=0", "limit=201"])
def test_a_page_that_cannot_be_is_refused(made: Platform, query: str) -> None:
    answer = made.ask("GET", f"/creators?{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, query.partition("=")[0])


def test_what_is_not_granted_is_answered_with_the_decision(made: Platform) -> None:
    answer = made.ask("POST", "/carts/room-1/entries", {"text": PINDUODUO}, by="member")
    problem = answer.json()
    assert answer.status_code == 409
    assert problem["type"] == "urn:yellowcart:problem:not-granted"
    assert problem["decision"]["reason"] == "unknown_partner"
    assert set(problem["explanation"]) == {"zh", "en"}


@pytest.mark.parametrize(
    ("method", "path", "content", "status", "code"),
    [
        ("GET", "/nowhere", None, 404, "not-found"),
        ("PATCH", "/carts", None, 405, "method-not-allowed"),
        ("POST", "/creators", "{", 400, "not-json"),
        ("POST", "/creators", {"code": "x"}, 422, "bad-input"),
        ("POST", "/creators", {**NEW, "colour": "red"}, 422, "bad-input"),
        ("GET", "/carts/nowhere", None, 404, "unknown-cart"),
        ("GET", "/entries/0", None, 404, "unknown-entry"),
        ("GET", "/explanations?surface=note", None, 422, "bad-input"),
        ("GET", "/transitions?start=2022-03-01T00:00:00", None, 422, "naive-instant"),
    ],
)
def test_every_refusal_is_a_problem(
    made: Platform, method: str, path: str, content: Any, status: int, code: str
) -> None:
    if content == "{":
        from django.test import Client

        answer: Any = Client().generic(
            method, f"/api/v1{path}", "{", content_type="application/json",
            headers={"Authorization": f"Bearer {made.keys['operations']}"},
        )  # fmt: skip
    else:
        answer = made.ask(method, path, content)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (
        status, status, code,
    )  # fmt: skip
    assert answer.headers["X-Request-ID"]


def test_a_key_has_so_many_requests_a_minute(made: Platform) -> None:
    from yellowcart.parties.keys import issue_key

    issued = issue_key(
        by=None, person=made.people["auditor"], purpose="slow", scopes=["read"],
        requests_a_minute=2,
    )  # fmt: skip
    made.keys["auditor"] = issued.secret
    answers = [made.ask("GET", "/carts", by="auditor") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert int(answers[2].headers["Retry-After"]) in (30, 31)


def test_a_cart_says_what_it_serves_and_what_stopped(made: Platform) -> None:
    page = made.ask("GET", "/carts/room-1", by="member").json()
    assert [entry["marketplace"] for entry in page["entries"]] == ["taobao", "jd"]
    assert page["stopped"] == []
    end = page["entries"][0]["standing"]["decision"]["valid_until"]
    later = made.ask("GET", f"/carts/room-1?as_of={end.replace('+', '%2B')}", by="member").json()
    assert later["entries"] == []
    assert [entry["standing"]["decision"]["reason"] for entry in later["stopped"]] == [
        "no_agreement", "not_granted",
    ]  # fmt: skip


def test_many_rows_are_loaded_and_the_bad_ones_come_back(made: Platform) -> None:
    rows = [{"cart": "room-1", "text": text} for text in (JD, PINDUODUO, NOBODY)]
    loaded = made.ask("POST", "/entries/load", {"rows": rows}).json()
    assert (loaded["hung"], loaded["in_review"]) == (1, 1)
    assert [(one["row"], one["problem"]["code"]) for one in loaded["refused"]] == [
        (1, "not-granted"),
    ]  # fmt: skip
